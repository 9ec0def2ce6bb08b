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
  no_fee: { code: "not-found", noun: "fee" },
  fee_over: { code: "invalid-state", noun: "fee", reason: "feeOver" },
  not_recurring: { code: "invalid-state", noun: "fee", reason: "notRecurring", details: { field: "priceCode" } },
  fee_too_early: { code: "invalid-state", noun: "fee", reason: "feeTooEarly", details: { field: "firstMonth" } },
  no_fee_price: { code: "invalid-state", noun: "fee", reason: "noFeePrice", details: { field: "firstMonth" } },
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
  earlier_month_open: { code: "conflict", noun: "bill", reason: "earlierMonthOpen" },
  invoicing_mode_holds: {
    code: "invalid-state",
    noun: "wallet",
    reason: "invoicingModeHolds",
    details: { field: "mode" },
  },
  period_closed: { code: "invalid-state", noun: "bill", reason: "periodClosed" },
  no_approval: { code: "not-found", noun: "approval" },
  approval_decided: { code: "invalid-state", noun: "approval", reason: "approvalDecided" },
  approval_expired: { code: "invalid-state", noun: "approval", reason: "approvalExpired" },
  own_approval: { code: "forbidden", noun: "approval", reason: "ownApproval" },
  others_approval: { code: "forbidden", noun: "approval", reason: "othersApproval" },
  less_owed: { code: "conflict", noun: "wallet", reason: "lessOwed", details: { field: "amount" } },
  nameless_operator: { code: "forbidden", noun: "approval", reason: "namelessOperator" },
  no_payout: { code: "not-found", noun: "payout" },
  payout_settled: { code: "invalid-state", noun: "payout", reason: "payoutSettled" },
  not_metered: { code: "invalid-state", noun: "charge", reason: "notMetered" },
  not_enough: {
    code: "insufficient-balance",
    noun: "wallet",
    reason: "notEnoughToPayOut",
    details: { field: "amount" },
  },
  cursor_moved: { code: "conflict", noun: "usage" },
};

/** What always holds of an account's books, and is added up anew by `billing.broken_invariants()`. */
export const invariants = {
  I1: "Debits are credits, to the micro.",
  I2: "Each ledger account is the sum of its transfers, and what is to be paid back that of the payouts on their way.",
  I3: "No wallet is below its floor.",
  I4: "The wallet's lines are numbered without a gap, and each balance follows from the one before.",
  I6: "Each spend limit counts what its window's charges cost.",
  I7: "The sums by month, day, SKU and hour are those of the charges.",
  I8: "What a settlement moved is what its charges cost.",
  I9: "What was charged for a key is its exact cost, less than a micro too little.",
  I10: "No usage lies where the rater will not come, or has been already.",
  I11: "A closed month has no later charge and owes nothing.",
  I12: "An invoice is the sum of its lines, and of what its month consumed or was paid in it.",
  I13: "A charge costs its quantity times its price.",
  I14: "An account sees its own books alone, and money only of people it has had.",
} as const;
export type InvariantId = keyof typeof invariants;
