import "server-only";
import { parseDecimal, writeDecimal } from "@/lib/foundation/decimal";
import type { PriceView } from "./presenter";
import type { ContractPriceView } from "./queries";
import { discounted, priceScale } from "./rules";

type Version = PriceView["versions"][number];

export interface ComparedContractPrice extends ContractPriceView {
  /** Over: another of the same price has begun since. */
  state: "coming" | "now" | "over";
  pricingUnit: string;
  /** The list price it is taken from, and what is left of it; undefined where the book has none in the currency then. */
  list: Version | undefined;
  pays: Version | undefined;
}

/** An account's contract prices beside the list: of what counts now or will, the list of that hour, else of its first. */
export function compareContractPrices(
  contracts: readonly ContractPriceView[],
  prices: readonly PriceView[],
  { currency, now }: { currency: string; now: Date },
): ComparedContractPrice[] {
  return contracts
    .map((contract) => {
      const ofPrice = contracts.filter(({ priceCode }) => priceCode === contract.priceCode);
      const counts = ofPrice.find(({ validFrom }) => validFrom <= now);
      const state = contract.validFrom > now ? "coming" : contract === counts ? "now" : "over";
      const price = prices.find(({ code }) => code === contract.priceCode);
      const at = state === "now" ? now : contract.validFrom;
      const begun = price?.versions.findLast((version) => version.currency === currency && version.validFrom <= at);
      const list = begun?.withdrawn ? undefined : begun;
      const pays = list && lessBy(list, contract.discountBasisPoints);
      return { ...contract, state, pricingUnit: price?.pricingUnit ?? "", list, pays } as const;
    })
    .toSorted((a, b) => (a.priceCode < b.priceCode ? -1 : a.priceCode > b.priceCode ? 1 : 0));
}

function lessBy(list: Version, basisPoints: number): Version {
  const less = (price: string) =>
    writeDecimal(discounted(parseDecimal(price, priceScale) ?? 0n, basisPoints), priceScale);
  return { ...list, tiers: list.tiers.map(({ upTo, price }) => ({ upTo, price: less(price) })) };
}
