import { foreignKey, integer, primaryKey } from "drizzle-orm/pg-core";
import { accounts } from "./accounts";
import { accountIdColumn, app } from "./columns";

/** How many sub-accounts of each state there are, kept with every change: counting 100,000 rows costs 25 ms a page. */
export const subAccountCounters = app.table(
  "sub_account_counters",
  {
    accountId: accountIdColumn(),
    active: integer("active").notNull().default(0),
    disabled: integer("disabled").notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.accountId] }),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.accountId] }),
  ],
);
