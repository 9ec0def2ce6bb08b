"use server";

import { openTopUp } from "@/lib/domain/wallet/open-top-up";
import { TopUpWalletForm } from "@/lib/domain/wallet/schema";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";
import { writeMicros } from "@/lib/foundation/money";

/** Asked for, or another amount than the one whose effect was shown. */
const looks = ({ intent, seen, amount }: TopUpWalletForm) =>
  intent === "look" || (seen !== "" && seen !== writeMicros(amount));

export const topUpWalletAction = operatorAction({
  input: TopUpWalletForm,
  echo: ["amount", "reference", "note"],
  verb: async (ctx, input) => (looks(input) ? await openTopUp(ctx, input) : await topUpWallet(ctx, input)),
  after: async (credited) => {
    if (credited) await setFlash(credited.repeated ? "desk.flash.toppedUpBefore" : "desk.flash.toppedUp");
  },
  done: (input) => {
    const { accountId, amount, reference, note } = input;
    if (!looks(input)) return paths.operator.account(accountId);
    return paths.operator.topUp(accountId, { amount: writeMicros(amount), reference, ...(note && { note }) });
  },
});
