import { foreignKey, index, primaryKey, text } from "drizzle-orm/pg-core";
import { accounts } from "./accounts";
import { accountIdColumn, app, moment, subAccountIdColumn } from "./columns";

/** Replaced keys that stop by themselves: what the worker looks for across accounts, and nothing of the key. */
export const accessKeyRetirements = app.table(
  "access_key_retirements",
  {
    accountId: accountIdColumn(),
    accessKeyId: text("access_key_id").notNull(),
    subAccountId: subAccountIdColumn(),
    dueAt: moment("due_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.accessKeyId] }),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.accountId] }),
    // The worker's question: which are due.
    index("access_key_retirements_due_at_idx").on(t.dueAt),
  ],
);
