import "server-only";
import type { ChargeRow, MoneyTerms, Words } from "@/lib/domain/spend/presenter";
import type { Micros } from "@/lib/foundation/money";

export interface UsageBehind {
  id: string;
  source: string;
  startAt: Date;
  endAt: Date;
  value: string;
  ingestedAt: Date;
}

/** A charge with all that made it: enough to work its cost out by hand. */
export interface ChargeView extends ChargeRow {
  terms: MoneyTerms;
  serviceCode: string | null;
  service: Words;
  meter: string | null;
  pricingUnit: string | null;
  /** Per consumed unit. */
  listUnitPrice: string | null;
  unitPrice: string | null;
  /** Quantity times unit price, all digits; null where nothing was metered. */
  exactCost: string | null;
  /** List price times quantity, all digits. */
  exactList: string | null;
  priceId: number | null;
  priceValidFrom: Date | null;
  /** In consumed units of the month, as the version says them. */
  tiers: { upTo: string | null; unitPrice: string }[];
  tierScope: "none" | "resource" | "sub-account" | null;
  events: number | null;
  settlementNo: string;
  ratedAt: Date;
  /** Nobody but who sees the whole account is told of corrections. */
  reversal: { id: string; month: string } | null;
  usage: UsageBehind[];
  /** There is more usage than is shown. */
  moreUsage: boolean;
}

export interface ChargeTotals {
  charges: bigint;
  cost: Micros;
}
