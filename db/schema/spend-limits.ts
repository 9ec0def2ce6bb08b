import { sql } from "drizzle-orm";
import { bigint, check, foreignKey, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { accountIdColumn, app, idColumn, micros, moment, oneOf, subAccountIdColumn } from "./columns";

export const limitWindows = ["hour", "day", "week", "month", "lifetime"] as const;
/** What a reached soft amount does: people are told, and anything new that costs may have to wait for an approval. */
export const softEffects = ["tell", "ask"] as const;
/** What a reached hard amount does to what runs, beside refusing what is new. */
export const hardEffects = ["new", "throttle", "all"] as const;

/** What a sub-account, or (null) the whole account, may spend in a window before it is told, and before it is stopped. */
export const spendLimits = app.table(
  "spend_limits",
  {
    accountId: accountIdColumn(),
    id: idColumn(),
    subAccountId: subAccountIdColumn(),
    per: text("per", { enum: limitWindows }).notNull(),
    soft: micros("soft"),
    hard: micros("hard"),
    onSoft: text("on_soft", { enum: softEffects }).notNull().default("tell"),
    stops: text("stops", { enum: hardEffects }).notNull().default("new"),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    unique("spend_limits_account_id_sub_account_id_per_key").on(t.accountId, t.subAccountId, t.per).nullsNotDistinct(),
    oneOf("spend_limits", t.per, limitWindows),
    oneOf("spend_limits", t.onSoft, softEffects),
    oneOf("spend_limits", t.stops, hardEffects),
    check(
      "spend_limits_amounts_check",
      sql`num_nonnulls(${t.soft}, ${t.hard}) > 0 and (${t.soft} >= 0 or ${t.soft} is null) and (${t.hard} >= 0 or ${t.hard} is null)`,
    ),
    check("spend_limits_order_check", sql`${t.soft} <= ${t.hard}`),
  ],
);

/** What was spent in one window of one limit, counted by consumption time in the charge's own transaction. */
export const limitUsages = app.table(
  "limit_usages",
  {
    accountId: accountIdColumn(),
    limitId: uuid("limit_id").notNull(),
    windowStart: moment("window_start").notNull(),
    subAccountId: subAccountIdColumn(),
    spent: micros("spent").notNull(),
    /** The highest share of the limit that somebody was told of in this window. */
    alertedPercent: bigint("alerted_percent", { mode: "number" }).notNull().default(0),
    /** The hard amount that people were told it would pass in this window. */
    foretold: micros("foretold"),
    /** The soft amount beyond which somebody let new things begin in this window. */
    approved: micros("approved"),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.limitId, t.windowStart] }),
    foreignKey({
      columns: [t.accountId, t.limitId],
      foreignColumns: [spendLimits.accountId, spendLimits.id],
      name: "limit_usages_limit_fk",
    }).onDelete("cascade"),
  ],
);
