import { sql } from "drizzle-orm";
import { boolean, foreignKey, index, integer, jsonb, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { accounts } from "./accounts";
import { accountIdColumn, app, bytes, createdAt, idColumn, moment, oneOf, subAccountIdColumn } from "./columns";
import type { WebhookEventType } from "./webhook-event-types";

const endpointColumns = () => ({
  id: idColumn(),
  url: text("url").notNull(),
  description: text("description").notNull().default(""),
  events: jsonb("events").notNull().$type<WebhookEventType[]>(),
  paused: boolean("paused").notNull().default(false),
  /** Of the last delivery that ended: null before the first. */
  healthy: boolean("healthy"),
  secretSealed: bytes("secret_sealed").notNull(),
  /** Signs beside the new one until its time is over, so that a receiver can change without a gap. */
  formerSecretSealed: bytes("former_secret_sealed"),
  formerSecretUntil: moment("former_secret_until"),
  createdBy: text("created_by").notNull(),
  createdAt: createdAt(),
});

/** Where an account is told of its own events. */
export const webhookEndpoints = app.table(
  "webhook_endpoints",
  { accountId: accountIdColumn(), ...endpointColumns() },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.accountId] }),
  ],
);

/** Where a platform service is told of the events of every account. */
export const serviceEndpoints = app.table(
  "service_endpoints",
  {
    ...endpointColumns(),
    name: text("name").notNull(),
    /** Services live beside us: the operator may let this one be in a private network. */
    isPrivate: boolean("is_private").notNull().default(false),
  },
  (t) => [
    primaryKey({ columns: [t.id] }),
    // A name tells one from another in deliveries and the audit log.
    uniqueIndex("service_endpoints_name_idx").on(t.name),
  ],
);

/** Something that happened, written in its own transaction: the outbox. */
export const webhookEvents = app.table(
  "webhook_events",
  {
    accountId: accountIdColumn(),
    /** The receiver's key against duplicates. */
    id: idColumn(),
    subAccountId: subAccountIdColumn(),
    type: text("type").notNull(),
    payload: jsonb("payload").notNull().$type<Record<string, unknown>>(),
    occurredAt: moment("occurred_at").notNull(),
    /** When its deliveries were made; null while it waits for that. */
    handedOutAt: moment("handed_out_at"),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.accountId] }),
    // What the worker hands out next, of any account.
    index("webhook_events_waiting_idx").on(t.occurredAt).where(sql`handed_out_at is null`),
    // What is old enough to be forgotten.
    index("webhook_events_account_id_occurred_at_idx").on(t.accountId, t.occurredAt),
  ],
);

export const deliveryStates = ["waiting", "delivered", "dead"] as const;

export interface DeliveryAttempt {
  at: string;
  ms: number;
  /** null: no answer came. */
  status: number | null;
  /** The beginning of the answer, or why there was none. */
  answer: string;
}

/** One event on its way to one receiver, with every attempt. */
export const webhookDeliveries = app.table(
  "webhook_deliveries",
  {
    accountId: accountIdColumn(),
    id: idColumn(),
    eventId: uuid("event_id").notNull(),
    /** Of `webhook_endpoints`, or of `service_endpoints`. */
    endpointId: uuid("endpoint_id").notNull(),
    toService: boolean("to_service").notNull(),
    state: text("state", { enum: deliveryStates }).notNull().default("waiting"),
    attempts: integer("attempts").notNull().default(0),
    /** The last ones, newest first. */
    log: jsonb("log").notNull().$type<DeliveryAttempt[]>(),
    nextAttemptAt: moment("next_attempt_at"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    oneOf("webhook_deliveries", t.state, deliveryStates),
    foreignKey({
      columns: [t.accountId, t.eventId],
      foreignColumns: [webhookEvents.accountId, webhookEvents.id],
    }).onDelete("cascade"),
    // An event goes to a receiver once, however often it is handed out.
    uniqueIndex("webhook_deliveries_account_id_event_id_endpoint_id_idx").on(t.accountId, t.eventId, t.endpointId),
    // What the worker sends next, of any account.
    index("webhook_deliveries_due_idx").on(t.nextAttemptAt).where(sql`state = 'waiting'`),
    // What a receiver never took.
    index("webhook_deliveries_dead_idx").on(t.endpointId, t.accountId).where(sql`state = 'dead'`),
    // A receiver's log, newest first, and its keyset; the operator's, across accounts.
    index("webhook_deliveries_account_id_endpoint_id_idx").on(t.accountId, t.endpointId, t.createdAt, t.id),
    index("webhook_deliveries_endpoint_id_idx").on(t.endpointId, t.createdAt, t.id),
  ],
);
