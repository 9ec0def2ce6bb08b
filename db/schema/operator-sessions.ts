import { foreignKey, index, integer, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { OperatorId, SessionId } from "@/lib/foundation/ids";
import { app, createdAt, idColumn, moment } from "./columns";
import { operators } from "./operators";

/** One signed-in browser of an operator. Apart from `sessions`, because operators belong to no account. */
export const operatorSessions = app.table(
  "operator_sessions",
  {
    id: idColumn<SessionId>(),
    operatorId: uuid("operator_id").notNull().$type<OperatorId>(),
    tokenHash: text("token_hash").notNull(),
    ip: text("ip").notNull(),
    userAgent: text("user_agent").notNull(),
    createdAt: createdAt(),
    lastSeenAt: moment("last_seen_at").notNull().defaultNow(),
    idleSeconds: integer("idle_seconds").notNull(),
    expiresAt: moment("expires_at").notNull(),
    endedAt: moment("ended_at"),
    endedReason: text("ended_reason"),
  },
  (t) => [
    primaryKey({ columns: [t.id] }),
    foreignKey({ columns: [t.operatorId], foreignColumns: [operators.id] }),
    // Found by its hash; the open sessions of one operator.
    index("operator_sessions_token_hash_idx").on(t.tokenHash),
    index("operator_sessions_operator_id_idx").on(t.operatorId, t.createdAt),
  ],
);
