import { sql } from "drizzle-orm";
import { check, foreignKey, index, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { accountIdColumn, app, createdAt, oneOf, subAccountIdColumn } from "./columns";
import { policies } from "./policies";
import { policyTypes } from "./policy-types";
import { subAccounts } from "./sub-accounts";

/** Which policies a sub-account holds by itself, system policies by name alone. */
export const policyAttachments = app.table(
  "policy_attachments",
  {
    accountId: accountIdColumn(),
    subAccountId: subAccountIdColumn().notNull(),
    policyType: text("policy_type", { enum: policyTypes }).notNull().default("System"),
    policyName: text("policy_name").notNull(),
    policyId: uuid("policy_id"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({
      name: "policy_attachments_pk",
      columns: [t.accountId, t.subAccountId, t.policyType, t.policyName],
    }),
    oneOf("policy_attachments", t.policyType, policyTypes),
    check("policy_attachments_policy_id_check", sql`(${t.policyType} = 'Custom') = (${t.policyId} is not null)`),
    foreignKey({ columns: [t.accountId, t.subAccountId], foreignColumns: [subAccounts.accountId, subAccounts.id] }),
    foreignKey({ columns: [t.accountId, t.policyId], foreignColumns: [policies.accountId, policies.id] }),
    // Where a policy is used; how often each is, in the list.
    index("policy_attachments_account_id_policy_idx").on(t.accountId, t.policyType, t.policyName),
  ],
);
