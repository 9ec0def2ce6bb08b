import "server-only";

declare const brand: unique symbol;

/** An amount of money in millionths of its currency's unit. `number` never touches it. */
export type Micros = bigint & { readonly [brand]: "micros" };

const perUnit = 1_000_000n;
const digits = 6;
/** What the database's bigint holds. */
const largest = 9_223_372_036_854_775_807n;

export const asMicros = (value: bigint): Micros => value as Micros;
export const zero = asMicros(0n);
export const addMicros = (...amounts: readonly Micros[]): Micros =>
  asMicros(amounts.reduce((sum, one) => sum + one, 0n));
export const negate = (amount: Micros): Micros => asMicros(-amount);

/** Reads `-12.345678`: digits, at most six of them after the point. Undefined for anything else. */
export function parseMicros(text: string): Micros | undefined {
  const match = /^(-?)(\d{1,13})(?:\.(\d{1,6}))?$/.exec(text);
  if (!match) return undefined;
  const [, sign, whole = "0", fraction = ""] = match;
  const value = BigInt(whole) * perUnit + BigInt(fraction.padEnd(digits, "0"));
  return value > largest ? undefined : asMicros(sign ? -value : value);
}

/**
 * Plain decimal with `.`, as JSON, CSV and forms carry it.
 *
 * @param minDigits how many digits stand after the point even where they are zero; never more than six
 */
export function writeMicros(amount: Micros, minDigits = 2): string {
  const absolute = amount < 0n ? -amount : amount;
  const fraction = (absolute % perUnit).toString().padStart(digits, "0");
  const shown = fraction.replace(/0+$/, "").padEnd(minDigits, "0");
  return `${amount < 0n ? "-" : ""}${absolute / perUnit}${shown ? `.${shown}` : ""}`;
}

/** Half-even to the currency's minor unit: what an invoice line asks for. */
export function roundHalfEven(amount: Micros, minorDigits: number): Micros {
  const unit = 10n ** BigInt(digits - minorDigits);
  const absolute = amount < 0n ? -amount : amount;
  const [whole, rest] = [absolute / unit, absolute % unit];
  const up = rest * 2n > unit || (rest * 2n === unit && whole % 2n === 1n);
  const rounded = (whole + (up ? 1n : 0n)) * unit;
  return asMicros(amount < 0n ? -rounded : rounded);
}
