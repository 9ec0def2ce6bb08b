import "server-only";
import type { PriceTier, tierScopes } from "@/db/schema/price-book";
import { parseDecimal, writeDecimal } from "@/lib/foundation/decimal";
import { boundsOf, discounted, priceScale, quantityScale, type TierBound } from "./rules";

export interface RatableEvent {
  dedupeKey: string;
  subAccountId: string;
  meter: string;
  startAt: Date;
  endAt: Date;
  /** The local day of the start, in the account's zone. */
  day: string;
  /** Decimal, in consumed units. */
  value: string;
  subject: string;
  dims: Record<string, string> | null;
}

/** One price of the book with every version that may apply, in the account's currency. */
export interface BookPrice {
  skuPriceId: number;
  meter: string;
  selector: Record<string, string>;
  tierScope: (typeof tierScopes)[number];
  /** Oldest first. */
  versions: readonly { priceId: number; validFrom: Date; tiers: readonly PriceTier[]; withdrawn: boolean }[];
  /** The account's own discounts, oldest first. */
  contract: readonly { validFrom: Date; discountBasisPoints: number }[];
}

export interface RatedRow {
  subAccountId: string;
  skuPriceId: number;
  priceId: number;
  tier: number;
  subject: string;
  /** The price is of the sub-account as a whole: its key has no resource. */
  pooled: boolean;
  /** What the remainder is carried within: the local day, or the month where tiers span it. */
  span: string;
  startAt: Date;
  endAt: Date;
  quantity: string;
  listUnitPrice: string;
  unitPrice: string;
  events: number;
}

/** Of a tiered key, how much of its month was rated before. */
export type TierState = (key: { subAccountId: string; span: string; priceId: number; subject: string }) => string;

interface Group {
  price: BookPrice;
  version: BookPrice["versions"][number];
  basisPoints: number;
  event: RatableEvent;
  startAt: Date;
  endAt: Date;
  quantity: bigint;
  events: number;
}

const validAt = <T extends { validFrom: Date }>(versions: readonly T[], at: Date): T | undefined =>
  versions.findLast(({ validFrom }) => validFrom <= at);

/** Finds the price whose selector matches the event's dimensions and names most of them. */
function pricesOf(book: readonly BookPrice[]): (event: RatableEvent) => BookPrice | undefined {
  const narrowestFirst = book
    .map((price) => ({ price, selector: Object.entries(price.selector) }))
    .toSorted((a, b) => b.selector.length - a.selector.length);
  const byMeter = Map.groupBy(narrowestFirst, ({ price }) => price.meter);
  return ({ meter, dims }) =>
    byMeter.get(meter)?.find(({ selector }) => selector.every(([name, value]) => dims?.[name] === value))?.price;
}

const monthOf = (day: string) => `${day.slice(0, 7)}-01`;

/**
 * Prices usage: one row for each sub-account, price version, resource, hour and tier. Pure. Quantities and prices are
 * exact; money and its remainder are reckoned where the rows are stored.
 */
export function rateUsage(
  events: readonly RatableEvent[],
  book: readonly BookPrice[],
  tierState: TierState,
): { rows: RatedRow[]; unpriced: RatableEvent[] } {
  const groups = new Map<string, Group>();
  const unpriced: RatableEvent[] = [];
  const priceOf = pricesOf(book);
  for (const event of events) {
    const price = priceOf(event);
    const version = price && validAt(price.versions, event.startAt);
    if (!price || !version || version.withdrawn) {
      unpriced.push(event);
      continue;
    }
    const basisPoints = validAt(price.contract, event.startAt)?.discountBasisPoints ?? 0;
    const hour = Math.floor(event.startAt.getTime() / 3_600_000);
    const { subAccountId, subject, day } = event;
    const key = [subAccountId, version.priceId, basisPoints, subject, hour, day].join("|");
    const quantity = parseDecimal(event.value, quantityScale) ?? 0n;
    const group = groups.get(key);
    if (!group) {
      const { startAt, endAt } = event;
      groups.set(key, { price, version, basisPoints, event, startAt, endAt, quantity, events: 1 });
      continue;
    }
    group.quantity += quantity;
    group.events += 1;
    if (event.startAt < group.startAt) group.startAt = event.startAt;
    if (event.endAt > group.endAt) group.endAt = event.endAt;
  }
  return { rows: splitByTier([...groups.values()], tierState), unpriced };
}

function splitByTier(groups: readonly Group[], tierState: TierState): RatedRow[] {
  const used = new Map<string, bigint>();
  const versions = new Set(groups.map(({ version }) => version));
  const boundsOfVersion = new Map([...versions].map((version) => [version, boundsOf(version.tiers)]));
  return groups.flatMap((group) => {
    const { price, version, basisPoints, event, startAt, endAt, events } = group;
    const { subAccountId, subject } = event;
    const tiered = price.tierScope !== "none";
    const pooled = price.tierScope === "sub-account";
    const span = tiered ? monthOf(event.day) : event.day;
    const stateKey = { subAccountId, span, priceId: version.priceId, subject: pooled ? "" : subject };
    const state = Object.values(stateKey).join("|");
    const before = used.get(state) ?? (tiered ? (parseDecimal(tierState(stateKey), quantityScale) ?? 0n) : 0n);
    used.set(state, before + group.quantity);
    return portions(boundsOfVersion.get(version) ?? [], tiered ? before : 0n, group.quantity).map(
      ({ tier, quantity, unitPrice }, index) => ({
        ...{ subAccountId, subject, pooled, span, startAt, endAt, tier },
        ...{ skuPriceId: price.skuPriceId, priceId: version.priceId },
        quantity: writeDecimal(quantity, quantityScale),
        listUnitPrice: writeDecimal(unitPrice, priceScale),
        unitPrice: writeDecimal(discounted(unitPrice, basisPoints), priceScale),
        // Counted once, however many tiers they cross.
        events: index === 0 ? events : 0,
      }),
    );
  });
}

/** Graduated: each tier takes what fits below its end, so that unit price times quantity is the cost of every row. */
function portions(bounds: readonly TierBound[], before: bigint, quantity: bigint) {
  const found: { tier: number; quantity: bigint; unitPrice: bigint }[] = [];
  let at = before;
  const end = before + quantity;
  for (const [index, { upTo, unitPrice }] of bounds.entries()) {
    if (upTo !== undefined && at >= upTo) continue;
    const stop = upTo === undefined || end - upTo < 0n ? end : upTo;
    found.push({ tier: index + 1, quantity: stop - at, unitPrice });
    at = stop;
    if (at >= end) break;
  }
  return found;
}
