import { foreignKey, primaryKey, text } from "drizzle-orm/pg-core";
import { accounts } from "./accounts";
import { accountIdColumn, app, createdAt } from "./columns";

/** Every name a sub-account of this account ever had: never given to someone else, even after deletion. */
export const reservedNames = app.table(
  "reserved_names",
  {
    accountId: accountIdColumn(),
    name: text("name").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.name] }),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.accountId] }),
  ],
);
