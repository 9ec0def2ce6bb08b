"use server";

import { adjustWallet } from "@/lib/domain/wallet/adjust-wallet";
import { AdjustWalletForm } from "@/lib/domain/wallet/schema";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const adjustWalletAction = operatorAction({
  input: AdjustWalletForm,
  echo: ["amount", "subAccountName", "reference", "reason"],
  verb: adjustWallet,
  after: ({ repeated }) => setFlash(repeated ? "desk.flash.doneBefore" : "desk.flash.adjusted"),
  done: ({ accountId }) => paths.operator.account(accountId),
});
