import { sql } from "drizzle-orm";
import { check, foreignKey, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { books } from "./books";
import { accountIdColumn, app, idColumn, micros, moment } from "./columns";

/** Money that came in. A reference (bank slip, payment) counts once, for ever. */
export const topUps = app.table(
  "top_ups",
  {
    accountId: accountIdColumn(),
    id: idColumn(),
    amount: micros("amount").notNull(),
    reference: text("reference").notNull(),
    note: text("note").notNull().default(""),
    creditedBy: text("credited_by").notNull(),
    createdAt: moment("created_at").notNull(),
    reversalId: uuid("reversal_id"),
    reversedAt: moment("reversed_at"),
    reversedBy: text("reversed_by"),
    reversalReason: text("reversal_reason"),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    unique("top_ups_account_id_reference_key").on(t.accountId, t.reference),
    foreignKey({ columns: [t.accountId], foreignColumns: [books.accountId] }),
    check("top_ups_amount_check", sql`${t.amount} > 0`),
    check("top_ups_reference_check", sql`length(${t.reference}) between 1 and 200`),
  ],
);
