import "server-only";
import type { currencies } from "@/db/schema/books";
import type { ErrorCode } from "@/lib/foundation/errors";

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

interface Refusal {
  code: ErrorCode;
  noun: string;
  reason?: string;
  details?: Record<string, string>;
}

/** What the posting functions refuse with, in our words. */
export const refusalOf: Readonly<Record<string, Refusal>> = {
  no_books: { code: "not-found", noun: "wallet" },
  no_top_up: { code: "not-found", noun: "top-up" },
  no_limit: { code: "not-found", noun: "spend-limit" },
  no_charge: { code: "not-found", noun: "charge" },
  duplicate_reference: {
    code: "already-exists",
    noun: "top-up",
    reason: "referenceTaken",
    details: { field: "reference" },
  },
  already_resolved: { code: "invalid-state", noun: "usage-event", reason: "alreadyResolved" },
  already_reversed: { code: "invalid-state", noun: "top-up", reason: "alreadyReversed" },
  overdraft_in_use: { code: "conflict", noun: "wallet", reason: "overdraftInUse" },
  no_bill: { code: "not-found", noun: "bill" },
  period_not_over: { code: "invalid-state", noun: "bill", reason: "periodNotOver" },
  usage_not_rated: { code: "conflict", noun: "bill", reason: "usageNotRated" },
  usage_in_quarantine: { code: "conflict", noun: "bill", reason: "usageInQuarantine" },
  period_closed: { code: "invalid-state", noun: "bill", reason: "periodClosed" },
  not_metered: { code: "invalid-state", noun: "charge", reason: "notMetered" },
  not_enough: {
    code: "insufficient-balance",
    noun: "wallet",
    reason: "notEnoughToPayOut",
    details: { field: "amount" },
  },
  cursor_moved: { code: "conflict", noun: "usage" },
};
