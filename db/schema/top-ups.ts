import { type SQL, sql } from "drizzle-orm";
import { check, foreignKey, index, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { books } from "./books";
import { accountIdColumn, app, idColumn, micros, moment } from "./columns";

/** A reference without signs, blanks and case: `Slip 17` and `SLIP-17` are told of one payment. */
export const referenceKeyOf = (reference: SQL): SQL =>
  sql`coalesce(nullif(lower(regexp_replace(${reference}, '[[:space:][:punct:]]', '', 'g')), ''), ${reference})`;

/** Money that came in. A reference (bank slip, payment) counts once, for ever. */
export const topUps = app.table(
  "top_ups",
  {
    accountId: accountIdColumn(),
    id: idColumn(),
    amount: micros("amount").notNull(),
    reference: text("reference").notNull(),
    referenceKey: text("reference_key").generatedAlwaysAs(referenceKeyOf(sql`reference`)),
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
    // Whether one payment was told of twice, of whichever account.
    index("top_ups_reference_key_idx").on(t.referenceKey),
    check("top_ups_amount_check", sql`${t.amount} > 0`),
    check("top_ups_reference_check", sql`length(${t.reference}) between 1 and 200`),
  ],
);
