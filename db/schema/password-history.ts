import { foreignKey, index, primaryKey, text } from "drizzle-orm/pg-core";
import { accountIdColumn, app, idColumn, moment, subAccountIdColumn } from "./columns";
import { subAccounts } from "./sub-accounts";

/** Passwords a sub-account had before the present one, hashed: as many as the account's policy refuses to see again. */
export const passwordHistory = app.table(
  "password_history",
  {
    accountId: accountIdColumn(),
    id: idColumn(),
    subAccountId: subAccountIdColumn().notNull(),
    passwordHash: text("password_hash").notNull(),
    replacedAt: moment("replaced_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    foreignKey({ columns: [t.accountId, t.subAccountId], foreignColumns: [subAccounts.accountId, subAccounts.id] }),
    // The newest of one sub-account, when it sets a new password.
    index("password_history_account_id_sub_account_id_idx").on(t.accountId, t.subAccountId, t.replacedAt),
  ],
);
