import { bigint, date, foreignKey, integer, numeric, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { billingPeriods } from "./books";
import { accountIdColumn, app, idColumn, micros, moment, subAccountIdColumn } from "./columns";

/** The issuer's numbers: the row's lock in the closing transaction keeps a series gapless. */
export const documentSeries = app.table(
  "document_series",
  { series: text("series").notNull(), lastNo: bigint("last_no", { mode: "bigint" }).notNull() },
  (t) => [primaryKey({ columns: [t.series] })],
);

/** A closed month of an account. Append-only. */
export const invoices = app.table(
  "invoices",
  {
    accountId: accountIdColumn(),
    id: idColumn(),
    period: date("period").notNull(),
    number: text("number").notNull(),
    /** In the currency's unit, rounded to its minor digits. */
    total: numeric("total").notNull(),
    issuedAt: moment("issued_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    unique("invoices_account_id_period_key").on(t.accountId, t.period),
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
