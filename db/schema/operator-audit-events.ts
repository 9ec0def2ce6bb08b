import { index, jsonb, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { auditResults } from "./audit-events";
import { app, idColumn, moment, oneOf } from "./columns";

/** The platform's own audit log: acts of operators and the CLI, and attempts that belong to no account. Append-only. */
export const operatorAuditEvents = app.table(
  "operator_audit_events",
  {
    id: idColumn(),
    occurredAt: moment("occurred_at").notNull(),
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
    primaryKey({ columns: [t.id] }),
    oneOf("operator_audit_events", t.result, auditResults),
    // Newest first.
    index("operator_audit_events_occurred_at_idx").on(t.occurredAt, t.id),
  ],
);
