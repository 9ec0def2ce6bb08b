import type { Context } from "@/lib/authorization/context";
import { adjustWallet } from "@/lib/domain/wallet/adjust-wallet";
import { reverseTopUp } from "@/lib/domain/wallet/reverse-top-up";
import { AdjustWalletInput, ReverseTopUpInput, SetOverdraftInput, TopUpWalletInput } from "@/lib/domain/wallet/schema";
import { setOverdraft } from "@/lib/domain/wallet/set-overdraft";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { buildAccount } from "@/tests/support/build-account";
import { by, fresh, host, inAccountLog, type MutationVerb } from "./prepare-verb";

const onWallet = async (work: (root: Context) => Promise<() => Promise<unknown>>) =>
  by("operator", await work(await buildAccount()));
const credit = ({ accountId }: Context) =>
  topUpWallet(host, TopUpWalletInput.parse({ accountId, amount: "10", reference: fresh() }));

/** Of money. */
export const moneyVerbs: readonly MutationVerb[] = [
  { name: "topUpWallet", writes: inAccountLog, prepare: () => onWallet(async (root) => () => credit(root)) },
  {
    name: "reverseTopUp",
    writes: inAccountLog,
    prepare: () =>
      onWallet(async (root) => {
        const { topUpId } = await credit(root);
        const input = ReverseTopUpInput.parse({ accountId: root.accountId, topUpId, reason: "audit" });
        return () => reverseTopUp(host, input);
      }),
  },
  {
    name: "adjustWallet",
    writes: inAccountLog,
    prepare: () =>
      onWallet(async ({ accountId }) => {
        const input = AdjustWalletInput.parse({ accountId, amount: "1", reason: "audit" });
        return () => adjustWallet(host, input);
      }),
  },
  {
    name: "setOverdraft",
    writes: inAccountLog,
    prepare: () =>
      onWallet(async ({ accountId }) => {
        const input = SetOverdraftInput.parse({ accountId, overdraft: "5" });
        return () => setOverdraft(host, input);
      }),
  },
];
