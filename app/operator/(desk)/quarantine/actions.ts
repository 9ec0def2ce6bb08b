"use server";

import { replayWaiting } from "@/lib/domain/usage/replay-waiting";
import { ReplayWaitingInput } from "@/lib/domain/usage/schema";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const replayWaitingAction = operatorAction({
  input: ReplayWaitingInput,
  verb: replayWaiting,
  after: ({ ordered }) => setFlash("quarantine.flash.ordered", { ordered }),
  done: ({ reason, account, month }) =>
    paths.operator.quarantine({ reason, ...(account && { account }), ...(month && { month }) }),
});
