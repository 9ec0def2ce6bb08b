import { sql } from "drizzle-orm";
import { index, jsonb, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { accountIdColumn, app, idColumn, moment, oneOf, subAccountIdColumn } from "./columns";

export const auditResults = ["allowed", "refused", "failed"] as const;

/** Who did what to what, from where, with what result. Append-only, partitioned by month. */
export const auditEvents = app.table(
  "audit_events",
  {
    accountId: accountIdColumn(),
    occurredAt: moment("occurred_at").notNull(),
    id: idColumn(),
    /** The sub-account that acted or was acted upon: whose own log shows the event. */
    subAccountId: subAccountIdColumn(),
    actorType: text("actor_type").notNull(),
    actorId: text("actor_id").notNull(),
    actorName: text("actor_name").notNull(),
    action: text("action").notNull(),
    resource: text("resource").notNull(),
    result: text("result", { enum: auditResults }).notNull(),
    code: text("code").notNull().default(""),
    ip: text("ip").notNull(),
    userAgent: text("user_agent").notNull(),
    sessionId: uuid("session_id"),
    requestId: text("request_id").notNull(),
    before: jsonb("before"),
    after: jsonb("after"),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.occurredAt, t.id] }),
    oneOf("audit_events", t.result, auditResults),
    // The log of one sub-account, newest first.
    index("audit_events_account_id_sub_account_id_idx").on(t.accountId, t.subAccountId, t.occurredAt, t.id),
    // The log of one action: the sign-ins of an account, its deletions.
    index("audit_events_account_id_action_idx").on(t.accountId, t.action, t.occurredAt, t.id),
    // The logs of one actor, one target and one address.
    index("audit_events_account_id_actor_idx").on(t.accountId, t.actorName, t.occurredAt, t.id),
    index("audit_events_account_id_resource_idx").on(t.accountId, t.resource, t.occurredAt, t.id),
    index("audit_events_account_id_ip_idx").on(t.accountId, t.ip, t.occurredAt, t.id),
    // What was refused or failed: few among many.
    index("audit_events_account_id_refused_idx")
      .on(t.accountId, t.occurredAt, t.id)
      .where(sql`${t.result} <> 'allowed'`),
    // The operators' log across accounts; led by the moment, because it is the one reader that knows no account.
    index("audit_events_occurred_at_idx").on(t.occurredAt, t.id),
  ],
);
