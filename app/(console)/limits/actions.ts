"use server";

import { removeSpendLimit } from "@/lib/domain/limits/remove-spend-limit";
import { RemoveSpendLimitInput, SetDefaultLimitInput } from "@/lib/domain/limits/schema";
import { setDefaultLimit } from "@/lib/domain/limits/set-default-limit";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const removeSpendLimitAction = consoleAction({
  input: RemoveSpendLimitInput,
  verb: removeSpendLimit,
  after: () => setFlash("limits.flash.removed"),
  done: () => paths.limits.list(),
});

export const setDefaultLimitAction = consoleAction({
  input: SetDefaultLimitInput,
  echo: ["per", "soft", "hard", "stops"],
  verb: setDefaultLimit,
  after: () => setFlash("limits.flash.defaultSet"),
  done: () => paths.limits.list(),
});
