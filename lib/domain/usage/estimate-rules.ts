import "server-only";
import { type BookPrice, rateUsage } from "@/lib/domain/prices/rate-usage";
import { priceScale, quantityScale } from "@/lib/domain/prices/rules";
import { parseDecimal } from "@/lib/foundation/decimal";
import { asMicros, type Micros } from "@/lib/foundation/money";
import { identify } from "./rules";
import { UsageEventInput } from "./schema";

export interface Estimate {
  amount: Micros;
  /** Events that no price is for. */
  unpriced: number;
}

const perMicro = 10n ** BigInt(quantityScale + priceScale - 6);

/**
 * What events would cost as they were told, by the prices that there are; tiers are reckoned from their beginning, since
 * nobody knows yet what of their month will have been used before. What is no event of ours has no price.
 */
export function estimateUsage(told: readonly Record<string, unknown>[], book: readonly BookPrice[]): Estimate {
  const events = told.flatMap((one) => {
    const event = UsageEventInput.safeParse(one).data;
    return event ? [identify(event)] : [];
  });
  const { rows, unpriced } = rateUsage(
    events.map(({ type, subaccount, subject = "", startAt, endAt, dedupeKey, data }) => ({
      ...{ dedupeKey, subAccountId: subaccount, meter: type, subject },
      ...{ startAt: new Date(startAt), endAt: new Date(endAt) },
      // The day parts what is carried, and nothing is carried here.
      ...{ day: startAt.slice(0, 10), value: data.value, dims: data.dims ?? null },
    })),
    book,
    () => "0",
  );
  const exact = rows.reduce(
    (sum, { quantity, unitPrice }) =>
      sum + (parseDecimal(quantity, quantityScale) ?? 0n) * (parseDecimal(unitPrice, priceScale) ?? 0n),
    0n,
  );
  return { amount: asMicros(exact / perMicro), unpriced: unpriced.length + told.length - events.length };
}
