import { foreignKey, index, primaryKey, uuid } from "drizzle-orm/pg-core";
import { accountIdColumn, app, moment, subAccountIdColumn } from "./columns";
import { groups } from "./groups";
import { subAccounts } from "./sub-accounts";

export const groupMembers = app.table(
  "group_members",
  {
    accountId: accountIdColumn(),
    groupId: uuid("group_id").notNull(),
    subAccountId: subAccountIdColumn().notNull(),
    joinedAt: moment("joined_at").notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.groupId, t.subAccountId] }),
    foreignKey({ columns: [t.accountId, t.groupId], foreignColumns: [groups.accountId, groups.id] }),
    foreignKey({ columns: [t.accountId, t.subAccountId], foreignColumns: [subAccounts.accountId, subAccounts.id] }),
    // The groups of one sub-account: asked with every request it makes.
    index("group_members_account_id_sub_account_id_idx").on(t.accountId, t.subAccountId),
  ],
);
