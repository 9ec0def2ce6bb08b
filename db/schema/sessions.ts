import { foreignKey, index, integer, jsonb, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { SessionId } from "@/lib/foundation/ids";
import { accounts } from "./accounts";
import { accountIdColumn, app, createdAt, idColumn, moment, oneOf, subAccountIdColumn } from "./columns";
import { secondFactorStates } from "./second-factor-states";
import { subAccounts } from "./sub-accounts";

export const sessionEndings = [
  "signed-out",
  "rotated",
  "replaced",
  "password-changed",
  "too-many",
  "ended",
  "disabled",
] as const;

/** One signed-in browser of a root user (null sub-account) or a sub-account. The row, not the cookie, is the session. */
export const sessions = app.table(
  "sessions",
  {
    accountId: accountIdColumn(),
    id: idColumn<SessionId>(),
    subAccountId: subAccountIdColumn(),
    /** sha256 of the cookie; found through the directory only. */
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
    endedReason: text("ended_reason", {
      enum: sessionEndings,
    }),
  },
  (t) => [
    oneOf("sessions", t.secondFactor, secondFactorStates),
    primaryKey({ columns: [t.accountId, t.id] }),
    oneOf("sessions", t.endedReason, sessionEndings),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.accountId] }),
    foreignKey({ columns: [t.accountId, t.subAccountId], foreignColumns: [subAccounts.accountId, subAccounts.id] }),
    // Resuming: the directory tells the account, the hash the row.
    uniqueIndex("sessions_account_id_token_hash_idx").on(t.accountId, t.tokenHash),
    // The open sessions of one person: the sixth ends the first, a new password ends the others.
    index("sessions_account_id_sub_account_id_idx").on(t.accountId, t.subAccountId, t.createdAt),
  ],
);
