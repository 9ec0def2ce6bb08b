import { sql } from "drizzle-orm";
import { bigint, check, date, foreignKey, index, integer, numeric, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { books } from "./books";
import { accountIdColumn, app, createdAt, idColumn, micros, moment, subAccountIdColumn } from "./columns";

/** What an account, or one of its sub-accounts, is charged every month whatever it uses. */
export const recurringFees = app.table(
  "recurring_fees",
  {
    accountId: accountIdColumn(),
    id: idColumn(),
    /** null: of the account itself. */
    subAccountId: subAccountIdColumn(),
    skuPriceId: integer("sku_price_id").notNull(),
    quantity: numeric("quantity", { precision: 38, scale: 12 }).notNull(),
    /** Whole months of the account's zone. */
    firstMonth: date("first_month").notNull(),
    /** null: until it is cancelled. */
    lastMonth: date("last_month"),
    /** For whoever reads the bill. */
    note: text("note").notNull().default(""),
    givenBy: text("given_by").notNull(),
    createdAt: createdAt(),
    cancelledAt: moment("cancelled_at"),
    cancelledBy: text("cancelled_by"),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    foreignKey({ columns: [t.accountId], foreignColumns: [books.accountId] }),
    check("recurring_fees_quantity_check", sql`${t.quantity} > 0`),
    check(
      "recurring_fees_months_check",
      sql`extract(day from ${t.firstMonth}) = 1 and extract(day from coalesce(${t.lastMonth}, ${t.firstMonth})) = 1
        and (${t.lastMonth} >= ${t.firstMonth} or ${t.cancelledAt} is not null or ${t.lastMonth} is null)`,
    ),
    check("recurring_fees_cancelled_check", sql`(${t.cancelledAt} is null) = (${t.cancelledBy} is null)`),
  ],
);

/** The charge of a fee for one month: there is one, whoever asks how often. */
export const feeCharges = app.table(
  "fee_charges",
  {
    accountId: accountIdColumn(),
    feeId: uuid("fee_id").notNull(),
    month: date("month").notNull(),
    /** The bill the charge is on: another one where the month was closed. */
    bill: date("bill").notNull(),
    chargeId: bigint("charge_id", { mode: "bigint" }).notNull(),
    startAt: moment("start_at").notNull(),
    cost: micros("cost").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.feeId, t.month] }),
    foreignKey({ columns: [t.accountId, t.feeId], foreignColumns: [recurringFees.accountId, recurringFees.id] }),
    // What of an hour was bought and not used.
    index("fee_charges_account_id_start_at_idx").on(t.accountId, t.startAt),
  ],
);
