import { foreignKey, index, integer, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { SessionId } from "@/lib/foundation/ids";
import { accountIdColumn, app, bytes, createdAt, idColumn, moment, oneOf, subAccountIdColumn } from "./columns";
import { outboxChannels } from "./outbox-messages";
import { sessions } from "./sessions";

/** What a challenge holds, whoever it is for. */
export const challengeColumns = () => ({
  id: idColumn(),
  sessionId: uuid("session_id").notNull().$type<SessionId>(),
  /** A step-up purpose, or `sign-in`. */
  purpose: text("purpose").notNull(),
  /** The page that waits behind the detour. */
  returnPath: text("return_path").notNull(),
  /** What was typed there and is no secret, sealed; null once it was given back. */
  sealedValues: bytes("sealed_values"),
  codeHash: text("code_hash"),
  codeChannel: text("code_channel", { enum: outboxChannels }),
  codeTriesLeft: integer("code_tries_left").notNull().default(0),
  codeExpiresAt: moment("code_expires_at"),
  /** What a passkey must sign: 32 bytes, once. */
  passkeyChallenge: text("passkey_challenge"),
  expiresAt: moment("expires_at").notNull(),
  passedAt: moment("passed_at"),
  createdAt: createdAt(),
});

/** One session asked to prove anew who it is, for one purpose: what a code and a passkey's answer are bound to. */
export const challenges = app.table(
  "challenges",
  { accountId: accountIdColumn(), subAccountId: subAccountIdColumn(), ...challengeColumns() },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    oneOf("challenges", t.codeChannel, outboxChannels),
    foreignKey({ columns: [t.accountId, t.sessionId], foreignColumns: [sessions.accountId, sessions.id] }),
    // The newest of one session: how many it may have, and what its deletion removes.
    index("challenges_account_id_session_id_idx").on(t.accountId, t.sessionId, t.createdAt),
  ],
);
