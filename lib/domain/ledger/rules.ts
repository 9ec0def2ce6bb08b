import "server-only";
import type { currencies } from "@/db/schema/books";

export type Currency = (typeof currencies)[number];

/** How many digits the currency's coins have: ISO 4217. */
export const minorDigits: Readonly<Record<Currency, number>> = {
  CNY: 2,
  EUR: 2,
  GBP: 2,
  HKD: 2,
  IDR: 2,
  JPY: 0,
  KRW: 0,
  SGD: 2,
  USD: 2,
  VND: 0,
};
