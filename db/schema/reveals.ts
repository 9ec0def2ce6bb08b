import { foreignKey, index, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { SessionId } from "@/lib/foundation/ids";
import { accountIdColumn, app, bytes, createdAt, idColumn, moment, subAccountIdColumn } from "./columns";
import { sessions } from "./sessions";

/** A secret waiting to be shown once, to one session, in one response (ux.md 3.3). */
export const reveals = app.table(
  "reveals",
  {
    accountId: accountIdColumn(),
    id: idColumn(),
    /** The person the secret is shown to, not the one it belongs to. */
    subAccountId: subAccountIdColumn(),
    sessionId: uuid("session_id").notNull().$type<SessionId>(),
    purpose: text("purpose").notNull(),
    /** What the secret belongs to: a sub-account's name. */
    subject: text("subject").notNull(),
    sealed: bytes("sealed"),
    /** The one request that may carry the secret. */
    requestId: text("request_id"),
    expiresAt: moment("expires_at").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    foreignKey({ columns: [t.accountId, t.sessionId], foreignColumns: [sessions.accountId, sessions.id] }),
    // The newest secret of one purpose and subject that waits for this session.
    index("reveals_account_id_session_id_idx").on(t.accountId, t.sessionId, t.purpose, t.subject, t.createdAt),
  ],
);
