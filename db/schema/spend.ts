import { sql } from "drizzle-orm";
import { bigint, date, integer, numeric, primaryKey, text, unique } from "drizzle-orm/pg-core";
import { chargeCategories } from "./charges";
import { accountIdColumn, app, micros, moment, subAccountIdColumn } from "./columns";

const sums = () => ({
  charges: bigint("charges", { mode: "bigint" }).notNull(),
  listCost: numeric("list_cost").notNull(),
  effectiveCost: micros("effective_cost").notNull(),
});
const place = () => ({
  accountId: accountIdColumn(),
  period: date("period").notNull(),
  subAccountId: subAccountIdColumn(),
});

/** Three sums of the charges, one grain each, written in the charge's own transaction: a bill is read, not added up. */
export const spendMonths = app.table(
  "spend_months",
  {
    ...place(),
    ...sums(),
    /** Of it, what the wallet could not pay when it was settled: a sub-account may see this of itself, and no transfer. */
    uncovered: micros("uncovered").notNull().default(sql`0`),
  },
  (t) => [unique("spend_months_key").on(t.accountId, t.period, t.subAccountId).nullsNotDistinct()],
);

export const spendDays = app.table("spend_days", { ...place(), day: date("day").notNull(), ...sums() }, (t) => [
  unique("spend_days_key").on(t.accountId, t.period, t.subAccountId, t.day).nullsNotDistinct(),
]);

export const spendDaySkus = app.table(
  "spend_day_skus",
  {
    ...place(),
    day: date("day").notNull(),
    skuPriceId: integer("sku_price_id"),
    category: text("category", { enum: chargeCategories }).notNull(),
    quantity: numeric("quantity"),
    ...sums(),
  },
  (t) => [
    unique("spend_day_skus_key")
      .on(t.accountId, t.period, t.subAccountId, t.day, t.skuPriceId, t.category)
      .nullsNotDistinct(),
  ],
);

/** What the whole account spent in each hour, by consumption: how fast its wallet empties is read from a few rows. */
export const spendHours = app.table(
  "spend_hours",
  { accountId: accountIdColumn(), hour: moment("hour").notNull(), effectiveCost: micros("effective_cost").notNull() },
  (t) => [primaryKey({ columns: [t.accountId, t.hour] })],
);
