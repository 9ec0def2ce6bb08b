import "server-only";
import { parseDecimal } from "@/lib/foundation/decimal";
import { addMicros, asMicros, type Micros, negate, zero } from "@/lib/foundation/money";
import type { Words } from "./presenter";
import { changeParts } from "./schema";

export type ChangePart = (typeof changeParts)[number];
export type Parts = Record<ChangePart, Micros>;

/** What one sub-account used of one price in a month, and what it cost. */
export interface Use {
  cost: Micros;
  /** Decimal; null for amounts that somebody set. */
  quantity: string | null;
}

const quantityScale = 12;
const nothing: Parts = { price: zero, volume: zero, new: zero, gone: zero };

/**
 * Why a month cost another amount than the one before. The parts sum to the difference to the last micro: volume is
 * reckoned at the average price of the month before, and price is what is left. An amount that somebody set goes on
 * from none: it is gone, and the next is new.
 */
export function splitChange(before: Use | undefined, now: Use | undefined): Parts {
  if (!before || !now || before.quantity === null || now.quantity === null) {
    return { ...nothing, new: now?.cost ?? zero, gone: before ? negate(before.cost) : zero };
  }
  const difference = asMicros(now.cost - before.cost);
  const [was, is] = [before, now].map(({ quantity }) => parseDecimal(quantity ?? "", quantityScale) ?? 0n);
  // Corrections may leave a month with nothing or less of a thing: that is no price, only more or less of it.
  if (!was || !is || was <= 0n || is <= 0n) return { ...nothing, volume: difference };
  const volume = nearest((is - was) * before.cost, was);
  return { ...nothing, volume: asMicros(volume), price: asMicros(difference - volume) };
}

/** The quotient's nearest whole number; `by` is more than nothing. */
function nearest(value: bigint, by: bigint): bigint {
  const twice = 2n * value + by;
  const whole = twice / (2n * by);
  return twice % (2n * by) < 0n ? whole - 1n : whole;
}

export interface Compared {
  /** The sub-account's id; empty for the account itself. */
  whose: string;
  /** Empty: of no SKU. */
  sku: string;
  words: Words;
  before: Use | undefined;
  now: Use | undefined;
}

export interface ChangeSums {
  before: Micros;
  now: Micros;
  parts: Parts;
}

export interface ChangeRow extends ChangeSums {
  whose: string;
  sku: string;
  words: Words;
}

const add = (a: ChangeSums, b: ChangeSums): ChangeSums => ({
  before: addMicros(a.before, b.before),
  now: addMicros(a.now, b.now),
  parts: {
    price: addMicros(a.parts.price, b.parts.price),
    volume: addMicros(a.parts.volume, b.parts.volume),
    new: addMicros(a.parts.new, b.parts.new),
    gone: addMicros(a.parts.gone, b.parts.gone),
  },
});
const none: ChangeSums = { before: zero, now: zero, parts: nothing };
const size = (amount: bigint) => (amount < 0n ? -amount : amount);

/** One row for each sub-account and SKU: its prices are split each by itself, so that another mix of them is no change of price. */
export function groupChanges(compared: readonly Compared[]): ChangeRow[] {
  const rows = new Map<string, ChangeRow>();
  for (const { whose, sku, words, before, now } of compared) {
    const one = { before: before?.cost ?? zero, now: now?.cost ?? zero, parts: splitChange(before, now) };
    const key = `${whose} ${sku}`;
    rows.set(key, { whose, sku, words, ...add(rows.get(key) ?? none, one) });
  }
  return [...rows.values()];
}

export interface RankedChanges {
  /** Of everything. */
  all: ChangeSums;
  /** What changed most first; of one part, what has it. */
  rows: ChangeRow[];
  /** Of those that changed and are not shown. */
  rest: ChangeSums & { count: number };
  /** Of the rows and the rest. */
  total: ChangeSums;
}

export function rankChanges(rows: readonly ChangeRow[], part: ChangePart | undefined, shown: number): RankedChanges {
  const weight = ({ before, now, parts }: ChangeSums) => size(part ? parts[part] : now - before);
  const moved = ({ before, now, parts }: ChangeRow) =>
    part ? parts[part] !== 0n : now !== before || changeParts.some((one) => parts[one] !== 0n);
  const changed = rows.filter(moved).toSorted((a, b) => {
    const [first, second] = [weight(a), weight(b)];
    return first === second ? (a.whose + a.sku < b.whose + b.sku ? -1 : 1) : first > second ? -1 : 1;
  });
  const left = changed.slice(shown);
  return {
    all: rows.reduce(add, none),
    rows: changed.slice(0, shown),
    rest: { ...left.reduce(add, none), count: left.length },
    total: changed.reduce(add, none),
  };
}
