import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  numeric,
  primaryKey,
  smallint,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import type { SubAccountId } from "@/lib/foundation/ids";
import { accountIdColumn, app, micros, moment, oneOf, serialId, subAccountIdColumn } from "./columns";

/** FOCUS ChargeCategory. */
export const chargeCategories = ["Adjustment", "Credit", "Purchase", "Tax", "Usage"] as const;

const quantity = (name: string) => numeric(name, { precision: 38, scale: 12 });
const unitPrice = (name: string) => numeric(name, { precision: 38, scale: 18 });

/** One priced line of a bill, FOCUS-shaped. Append-only. */
export const charges = app.table(
  "charges",
  {
    accountId: accountIdColumn(),
    /** The bill it is on; the partitions' key. */
    period: date("period").notNull(),
    id: serialId(),
    /** null: of the account itself. */
    subAccountId: subAccountIdColumn(),
    category: text("category", { enum: chargeCategories }).notNull(),
    /** FOCUS ChargeClass: corrects a closed month. */
    correction: boolean("correction").notNull().default(false),
    skuPriceId: integer("sku_price_id"),
    /** The version of the price that applied. */
    priceId: integer("price_id"),
    tier: smallint("tier"),
    resourceId: bigint("resource_id", { mode: "bigint" }),
    startAt: moment("start_at").notNull(),
    endAt: moment("end_at").notNull(),
    quantity: quantity("quantity"),
    listUnitPrice: unitPrice("list_unit_price"),
    unitPrice: unitPrice("unit_price"),
    /** What the wallet pays. */
    effectiveCost: micros("effective_cost").notNull(),
    /** How many usage events are behind it; null where nothing was metered. */
    events: integer("events"),
    settlementNo: bigint("settlement_no", { mode: "bigint" }).notNull(),
    note: text("note").notNull().default(""),
    ratedAt: moment("rated_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.period, t.id] }),
    oneOf("charges", t.category, chargeCategories),
    check("charges_end_at_check", sql`${t.endAt} > ${t.startAt}`),
    check(
      "charges_priced_check",
      sql`num_nulls(${t.quantity}, ${t.listUnitPrice}, ${t.unitPrice}, ${t.skuPriceId}, ${t.priceId}) in (0, 5)`,
    ),
    check(
      "charges_usage_check",
      sql`${t.category} <> 'Usage' or (${t.quantity} is not null and ${t.subAccountId} is not null)`,
    ),
    check("charges_unit_price_check", sql`${t.unitPrice} >= 0 and ${t.listUnitPrice} >= 0`),
    // The charges of one sub-account, newest first.
    index("charges_account_id_sub_account_id_start_at_id_idx").on(t.accountId, t.subAccountId, t.startAt, t.id),
    // What one resource has cost so far.
    index("charges_account_id_resource_id_idx").on(t.accountId, t.resourceId),
  ],
);

/** A charge is reversed at most once, across all months. */
export const chargeReversals = app.table(
  "charge_reversals",
  {
    accountId: accountIdColumn(),
    period: date("period").notNull(),
    chargeId: bigint("charge_id", { mode: "bigint" }).notNull(),
    reversalId: bigint("reversal_id", { mode: "bigint" }).notNull(),
    reason: text("reason").notNull(),
    reversedBy: text("reversed_by").notNull(),
    createdAt: moment("created_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.period, t.chargeId] })],
);

/** The exact cost and quantity so far of one rating key: what was charged for it is always the floor of the exact cost. */
export const ratingCarries = app.table(
  "rating_carries",
  {
    accountId: accountIdColumn(),
    subAccountId: uuid("sub_account_id").notNull().$type<SubAccountId>(),
    /** The local day; the first of the month where tiers span the month. */
    span: date("span").notNull(),
    priceId: integer("price_id").notNull(),
    /** 0 where the price is of the sub-account as a whole, or the usage of no resource. */
    resourceId: bigint("resource_id", { mode: "bigint" }).notNull(),
    quantityTotal: numeric("quantity_total").notNull(),
    exactTotal: numeric("exact_total").notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.subAccountId, t.span, t.priceId, t.resourceId] })],
);
