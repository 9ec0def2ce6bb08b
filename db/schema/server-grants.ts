import { foreignKey, index, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { accountIdColumn, app, createdAt, idColumn, subAccountIdColumn } from "./columns";
import { groups } from "./groups";
import { servers } from "./servers";
import { subAccounts } from "./sub-accounts";

/** Who may log in to a server, under which name, from where: one sub-account, a group, or (neither) all of the account. */
export const serverGrants = app.table(
  "server_grants",
  {
    accountId: accountIdColumn(),
    id: idColumn(),
    serverId: uuid("server_id").notNull(),
    /** Each that is named narrows whom it lets in. */
    subAccountId: subAccountIdColumn(),
    groupId: uuid("group_id"),
    /** The name of the server's own user. */
    login: text("login").notNull(),
    /** Addresses and ranges to come from; none: from anywhere. */
    networks: text("networks").array().notNull().default([]),
    createdBy: text("created_by").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.id] }),
    foreignKey({ columns: [t.accountId, t.serverId], foreignColumns: [servers.accountId, servers.id] }),
    foreignKey({ columns: [t.accountId, t.subAccountId], foreignColumns: [subAccounts.accountId, subAccounts.id] }),
    foreignKey({ columns: [t.accountId, t.groupId], foreignColumns: [groups.accountId, groups.id] }),
    // Who may log in to a server under a name: asked with every login, and the list on its page.
    index("server_grants_account_id_server_id_login_idx").on(t.accountId, t.serverId, t.login),
    // What one sub-account may log in to; what goes with it when it is deleted.
    index("server_grants_account_id_sub_account_id_idx").on(t.accountId, t.subAccountId),
    // What a group may log in to.
    index("server_grants_account_id_group_id_idx").on(t.accountId, t.groupId),
  ],
);
