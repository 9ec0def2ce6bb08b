import { foreignKey, index, integer, jsonb, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { OperatorId, SessionId } from "@/lib/foundation/ids";
import { app, createdAt, idColumn, moment, oneOf } from "./columns";
import { operators } from "./operators";
import { secondFactorStates } from "./second-factor-states";

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
    secondFactor: text("second_factor", { enum: secondFactorStates }).notNull().default("none"),
    /** Step-up purpose → when it was proved (ISO). */
    stepUps: jsonb("step_ups").$type<Record<string, string>>().notNull().default({}),
    endedAt: moment("ended_at"),
    endedReason: text("ended_reason"),
  },
  (t) => [
    oneOf("operator_sessions", t.secondFactor, secondFactorStates),
    primaryKey({ columns: [t.id] }),
    foreignKey({ columns: [t.operatorId], foreignColumns: [operators.id] }),
    // Found by its hash; the open sessions of one operator.
    index("operator_sessions_token_hash_idx").on(t.tokenHash),
    index("operator_sessions_operator_id_idx").on(t.operatorId, t.createdAt),
  ],
);
