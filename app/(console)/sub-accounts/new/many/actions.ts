"use server";

import { planCreation } from "@/lib/domain/bulk-runs/plan-creation";
import { PlanCreationInput } from "@/lib/domain/bulk-runs/schema";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { paths } from "@/lib/entrypoints/console/paths";

export const planCreationAction = consoleAction({
  input: PlanCreationInput,
  echo: ["list", "passwords", "accessKeys"],
  verb: planCreation,
  done: (_input, draft) => (draft ? paths.bulkRuns.run(draft.id) : paths.bulkRuns.list()),
});
