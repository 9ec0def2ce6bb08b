import { cancelFee } from "@/lib/domain/fees/cancel-fee";
import { giveFee } from "@/lib/domain/fees/give-fee";
import { GiveFeeInput } from "@/lib/domain/fees/schema";
import { buildPrice } from "@/tests/support/build-usage";
import { onWallet } from "./money-verbs";
import { host, inAccountLog, type MutationVerb } from "./prepare-verb";

export const feeVerbs: readonly MutationVerb[] = (["giveFee", "cancelFee"] as const).map((name) => ({
  name,
  writes: inAccountLog,
  prepare: () =>
    onWallet(async ({ accountId }) => {
      const priceCode = await buildPrice({ recurring: true });
      const input = GiveFeeInput.parse({ accountId, priceCode, quantity: "1", firstMonth: "2031-01" });
      if (name === "giveFee") return () => giveFee(host, input);
      const { id } = await giveFee(host, input);
      return () => cancelFee(host, { accountId, id });
    }),
}));
