import { foreignKey, index, primaryKey, text } from "drizzle-orm/pg-core";
import { accounts } from "./accounts";
import { accountIdColumn, app, createdAt, subAccountIdColumn } from "./columns";

/** Every name a sub-account of this account ever had: never given to someone else, even after deletion. */
export const reservedNames = app.table(
  "reserved_names",
  {
    accountId: accountIdColumn(),
    name: text("name").notNull(),
    /** Whose it is or was: late usage finds a deleted sub-account by it, and bills its name. */
    subAccountId: subAccountIdColumn(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.name] }),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.accountId] }),
    // The names on a bill.
    index("reserved_names_account_id_sub_account_id_idx").on(t.accountId, t.subAccountId),
  ],
);
