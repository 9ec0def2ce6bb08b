import { date, foreignKey, integer, numeric, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { billingPeriods } from "./books";
import { chargeCategories } from "./charges";
import { accountIdColumn, app, idColumn, micros, moment, subAccountIdColumn } from "./columns";

/** A closed month of an account. Append-only. */
export const invoices = app.table(
  "invoices",
  {
    accountId: accountIdColumn(),
    id: idColumn(),
    period: date("period").notNull(),
    /** 1, 2, 3 … within the account, without a gap: given while the books are held. */
    no: integer("no").notNull(),
    /** As it is printed; no other account has it. */
    number: text("number").notNull(),
    /** In the currency's unit, rounded to its minor digits. */
    total: numeric("total").notNull(),
    issuedAt: moment("issued_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    unique("invoices_account_id_period_key").on(t.accountId, t.period),
    unique("invoices_account_id_no_key").on(t.accountId, t.no),
    foreignKey({
      columns: [t.accountId, t.period],
      foreignColumns: [billingPeriods.accountId, billingPeriods.period],
      name: "invoices_period_fk",
    }),
  ],
);

export const invoiceLines = app.table(
  "invoice_lines",
  {
    accountId: accountIdColumn(),
    invoiceId: uuid("invoice_id").notNull(),
    lineNo: integer("line_no").notNull(),
    subAccountId: subAccountIdColumn(),
    /** null: of charges that nothing was metered for. */
    serviceCode: text("service_code"),
    category: text("category", { enum: chargeCategories }).notNull(),
    /** As charged. */
    exact: micros("exact").notNull(),
    /** Rounded half-even to the currency's minor unit. */
    net: numeric("net").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.invoiceId, t.lineNo] }),
    foreignKey({
      columns: [t.accountId, t.invoiceId],
      foreignColumns: [invoices.accountId, invoices.id],
      name: "invoice_lines_invoice_fk",
    }),
  ],
);
