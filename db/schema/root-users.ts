import { foreignKey, primaryKey, text } from "drizzle-orm/pg-core";
import { accounts } from "./accounts";
import { accountIdColumn, app, createdAt, moment } from "./columns";

/** The one person who owns the account's credentials. */
export const rootUsers = app.table(
  "root_users",
  {
    accountId: accountIdColumn(),
    email: text("email").notNull(),
    phone: text("phone").notNull(),
    passwordHash: text("password_hash").notNull(),
    passwordChangedAt: moment("password_changed_at").notNull().defaultNow(),
    locale: text("locale").notNull().default("en"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId] }),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.accountId] }),
  ],
);
