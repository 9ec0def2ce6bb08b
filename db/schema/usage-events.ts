import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  index,
  integer,
  jsonb,
  numeric,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { SubAccountId } from "@/lib/foundation/ids";
import { accountIdColumn, app, idColumn, moment, transactionId } from "./columns";

/** A fact from a platform service: so much of a meter was consumed between two instants. Never partitioned: the key spans time. */
export const usageEvents = app.table(
  "usage_events",
  {
    accountId: accountIdColumn(),
    /** From source and id of the event: the same event again has the same key. */
    dedupeKey: uuid("dedupe_key").notNull(),
    /** Of everything that is billed: the same event with other content differs. */
    digest: uuid("digest").notNull(),
    subAccountId: uuid("sub_account_id").notNull().$type<SubAccountId>(),
    source: text("source").notNull(),
    eventId: text("event_id").notNull(),
    meter: text("meter").notNull(),
    startAt: moment("start_at").notNull(),
    endAt: moment("end_at").notNull(),
    value: numeric("value", { precision: 38, scale: 12 }).notNull(),
    subject: text("subject").notNull().default(""),
    dims: jsonb("dims").$type<Record<string, string>>(),
    ingestedAt: moment("ingested_at").notNull(),
    /** The transaction that stored it: the rater's cursor, which no late commit slips behind. */
    ingestXid: transactionId("ingest_xid").notNull().default(sql`pg_current_xact_id()`),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.dedupeKey] }),
    check("usage_events_end_at_check", sql`${t.endAt} > ${t.startAt}`),
    check("usage_events_value_check", sql`${t.value} >= 0`),
    // What the rater takes next.
    index("usage_events_account_id_ingest_xid_idx").on(t.accountId, t.ingestXid),
    // What a charge was made of. Events lie in the order they came in, near their hour: a few bytes a block are enough.
    index("usage_events_account_id_start_at_idx").using("brin", t.accountId, t.startAt),
  ],
);

/** Up to when a source's usage is priced: how far an account's money is complete, and which source is late. */
export const usageSources = app.table(
  "usage_sources",
  { accountId: accountIdColumn(), source: text("source").notNull(), usedUntil: moment("used_until").notNull() },
  (t) => [primaryKey({ columns: [t.accountId, t.source] })],
);

/**
 * How much usage came in by source and meter, in each of the last 24 hours by when it was told: the same hour of the next
 * day takes a row's place.
 */
export const usageFlows = app.table(
  "usage_flows",
  {
    accountId: accountIdColumn(),
    source: text("source").notNull(),
    meter: text("meter").notNull(),
    /** Of UTC's day. */
    hourOfDay: smallint("hour_of_day").notNull(),
    hour: moment("hour").notNull(),
    events: integer("events").notNull(),
    usedUntil: moment("used_until").notNull(),
    /** From the end of what was measured to its being told, added up. */
    lagSeconds: bigint("lag_seconds", { mode: "number" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.accountId, t.source, t.meter, t.hourOfDay] })],
);

export const quarantineReasons = [
  "conflict",
  "future",
  "no-price",
  "too-old",
  "unknown-meter",
  "unknown-sub-account",
] as const;

/** Usage that was told and cannot be billed yet: kept until it is replayed, or dismissed with a reason. */
export const quarantinedEvents = app.table(
  "quarantined_events",
  {
    accountId: accountIdColumn(),
    id: idColumn(),
    reason: text("reason", { enum: quarantineReasons }).notNull(),
    dedupeKey: uuid("dedupe_key").notNull(),
    digest: uuid("digest").notNull(),
    event: jsonb("event").notNull().$type<Record<string, unknown>>(),
    firstSeenAt: moment("first_seen_at").notNull(),
    timesSeen: integer("times_seen").notNull().default(1),
    resolution: text("resolution", { enum: ["replayed", "dismissed"] }),
    resolvedAt: moment("resolved_at"),
    resolvedBy: text("resolved_by"),
    resolutionReason: text("resolution_reason"),
    /** When a replay was last tried in vain: the event still waits for its reason. */
    triedAt: moment("tried_at"),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    // What waits; the same event told again is counted and not kept twice.
    uniqueIndex("quarantined_events_waiting_idx")
      .on(t.accountId, t.reason, t.dedupeKey, t.digest)
      .where(sql`${t.resolvedAt} is null`),
    // The operators' list over all accounts, newest first.
    index("quarantined_events_first_seen_at_id_idx").on(t.firstSeenAt, t.id),
  ],
);

/** A resource as it was when it was billed. */
export const billedResources = app.table(
  "billed_resources",
  {
    accountId: accountIdColumn(),
    id: bigint("id", { mode: "bigint" }).notNull().generatedByDefaultAsIdentity({ name: "billed_resources_id_seq" }),
    subAccountId: uuid("sub_account_id").notNull().$type<SubAccountId>(),
    arn: text("arn").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    uniqueIndex("billed_resources_account_id_sub_account_id_arn_idx").on(t.accountId, t.subAccountId, t.arn),
  ],
);
