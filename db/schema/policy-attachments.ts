import { foreignKey, primaryKey, text } from "drizzle-orm/pg-core";
import { accountIdColumn, app, createdAt, subAccountIdColumn } from "./columns";
import { subAccounts } from "./sub-accounts";

/** Which system policies a sub-account holds. */
export const policyAttachments = app.table(
  "policy_attachments",
  {
    accountId: accountIdColumn(),
    subAccountId: subAccountIdColumn().notNull(),
    policyName: text("policy_name").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.accountId, t.subAccountId, t.policyName] }),
    foreignKey({ columns: [t.accountId, t.subAccountId], foreignColumns: [subAccounts.accountId, subAccounts.id] }),
  ],
);
