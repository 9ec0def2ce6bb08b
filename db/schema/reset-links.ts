import { foreignKey, index, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { accounts } from "./accounts";
import { accountIdColumn, app, createdAt, idColumn, moment, subAccountIdColumn } from "./columns";
import { subAccounts } from "./sub-accounts";

/** A single-use link that lets its holder set a new password; the token is known by its hash only. */
export const resetLinks = app.table(
  "reset_links",
  {
    accountId: accountIdColumn(),
    id: idColumn(),
    subAccountId: subAccountIdColumn(),
    tokenHash: text("token_hash").notNull(),
    expiresAt: moment("expires_at").notNull(),
    usedAt: moment("used_at"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.accountId] }),
    foreignKey({ columns: [t.accountId, t.subAccountId], foreignColumns: [subAccounts.accountId, subAccounts.id] }),
    // Opening: the directory tells the account, the hash the row.
    uniqueIndex("reset_links_account_id_token_hash_idx").on(t.accountId, t.tokenHash),
    // A new link and a new password both kill the older links of the same person.
    index("reset_links_account_id_sub_account_id_idx").on(t.accountId, t.subAccountId),
  ],
);
