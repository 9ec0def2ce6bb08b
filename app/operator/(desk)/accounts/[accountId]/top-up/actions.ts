"use server";

import { TopUpWalletInput } from "@/lib/domain/wallet/schema";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const topUpWalletAction = operatorAction({
  input: TopUpWalletInput,
  echo: ["amount", "reference", "note"],
  verb: topUpWallet,
  after: ({ repeated }) => setFlash(repeated ? "desk.flash.toppedUpBefore" : "desk.flash.toppedUp"),
  done: ({ accountId }) => paths.operator.account(accountId),
});
