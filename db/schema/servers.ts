import { sql } from "drizzle-orm";
import { foreignKey, index, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { accounts } from "./accounts";
import { accountIdColumn, app, createdAt, idColumn, moment, oneOf } from "./columns";

export const serverManagers = ["account", "operator"] as const;

/** A server, or a group of servers that are set up alike, that asks for the keys of an account's sub-accounts. */
export const servers = app.table(
  "servers",
  {
    accountId: accountIdColumn(),
    id: idColumn(),
    name: text("name").notNull(),
    /** Where to log in, as `host` or `host:port`; several where it is a group. */
    hosts: text("hosts").array().notNull(),
    description: text("description").notNull().default(""),
    /** Who registered it, and alone may change it. */
    managedBy: text("managed_by", { enum: serverManagers }).notNull(),
    createdBy: text("created_by").notNull(),
    createdAt: createdAt(),
    /** When it last asked for keys, to the minute: that it is set up. */
    lastAskedAt: moment("last_asked_at"),
    lastAskedFrom: text("last_asked_from").notNull().default(""),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    oneOf("servers", t.managedBy, serverManagers),
    foreignKey({ columns: [t.accountId], foreignColumns: [accounts.accountId] }),
    // A server by name; the list by name and its keyset.
    uniqueIndex("servers_account_id_name_idx").on(t.accountId, sql`${t.name} collate "C"`),
    // The operator's list over all accounts, newest first.
    index("servers_managed_by_created_at_idx").on(t.managedBy, t.createdAt, t.id),
  ],
);
