import { foreignKey, index, primaryKey, text } from "drizzle-orm/pg-core";
import { accountIdColumn, app, subAccountIdColumn } from "./columns";
import { subAccounts } from "./sub-accounts";

/** What administrators sort their sub-accounts by: `team: vision`. */
export const subAccountLabels = app.table(
  "sub_account_labels",
  {
    accountId: accountIdColumn(),
    subAccountId: subAccountIdColumn().notNull(),
    key: text("key").notNull(),
    value: text("value").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.subAccountId, t.key] }),
    foreignKey({ columns: [t.accountId, t.subAccountId], foreignColumns: [subAccounts.accountId, subAccounts.id] }),
    // The list of one label.
    index("sub_account_labels_account_id_key_idx").on(t.accountId, t.key, t.value, t.subAccountId),
  ],
);
