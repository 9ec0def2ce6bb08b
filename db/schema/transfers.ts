import { sql } from "drizzle-orm";
import { bigint, check, date, foreignKey, index, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { accountIdColumn, app, micros, moment, oneOf, serialId, subAccountIdColumn } from "./columns";
import { ledgerAccounts } from "./ledger-accounts";

export const transferKinds = [
  "top-up",
  "top-up-reversal",
  "usage",
  "overage",
  "refund",
  "collection",
  "payout",
  "payout-sent",
  "payout-returned",
  "write-off",
] as const;

/** The only way money moves: from the debited to the credited side, so that the books balance by shape. Append-only. */
export const transfers = app.table(
  "transfers",
  {
    accountId: accountIdColumn(),
    /** The month of `posted_at` in the account's zone; the partitions' key. */
    period: date("period").notNull(),
    /** Rises in the order of posting. */
    id: serialId(),
    postedAt: moment("posted_at").notNull(),
    kind: text("kind", { enum: transferKinds }).notNull(),
    debitId: bigint("debit_id", { mode: "bigint" }).notNull(),
    creditId: bigint("credit_id", { mode: "bigint" }).notNull(),
    amount: micros("amount").notNull(),
    subAccountId: subAccountIdColumn(),
    /** The bill it pays for; with the settlement and the sub-account, the charges behind it. */
    chargePeriod: date("charge_period"),
    settlementNo: bigint("settlement_no", { mode: "bigint" }),
    /** Gapless number and running balance where the wallet is one of the two sides. */
    walletSeq: bigint("wallet_seq", { mode: "bigint" }),
    walletBalance: micros("wallet_balance"),
    /** The top-up behind it. */
    topUpId: uuid("top_up_id"),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.period, t.id] }),
    foreignKey({
      columns: [t.accountId, t.debitId],
      foreignColumns: [ledgerAccounts.accountId, ledgerAccounts.id],
      name: "transfers_debit_fk",
    }),
    foreignKey({
      columns: [t.accountId, t.creditId],
      foreignColumns: [ledgerAccounts.accountId, ledgerAccounts.id],
      name: "transfers_credit_fk",
    }),
    oneOf("transfers", t.kind, transferKinds),
    check("transfers_amount_check", sql`${t.amount} > 0`),
    check("transfers_sides_check", sql`${t.debitId} <> ${t.creditId}`),
    check("transfers_wallet_check", sql`(${t.walletSeq} is null) = (${t.walletBalance} is null)`),
    // The wallet's statement, line by line; no number twice.
    uniqueIndex("transfers_account_id_period_wallet_seq_idx")
      .on(t.accountId, t.period, t.walletSeq)
      .where(sql`${t.walletSeq} is not null`),
    // The transactions of one sub-account, newest first.
    index("transfers_account_id_sub_account_id_id_idx")
      .on(t.accountId, t.subAccountId, t.id)
      .where(sql`${t.subAccountId} is not null`),
    // Top-ups and the like, newest first, among so many settlements.
    index("transfers_account_id_kind_id_idx").on(t.accountId, t.kind, t.id).where(sql`${t.kind} <> 'usage'`),
  ],
);
