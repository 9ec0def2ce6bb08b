"use server";

import { cancelBulkRun } from "@/lib/domain/bulk-runs/cancel-bulk-run";
import { planBulkRun } from "@/lib/domain/bulk-runs/plan-bulk-run";
import { planKeyDisabling } from "@/lib/domain/bulk-runs/plan-key-disabling";
import { retryBulkRun } from "@/lib/domain/bulk-runs/retry-bulk-run";
import {
  BulkRunInput,
  PlanBulkRunInput,
  PlanKeyDisablingInput,
  StartBulkRunInput,
} from "@/lib/domain/bulk-runs/schema";
import { startBulkRun } from "@/lib/domain/bulk-runs/start-bulk-run";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { paths } from "@/lib/entrypoints/console/paths";

export const planBulkRunAction = consoleAction({
  input: PlanBulkRunInput,
  echo: ["act"],
  verb: planBulkRun,
  done: (_input, draft) => (draft ? paths.bulkRuns.run(draft.id) : paths.bulkRuns.list()),
});

export const planKeyDisablingAction = consoleAction({
  input: PlanKeyDisablingInput,
  verb: planKeyDisabling,
  done: (_input, draft) => (draft ? paths.bulkRuns.run(draft.id) : paths.bulkRuns.list()),
});

export const startBulkRunAction = consoleAction({
  input: StartBulkRunInput,
  echo: ["reason", "labelKey", "labelValue", "typedCount", "groupName", "per", "soft", "hard", "onSoft", "stops"],
  verb: startBulkRun,
  done: ({ id }) => paths.bulkRuns.run(id),
});

export const cancelBulkRunAction = consoleAction({
  input: BulkRunInput,
  verb: cancelBulkRun,
  done: ({ id }) => paths.bulkRuns.run(id),
});

export const retryBulkRunAction = consoleAction({
  input: BulkRunInput,
  verb: retryBulkRun,
  done: ({ id }) => paths.bulkRuns.run(id),
});
