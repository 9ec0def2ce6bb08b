"use server";

import { dismissQuarantined } from "@/lib/domain/usage/dismiss-quarantined";
import { replayQuarantined } from "@/lib/domain/usage/replay-quarantined";
import { DismissQuarantinedInput, ReplayQuarantinedInput } from "@/lib/domain/usage/schema";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const replayQuarantinedAction = operatorAction({
  input: ReplayQuarantinedInput,
  verb: (ctx, input) => replayQuarantined(ctx, input),
  after: () => setFlash("quarantine.flash.replayed"),
  done: ({ accountId, id }) => paths.operator.quarantined(accountId, id),
});

export const dismissQuarantinedAction = operatorAction({
  input: DismissQuarantinedInput,
  echo: ["reason"],
  verb: dismissQuarantined,
  after: () => setFlash("quarantine.flash.dismissed"),
  done: ({ accountId, id }) => paths.operator.quarantined(accountId, id),
});
