import "server-only";
import type { PriceTier } from "@/db/schema/price-book";
import { parseDecimal, writeDecimal } from "@/lib/foundation/decimal";

/** Digits after the point: of a quantity, and of a price per consumed unit (billing/README.md §1). */
export const quantityScale = 12;
export const priceScale = 18;
/** A discount in basis points adds four digits: the list price leaves them free, so that no product is rounded. */
const listScale = priceScale - 4;

const wholeDiscount = 10_000n;

/** The price of one consumed unit, exactly; undefined where it has no end, or more digits than are kept. */
export function pricePerUnit(pricePerPricingUnit: string, unitsPerPriceUnit: string): string | undefined {
  const price = parseDecimal(pricePerPricingUnit, priceScale);
  const units = parseDecimal(unitsPerPriceUnit, quantityScale);
  if (price === undefined || units === undefined || units <= 0n || price < 0n) return undefined;
  const scaled = price * 10n ** BigInt(quantityScale + listScale);
  const divisor = units * 10n ** BigInt(priceScale);
  return scaled % divisor === 0n ? writeDecimal(scaled / divisor, listScale) : undefined;
}

/** What is left of a list price after so many basis points off. */
export function discounted(listUnitPrice: bigint, basisPoints: number): bigint {
  return (listUnitPrice * (wholeDiscount - BigInt(basisPoints))) / wholeDiscount;
}

/**
 * Whether a version comes too late to be added to those of its price and currency. The first may begin at any hour, since
 * nothing was priced by it; a later one begins after those before it and not in the past.
 */
export function comesTooLate(validFrom: Date, known: readonly { validFrom: Date }[], now: Date): boolean {
  return known.some((version) => version.validFrom >= validFrom) || (known.length > 0 && validFrom < now);
}

export interface TierBound {
  /** In scaled consumed units of a month; undefined for the last. */
  upTo: bigint | undefined;
  unitPrice: bigint;
}

export function boundsOf(tiers: readonly PriceTier[]): TierBound[] {
  return tiers.map(({ upTo, unitPrice }) => ({
    upTo: upTo === null ? undefined : parseDecimal(upTo, quantityScale),
    unitPrice: parseDecimal(unitPrice, priceScale) ?? 0n,
  }));
}

/** Whether some usage could have both prices, with nothing to choose between them. */
export function areTied(one: Record<string, string>, other: Record<string, string>): boolean {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length && names.every((name) => !(name in other) || other[name] === one[name])
  );
}

const hourMs = 3_600_000;

/** Prices change with whole hours of UTC: the first that has not begun. */
export function nextFullHour(now: Date): Date {
  return new Date((Math.floor(now.getTime() / hourMs) + 1) * hourMs);
}

/** As a form takes it and a hint shows it: without thousandths. */
export function writeHour(at: Date): string {
  return at.toISOString().replace(".000Z", "Z");
}
