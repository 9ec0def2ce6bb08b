import { sql } from "drizzle-orm";
import { bigint, check, foreignKey, primaryKey, text } from "drizzle-orm/pg-core";
import { books } from "./books";
import { accountIdColumn, app, micros, moment, oneOf, subAccountIdColumn } from "./columns";

export const payoutOutcomes = ["sent", "returned"] as const;
export const walletActKinds = ["adjustment", "payout", "write-off"] as const;

/** What operators did to a wallet beside top-ups, under a reference that counts once, for ever. */
export const walletActs = app.table(
  "wallet_acts",
  {
    accountId: accountIdColumn(),
    reference: text("reference").notNull(),
    kind: text("kind", { enum: walletActKinds }).notNull(),
    amount: micros("amount").notNull(),
    subAccountId: subAccountIdColumn(),
    reason: text("reason").notNull(),
    doneBy: text("done_by").notNull(),
    createdAt: moment("created_at").notNull(),
    /** The charge of an adjustment, the transfer of a payout and of a write-off. */
    postedId: bigint("posted_id", { mode: "bigint" }),
    /** What became of a payout: the bank sent the money, or it came back; null while it is on its way. */
    outcome: text("outcome", { enum: payoutOutcomes }),
    outcomeBy: text("outcome_by"),
    outcomeAt: moment("outcome_at"),
    /** The transfer of the outcome. */
    outcomeId: bigint("outcome_id", { mode: "bigint" }),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.reference] }),
    foreignKey({ columns: [t.accountId], foreignColumns: [books.accountId] }),
    oneOf("wallet_acts", t.kind, walletActKinds),
    check(
      "wallet_acts_outcome_check",
      sql`${t.outcome} is null or (${t.kind} = 'payout' and ${t.outcome} in ('sent', 'returned') and ${t.outcomeBy} is not null and ${t.outcomeAt} is not null)`,
    ),
    check("wallet_acts_reference_check", sql`length(${t.reference}) between 1 and 200`),
  ],
);
