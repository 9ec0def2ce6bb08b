import "server-only";
import { asMicros, type Micros, writeMicros } from "./money";

interface MoneyFormat {
  locale: string;
  currency: string;
  /** How many digits stand after the point: the same in every row of a column. */
  digits: number;
  /** Accounts of several currencies side by side: the symbol alone says too little. */
  withCode?: boolean;
  /** A plus before what is positive. */
  signed?: boolean;
}

const formats = new Map<string, Intl.NumberFormat>();

function formatOf({ locale, currency, digits, withCode = false, signed = false }: MoneyFormat): Intl.NumberFormat {
  const key = [locale, currency, digits, withCode, signed].join("|");
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, {
    style: "currency",
    currency,
    currencyDisplay: withCode ? "code" : "narrowSymbol",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: signed ? "exceptZero" : "auto",
  });
  formats.set(key, made);
  return made;
}

/** From the digits themselves, so that no amount passes through a float; with a true minus. */
export function formatMoney(amount: Micros, format: MoneyFormat): string {
  const text = writeMicros(amount, 6) as Intl.StringNumericLiteral;
  return formatOf(format)
    .formatToParts(text)
    .map(({ type, value }) => (type === "minusSign" ? "\u2212" : value))
    .join("");
}

/** How many digits the currency's coins have: none of a yen, two of a yuan. */
export function coinDigits(currency: string): number {
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** How many digits amounts need beside each other, and never fewer than the currency's coins have. */
export function digitsOf(amounts: readonly Micros[], minorDigits: number): number {
  const needed = amounts.map((amount) => {
    const fraction = (amount < 0n ? -amount : amount) % 1_000_000n;
    return fraction.toString().padStart(6, "0").replace(/0+$/, "").length;
  });
  return Math.max(minorDigits, ...needed);
}

/** Tenths of a per cent that something grew by; undefined where there was nothing before. */
export function growthPerMille(now: Micros, before: Micros): number | undefined {
  if (before === 0n) return undefined;
  const base = before < 0n ? -before : before;
  const perMille = ((now - before) * 1000n) / base;
  return perMille > 1_000_000n || perMille < -1_000_000n ? undefined : Number.parseInt(perMille.toString(), 10);
}

export const differenceOf = (now: Micros, before: Micros): Micros => asMicros(now - before);
