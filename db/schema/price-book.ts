import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  primaryKey,
  text,
  unique,
} from "drizzle-orm/pg-core";
import { currencies } from "./books";
import { accountIdColumn, app, createdAt, moment, oneOf } from "./columns";

/** What platform services sell, as a bill names it. FOCUS category and subcategory stay for ever. */
export const billingServices = app.table(
  "billing_services",
  {
    code: text("code").notNull(),
    nameEn: text("name_en").notNull(),
    nameZh: text("name_zh").notNull(),
    category: text("category").notNull(),
    subcategory: text("subcategory").notNull(),
  },
  (t) => [primaryKey({ columns: [t.code] })],
);

/** One thing that is priced: a meter in a unit. */
export const skus = app.table(
  "skus",
  {
    code: text("code").notNull(),
    serviceCode: text("service_code").notNull(),
    nameEn: text("name_en").notNull(),
    nameZh: text("name_zh").notNull(),
    meter: text("meter").notNull(),
    /** What a usage event counts, such as `Tokens`. */
    consumedUnit: text("consumed_unit").notNull(),
    /** What the price is for, such as `1000000 Tokens`. */
    pricingUnit: text("pricing_unit").notNull(),
    unitsPerPriceUnit: numeric("units_per_price_unit").notNull(),
    /** Charged by the month, for whom a fee of it was given: no usage is priced by it. */
    recurring: boolean("recurring").notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.code] }),
    foreignKey({ columns: [t.serviceCode], foreignColumns: [billingServices.code] }),
    check("skus_units_per_price_unit_check", sql`${t.unitsPerPriceUnit} > 0`),
    // The SKUs of a meter: what the rater looks for.
    index("skus_meter_idx").on(t.meter),
  ],
);

export const tierScopes = ["none", "resource", "sub-account"] as const;

/** Which usage of a SKU one price is for. The most specific selector wins. */
export const skuPrices = app.table(
  "sku_prices",
  {
    id: integer("id").notNull().generatedByDefaultAsIdentity({ name: "sku_prices_id_seq" }),
    skuCode: text("sku_code").notNull(),
    code: text("code").notNull(),
    selector: jsonb("selector").notNull().$type<Record<string, string>>(),
    tierScope: text("tier_scope", { enum: tierScopes }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.id] }),
    unique("sku_prices_code_key").on(t.code),
    foreignKey({ columns: [t.skuCode], foreignColumns: [skus.code] }),
    oneOf("sku_prices", t.tierScope, tierScopes),
  ],
);

export interface PriceTier {
  /** Where the tier ends, in price units of a month; null for the last. */
  upTo: string | null;
  unitPrice: string;
}

/** A version of a list price, valid until the next of its key. Never changed. */
export const prices = app.table(
  "prices",
  {
    id: integer("id").notNull().generatedByDefaultAsIdentity({ name: "prices_id_seq" }),
    skuPriceId: integer("sku_price_id").notNull(),
    currency: text("currency", { enum: currencies }).notNull(),
    validFrom: moment("valid_from").notNull(),
    tiers: jsonb("tiers").notNull().$type<PriceTier[]>(),
    withdrawn: boolean("withdrawn").notNull().default(false),
    createdBy: text("created_by").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.id] }),
    unique("prices_sku_price_id_currency_valid_from_key").on(t.skuPriceId, t.currency, t.validFrom),
    foreignKey({ columns: [t.skuPriceId], foreignColumns: [skuPrices.id] }),
  ],
);

/** What one account pays instead: so many basis points off the list price. */
export const contractPrices = app.table(
  "contract_prices",
  {
    accountId: accountIdColumn(),
    skuPriceId: integer("sku_price_id").notNull(),
    validFrom: moment("valid_from").notNull(),
    discountBasisPoints: integer("discount_basis_points").notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.skuPriceId, t.validFrom] }),
    check("contract_prices_discount_check", sql`${t.discountBasisPoints} between 0 and 10000`),
  ],
);
