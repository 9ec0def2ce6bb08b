"use server";

import { adjustWallet } from "@/lib/domain/wallet/adjust-wallet";
import { AdjustWalletForm } from "@/lib/domain/wallet/schema";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

const flashes = {
  posted: { now: "desk.flash.adjusted", before: "desk.flash.doneBefore" },
  asked: { now: "approvals.flash.requested", before: "approvals.flash.requestedBefore" },
} as const;

export const adjustWalletAction = operatorAction({
  input: AdjustWalletForm,
  echo: ["amount", "subAccountName", "reference", "reasonCode", "reason"],
  verb: adjustWallet,
  after: ({ repeated, approvalId }) => setFlash(flashes[approvalId ? "asked" : "posted"][repeated ? "before" : "now"]),
  done: ({ accountId }, result) =>
    result?.approvalId ? paths.operator.approvals() : paths.operator.account(accountId),
});
