import { sql } from "drizzle-orm";
import { foreignKey, integer, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { accounts } from "./accounts";
import { accountIdColumn, app, createdAt, idColumn, moment } from "./columns";

/** A policy the account wrote itself. Its name never changes; what it says is the document of its default version. */
export const policies = app.table(
  "policies",
  {
    accountId: accountIdColumn(),
    id: idColumn(),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    defaultVersion: integer("default_version").notNull().default(1),
    /** The highest number given out: numbers are never used again. */
    latestVersion: integer("latest_version").notNull().default(1),
    createdAt: createdAt(),
    updatedAt: moment("updated_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.accountId] }),
    // A policy by name; the list by name and its keyset.
    uniqueIndex("policies_account_id_name_idx").on(t.accountId, sql`${t.name} collate "C"`),
  ],
);
