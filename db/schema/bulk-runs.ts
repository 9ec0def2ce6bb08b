import { foreignKey, index, integer, jsonb, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { SessionId } from "@/lib/foundation/ids";
import { accounts } from "./accounts";
import { accountIdColumn, app, createdAt, idColumn, moment, oneOf } from "./columns";

export const bulkKinds = [
  "create",
  "disable",
  "enable",
  "delete",
  "reset",
  "require-change",
  "require-factor",
  "label",
  "end-sessions",
  "join-group",
  "leave-group",
  "limit",
  "disable-keys",
] as const;
export const bulkRunStates = ["draft", "running", "done", "cancelled"] as const;

/** One act for many sub-accounts or keys: fixed and looked at as a draft, then done row by row by the worker. */
export const bulkRuns = app.table(
  "bulk_runs",
  {
    accountId: accountIdColumn(),
    id: idColumn(),
    kind: text("kind", { enum: bulkKinds }).notNull(),
    state: text("state", { enum: bulkRunStates }).notNull().default("draft"),
    /** What the act says: the reason of a disabling, the label, the group, the limit. */
    params: jsonb("params").$type<Record<string, string>>().notNull().default({}),
    /** How many rows there are, and how many of them were to be done when the draft was made. */
    total: integer("total").notNull(),
    planned: integer("planned").notNull(),
    orderedBy: text("ordered_by").notNull(),
    /** Of whoever ordered it, open or not: each row is done with what that person may do then. */
    sessionId: uuid("session_id").$type<SessionId>(),
    createdAt: createdAt(),
    startedAt: moment("started_at"),
    finishedAt: moment("finished_at"),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    oneOf("bulk_runs", t.kind, bulkKinds),
    oneOf("bulk_runs", t.state, bulkRunStates),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.accountId] }),
    // The newest runs of the account.
    index("bulk_runs_account_id_created_at_idx").on(t.accountId, t.createdAt, t.id),
  ],
);
