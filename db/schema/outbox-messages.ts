import { sql } from "drizzle-orm";
import { index, integer, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import type { AccountId } from "@/lib/foundation/ids";
import { app, bytes, createdAt, idColumn, moment, oneOf } from "./columns";
import { notificationKinds } from "./notifications";

export const outboxChannels = ["mail", "sms"] as const;

export const outboxStates = ["waiting", "sent", "failed"] as const;

/** Everything the platform writes to people, each with its words in `messages/<locale>/notifications.json`. */
export const messageKinds = [
  "sign-up-code",
  "already-signed-up",
  "reset-password-link",
  "step-up-code",
  "books-broken",
  "approval-waiting",
  "write-off-waiting",
  ...notificationKinds,
] as const;

/** Mail and SMS on the way out, written in the transaction that causes them; the text is sealed, it may carry a code. */
export const outboxMessages = app.table(
  "outbox_messages",
  {
    id: idColumn(),
    channel: text("channel", { enum: outboxChannels }).notNull(),
    kind: text("kind", { enum: messageKinds }).notNull(),
    recipient: text("recipient").notNull(),
    sealedContent: bytes("sealed_content").notNull(),
    state: text("state", { enum: outboxStates }).notNull().default("waiting"),
    attempts: integer("attempts").notNull().default(0),
    nextAttemptAt: moment("next_attempt_at").notNull().defaultNow(),
    lastError: text("last_error").notNull().default(""),
    sentAt: moment("sent_at"),
    /** The notice that it says by mail, and whose it is: what becomes of the mail is noted there. */
    noticeAccount: uuid("notice_account").$type<AccountId>(),
    noticeId: uuid("notice_id"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.id] }),
    oneOf("outbox_messages", t.channel, outboxChannels),
    oneOf("outbox_messages", t.state, outboxStates),
    // What the worker sends next.
    index("outbox_messages_waiting_idx").on(t.nextAttemptAt).where(sql`${t.state} = 'waiting'`),
    // The operator's outbox, newest first.
    index("outbox_messages_created_at_idx").on(t.createdAt, t.id),
  ],
);
