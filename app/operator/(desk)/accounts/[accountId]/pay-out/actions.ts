"use server";

import { payOutWallet } from "@/lib/domain/wallet/pay-out-wallet";
import { PayOutWalletInput } from "@/lib/domain/wallet/schema";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const payOutWalletAction = operatorAction({
  input: PayOutWalletInput,
  echo: ["amount", "reference", "reason"],
  verb: payOutWallet,
  after: ({ repeated }) => setFlash(repeated ? "desk.flash.doneBefore" : "desk.flash.paidOut"),
  done: ({ accountId }) => paths.operator.account(accountId),
});
