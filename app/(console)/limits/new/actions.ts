"use server";

import { SetSpendLimitInput } from "@/lib/domain/limits/schema";
import { setSpendLimit } from "@/lib/domain/limits/set-spend-limit";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const setSpendLimitAction = consoleAction({
  input: SetSpendLimitInput,
  echo: ["subAccountName", "per", "soft", "hard", "stops"],
  verb: setSpendLimit,
  after: () => setFlash("limits.flash.set"),
  done: () => paths.limits.list(),
});
