import { sql } from "drizzle-orm";
import { bigint, check, foreignKey, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { books } from "./books";
import { accountIdColumn, app, micros, moment, oneOf, serialId, subAccountIdColumn } from "./columns";

export const ledgerAccountKinds = [
  "wallet",
  "funding",
  "revenue",
  "receivable",
  "write-off",
  "refund-payable",
] as const;

/** One side of a transfer. The wallet's balance is its credits less its debits. Written by posting functions alone. */
export const ledgerAccounts = app.table(
  "ledger_accounts",
  {
    accountId: accountIdColumn(),
    id: serialId(),
    kind: text("kind", { enum: ledgerAccountKinds }).notNull(),
    subAccountId: subAccountIdColumn(),
    debitsPosted: micros("debits_posted").notNull().default(sql`0`),
    creditsPosted: micros("credits_posted").notNull().default(sql`0`),
    /** How far the wallet may go below zero; null for the others, which have no floor. */
    overdraft: micros("overdraft"),
    /** How many transfers it took part in: numbers the wallet's lines. */
    seq: bigint("seq", { mode: "bigint" }).notNull().default(sql`0`),
    lastPostedAt: moment("last_posted_at").notNull().default(sql`'-infinity'`),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    unique("ledger_accounts_account_id_kind_sub_account_id_key")
      .on(t.accountId, t.kind, t.subAccountId)
      .nullsNotDistinct(),
    foreignKey({ columns: [t.accountId], foreignColumns: [books.accountId] }),
    oneOf("ledger_accounts", t.kind, ledgerAccountKinds),
    check("ledger_accounts_counters_check", sql`${t.debitsPosted} >= 0 and ${t.creditsPosted} >= 0`),
    check("ledger_accounts_overdraft_check", sql`${t.overdraft} >= 0`),
    check("ledger_accounts_wallet_check", sql`(${t.kind} = 'wallet') = (${t.overdraft} is not null)`),
    check(
      "ledger_accounts_funds_check",
      sql`${t.overdraft} is null or ${t.creditsPosted} - ${t.debitsPosted} + ${t.overdraft} >= 0`,
    ),
    check(
      "ledger_accounts_payable_check",
      sql`${t.kind} <> 'refund-payable' or ${t.creditsPosted} >= ${t.debitsPosted}`,
    ),
    check("ledger_accounts_owed_check", sql`${t.kind} <> 'receivable' or ${t.debitsPosted} >= ${t.creditsPosted}`),
  ],
);
