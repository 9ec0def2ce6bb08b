import { foreignKey, index, primaryKey, text } from "drizzle-orm/pg-core";
import { accounts } from "./accounts";
import { accountIdColumn, app, createdAt, idColumn, moment, subAccountIdColumn } from "./columns";
import { subAccounts } from "./sub-accounts";

/** A browser that need not give the second factor again until `expires_at`, where the account allows that. */
export const trustedDevices = app.table(
  "trusted_devices",
  {
    accountId: accountIdColumn(),
    id: idColumn(),
    subAccountId: subAccountIdColumn(),
    tokenHash: text("token_hash").notNull(),
    ip: text("ip").notNull(),
    userAgent: text("user_agent").notNull(),
    expiresAt: moment("expires_at").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.accountId] }),
    foreignKey({ columns: [t.accountId, t.subAccountId], foreignColumns: [subAccounts.accountId, subAccounts.id] }),
    // Those of one person: at sign-in by hash, and on the page that lists them.
    index("trusted_devices_account_id_sub_account_id_idx").on(t.accountId, t.subAccountId, t.tokenHash),
  ],
);
