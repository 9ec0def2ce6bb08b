import { sql } from "drizzle-orm";
import { bigint, check, date, foreignKey, integer, jsonb, primaryKey, smallint, text } from "drizzle-orm/pg-core";
import { accounts } from "./accounts";
import { accountIdColumn, app, micros, moment, oneOf, transactionId } from "./columns";

/** Currencies books can be kept in. The minor digits are ISO 4217's. */
export const currencies = ["CNY", "EUR", "GBP", "HKD", "IDR", "JPY", "KRW", "SGD", "USD", "VND"] as const;
export const walletStates = ["ok", "low", "exhausted", "suspended"] as const;
export const periodStatuses = ["open", "closing", "closed"] as const;
/** What an account's invoices are of: what was consumed, or the money that was paid in. */
export const invoicingModes = ["usage_invoiced", "prepayment_invoiced"] as const;

export interface DefaultLimit {
  per: "hour" | "day" | "week" | "month" | "lifetime";
  /** Micros, in digits: JSON's numbers are no money. */
  soft: string | null;
  hard: string | null;
  /** Of a default from before it could be chosen: not there. */
  onSoft?: "tell" | "ask";
  stops: "new" | "throttle" | "all";
}

/** How an account's money is kept. Its row lock makes the account's charges single-writer. */
export const books = app.table(
  "books",
  {
    accountId: accountIdColumn(),
    currency: text("currency", { enum: currencies }).notNull(),
    minorDigits: smallint("minor_digits").notNull(),
    /** IANA name: decides every period, day and limit window; never changed. */
    timeZone: text("time_zone").notNull(),
    settleEverySeconds: integer("settle_every_seconds").notNull().default(300),
    lateUsageHours: integer("late_usage_hours").notNull().default(48),
    graceHours: integer("grace_hours").notNull().default(24),
    lowWater: micros("low_water").notNull().default(sql`0`),
    /** The spend limit that a new sub-account begins with. */
    defaultLimit: jsonb("default_limit").$type<DefaultLimit>(),
    /** The number that new charges carry. */
    openSettlement: bigint("open_settlement", { mode: "bigint" }).notNull().default(sql`1`),
    settledAt: moment("settled_at"),
    /** The rater's cursor over `usage_events.ingest_xid`. */
    ratedTo: transactionId("rated_to").notNull().default(sql`'3'`),
    walletState: text("wallet_state", { enum: walletStates }).notNull().default("ok"),
    walletStateSince: moment("wallet_state_since"),
    /** When people were last told of each level of a low or an empty wallet. */
    walletTold: jsonb("wallet_told").$type<Record<string, string>>().notNull().default({}),
    /** Grows with every change of a spend verdict: an enforcer ignores what is older than it knows. */
    policyEpoch: bigint("policy_epoch", { mode: "bigint" }).notNull().default(sql`0`),
    /** What was ordered last, and the month from which it holds; null: never anything. A month that has begun keeps its own. */
    nextInvoicingMode: text("next_invoicing_mode", { enum: invoicingModes }),
    nextInvoicingFrom: date("next_invoicing_from"),
    /** When all of it was last added up anew. */
    checkedAt: moment("checked_at"),
    /** Which invariants did not hold then. */
    broken: text("broken").array().notNull().default([]),
  },
  (t) => [
    primaryKey({ columns: [t.accountId] }),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.accountId] }),
    oneOf("books", t.currency, currencies),
    oneOf("books", t.walletState, walletStates),
    oneOf("books", t.nextInvoicingMode, invoicingModes),
    check("books_minor_digits_check", sql`${t.minorDigits} between 0 and 4`),
    check("books_next_invoicing_check", sql`(${t.nextInvoicingMode} is null) = (${t.nextInvoicingFrom} is null)`),
  ],
);

/** A calendar month of the account's zone; its bounds are computed once and stored. */
export const billingPeriods = app.table(
  "billing_periods",
  {
    accountId: accountIdColumn(),
    period: date("period").notNull(),
    startsAt: moment("starts_at").notNull(),
    endsAt: moment("ends_at").notNull(),
    status: text("status", { enum: periodStatuses }).notNull().default("open"),
    closedAt: moment("closed_at"),
    /** Written when the month begins, and never changed. */
    invoicingMode: text("invoicing_mode", { enum: invoicingModes }).notNull().default("usage_invoiced"),
    /** The company's name on the day of closing. Papers of sub-accounts say it too, who may not read the invoice. */
    billedTo: text("billed_to"),
    /** The operator's legal name on that day. */
    issuedBy: text("issued_by"),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.period] }),
    foreignKey({ columns: [t.accountId], foreignColumns: [books.accountId] }),
    oneOf("billing_periods", t.status, periodStatuses),
    oneOf("billing_periods", t.invoicingMode, invoicingModes),
    check("billing_periods_period_check", sql`extract(day from ${t.period}) = 1`),
    check("billing_periods_ends_at_check", sql`${t.endsAt} > ${t.startsAt}`),
    check("billing_periods_closed_at_check", sql`${t.status} <> 'closed' or ${t.closedAt} is not null`),
    check(
      "billing_periods_names_check",
      sql`${t.status} <> 'closed' or (${t.billedTo} is not null and ${t.issuedBy} is not null)`,
    ),
  ],
);
