import { sql } from "drizzle-orm";
import { bigint, date, index, unique } from "drizzle-orm/pg-core";
import { accountIdColumn, app, micros, moment, subAccountIdColumn } from "./columns";

/** What one settlement owes for a sub-account and bill: the tie between transfers and the charges behind them. */
export const settlementLines = app.table(
  "settlement_lines",
  {
    accountId: accountIdColumn(),
    settlementNo: bigint("settlement_no", { mode: "bigint" }).notNull(),
    chargePeriod: date("charge_period").notNull(),
    subAccountId: subAccountIdColumn(),
    amount: micros("amount").notNull(),
    firstCharge: bigint("first_charge", { mode: "bigint" }).notNull(),
    lastCharge: bigint("last_charge", { mode: "bigint" }).notNull(),
    settledAt: moment("settled_at"),
  },
  (t) => [
    unique("settlement_lines_key").on(t.accountId, t.settlementNo, t.chargePeriod, t.subAccountId).nullsNotDistinct(),
    // What is not settled yet.
    index("settlement_lines_unsettled_idx").on(t.accountId).where(sql`${t.settledAt} is null`),
  ],
);
