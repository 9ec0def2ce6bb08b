"use server";

import { approveSpend } from "@/lib/domain/limits/approve-spend";
import { removeSpendLimit } from "@/lib/domain/limits/remove-spend-limit";
import { ApproveSpendInput, RemoveSpendLimitInput, SetDefaultLimitInput } from "@/lib/domain/limits/schema";
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

export const approveSpendAction = consoleAction({
  input: ApproveSpendInput,
  verb: approveSpend,
  after: (_result, _ctx, { intent }) =>
    setFlash(intent === "approve" ? "limits.flash.approved" : "limits.flash.withdrawn"),
  done: () => paths.limits.list(),
});

export const setDefaultLimitAction = consoleAction({
  input: SetDefaultLimitInput,
  echo: ["per", "soft", "hard", "onSoft", "stops"],
  verb: setDefaultLimit,
  after: () => setFlash("limits.flash.defaultSet"),
  done: () => paths.limits.list(),
});
