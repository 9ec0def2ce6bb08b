import { sql } from "drizzle-orm";
import { check, foreignKey, index, jsonb, primaryKey, text } from "drizzle-orm/pg-core";
import { accounts } from "./accounts";
import { accountIdColumn, app, createdAt, idColumn, moment, oneOf, subAccountIdColumn } from "./columns";
import { subAccounts } from "./sub-accounts";

/** What people are told about their own access; each is also a kind of message, with its words in `notifications`. */
export const notificationKinds = [
  "new-device",
  "password-changed",
  "factors-changed",
  "sign-in-locked",
  "sessions-ended",
  "access-key-made",
  "ssh-key-expiring",
  "verification-approved",
  "verification-rejected",
  "spend-limit",
  "spend-forecast",
  "wallet-state",
] as const;

export const mailStates = ["waiting", "sent", "failed"] as const;

/** One notice to one person, read in the console; whether it also went by mail was that person's choice. */
export const notifications = app.table(
  "notifications",
  {
    accountId: accountIdColumn(),
    id: idColumn(),
    /** Whom it is for; null: the root user. */
    subAccountId: subAccountIdColumn(),
    kind: text("kind", { enum: notificationKinds }).notNull(),
    params: jsonb("params").notNull(),
    readAt: moment("read_at"),
    /** Of the mail that says the same; null: none was sent, by choice or for want of an address. */
    mail: text("mail", { enum: mailStates }),
    /** When it was handed over, or given up. */
    mailAt: moment("mail_at"),
    /** Why the last try failed; empty: none has. */
    mailError: text("mail_error").notNull().default(""),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    oneOf("notifications", t.kind, notificationKinds),
    check("notifications_mail_check", sql`${t.mail} is null or ${t.mail} in ('waiting', 'sent', 'failed')`),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.accountId] }),
    foreignKey({ columns: [t.accountId, t.subAccountId], foreignColumns: [subAccounts.accountId, subAccounts.id] }),
    // One person's, newest first.
    index("notifications_account_id_sub_account_id_idx").on(t.accountId, t.subAccountId, t.createdAt, t.id),
    // Whether anything waits to be read: asked with every page.
    index("notifications_unread_idx").on(t.accountId, t.subAccountId).where(sql`${t.readAt} is null`),
  ],
);
