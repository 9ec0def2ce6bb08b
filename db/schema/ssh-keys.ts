import { foreignKey, index, integer, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { accounts } from "./accounts";
import { accountIdColumn, app, createdAt, idColumn, moment, subAccountIdColumn } from "./columns";
import { subAccounts } from "./sub-accounts";

/** SSH public keys: what lets a sub-account log in to servers without a password. */
export const sshKeys = app.table(
  "ssh_keys",
  {
    accountId: accountIdColumn(),
    id: idColumn(),
    subAccountId: subAccountIdColumn().notNull(),
    name: text("name").notNull(),
    type: text("type").notNull(),
    /** Canonical base64 of the wire form: the one thing of the pasted text that a server is ever given. */
    blob: text("blob").notNull(),
    fingerprint: text("fingerprint").notNull(),
    bits: integer("bits").notNull(),
    /** As it was pasted; display text. */
    comment: text("comment").notNull().default(""),
    addedBy: text("added_by").notNull(),
    expiresAt: moment("expires_at"),
    createdAt: createdAt(),
    lastUsedAt: moment("last_used_at"),
    lastUsedServer: text("last_used_server").notNull().default(""),
    /** The last reminder given of this expiry, in days left; null: none yet. */
    remindedDays: integer("reminded_days"),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.accountId] }),
    foreignKey({ columns: [t.accountId, t.subAccountId], foreignColumns: [subAccounts.accountId, subAccounts.id] }),
    // One key once per sub-account. Not per account: a refusal would tell that a sibling has it.
    uniqueIndex("ssh_keys_account_id_sub_account_id_fingerprint_idx").on(t.accountId, t.subAccountId, t.fingerprint),
    // The key that a server was shown.
    index("ssh_keys_account_id_fingerprint_idx").on(t.accountId, t.fingerprint),
    // The account's inventory, newest first.
    index("ssh_keys_account_id_created_at_idx").on(t.accountId, t.createdAt, t.id),
  ],
);
