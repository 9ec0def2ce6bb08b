import "server-only";
import type { invoicingModes } from "@/db/schema/books";
import type { chargeCategories } from "@/db/schema/charges";
import { asMicros, type Micros } from "@/lib/foundation/money";

/** What every amount of an account is said in, and by which clock. */
export interface MoneyTerms {
  currency: string;
  minorDigits: number;
  timeZone: string;
  /** The local day and the first day of the local month, as of now. */
  today: string;
  month: string;
  /** Whole hours of today that are over. */
  hour: number;
}

/** A name in the two languages of the console; null where nothing of the price book is meant. */
export type Words = { en: string; "zh-CN": string } | null;

export interface BillRow {
  /** `YYYY-MM`. */
  month: string;
  status: "open" | "closing" | "closed";
  endsAt: Date;
  closedAt: Date | null;
  total: Micros;
  charges: bigint;
  subAccounts: number;
}

/** How a sub-account's month begins, and what of it its account could not pay at once. */
export interface StatementSums {
  usedBefore: Micros;
  uncovered: Micros;
}

/** What a closed month comes to by when things were consumed: its bill never changes, later ones correct it. */
export interface Restated {
  total: Micros;
  /** Of it, what stands on the bills of other months, the nearest first. */
  later: { month: string; cost: Micros }[];
  /** What its own bill has of months before. */
  ofBefore: Micros;
}

export type InvoicingMode = (typeof invoicingModes)[number];

/** What an invoice has beside what was consumed. */
export interface InvoicedPayment {
  kind: "top-up" | "top-up-reversal" | "payout" | "payout-returned" | "carried-over" | "rounding";
  at: Date;
  amount: Micros;
  /** Empty: of what was carried over, and of rounding. */
  reference: string;
}

/** What a month's invoice comes to where that is not what was consumed. */
export interface Invoiced {
  total: Micros;
  /** Of it, what was consumed. */
  consumed: Micros;
  payments: InvoicedPayment[];
}

export interface BillLine {
  /** What the line is of: a sub-account's name, a service's or SKU's code, a day; empty for what is of none. */
  key: string;
  words: Words;
  cost: Micros;
  before: Micros;
  /** At list price, in whole micros. */
  list: Micros;
  charges: bigint;
  quantity: string | null;
  unit: string | null;
}

/** One colour of a chart: what it is of, and its cost on each day. */
export interface DailySeries {
  /** Empty: all others together. */
  key: string;
  words: Words;
  total: Micros;
  days: Micros[];
}

export interface Daily {
  days: string[];
  series: DailySeries[];
}

export interface ChargeRow {
  month: string;
  id: string;
  startAt: Date;
  endAt: Date;
  subAccountName: string;
  category: (typeof chargeCategories)[number];
  correction: boolean;
  sku: Words;
  skuCode: string | null;
  unit: string | null;
  resource: string | null;
  quantity: string | null;
  tier: number | null;
  cost: Micros;
  note: string;
}

export const microsOf = (text: string | bigint | null | undefined): Micros => asMicros(BigInt(text ?? 0));
export const monthOf = (period: string): string => period.slice(0, 7);
export const periodOf = (month: string): string => `${month}-01`;
export const wordsOf = (en: string | null, zh: string | null): Words =>
  en === null || zh === null ? null : { en, "zh-CN": zh };
