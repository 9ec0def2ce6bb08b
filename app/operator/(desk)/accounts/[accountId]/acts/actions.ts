"use server";

import { SettlePayoutInput } from "@/lib/domain/wallet/schema";
import { settlePayout } from "@/lib/domain/wallet/settle-payout";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const settlePayoutAction = operatorAction({
  input: SettlePayoutInput,
  verb: settlePayout,
  after: async (_result, _ctx, { outcome }) =>
    setFlash(outcome === "sent" ? "desk.flash.payoutSent" : "desk.flash.payoutReturned"),
  done: ({ accountId }) => paths.operator.acts(accountId),
});
