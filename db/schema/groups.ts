import { sql } from "drizzle-orm";
import { foreignKey, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { accounts } from "./accounts";
import { accountIdColumn, app, createdAt, idColumn, moment } from "./columns";

/** Sub-accounts that hold policies together. */
export const groups = app.table(
  "groups",
  {
    accountId: accountIdColumn(),
    id: idColumn(),
    name: text("name").notNull(),
    displayName: text("display_name").notNull().default(""),
    comments: text("comments").notNull().default(""),
    createdAt: createdAt(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.accountId] }),
    // A group by name; the list by name and its keyset.
    uniqueIndex("groups_account_id_name_idx").on(t.accountId, sql`${t.name} collate "C"`),
  ],
);
