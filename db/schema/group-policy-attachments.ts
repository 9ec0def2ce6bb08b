import { sql } from "drizzle-orm";
import { check, foreignKey, index, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { accountIdColumn, app, createdAt, oneOf } from "./columns";
import { groups } from "./groups";
import { policies } from "./policies";
import { policyTypes } from "./policy-types";

/** Which policies the members of a group hold. */
export const groupPolicyAttachments = app.table(
  "group_policy_attachments",
  {
    accountId: accountIdColumn(),
    groupId: uuid("group_id").notNull(),
    policyType: text("policy_type", { enum: policyTypes }).notNull(),
    policyName: text("policy_name").notNull(),
    policyId: uuid("policy_id"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({
      name: "group_policy_attachments_pk",
      columns: [t.accountId, t.groupId, t.policyType, t.policyName],
    }),
    oneOf("group_policy_attachments", t.policyType, policyTypes),
    check("group_policy_attachments_policy_id_check", sql`(${t.policyType} = 'Custom') = (${t.policyId} is not null)`),
    foreignKey({ columns: [t.accountId, t.groupId], foreignColumns: [groups.accountId, groups.id] }),
    foreignKey({ columns: [t.accountId, t.policyId], foreignColumns: [policies.accountId, policies.id] }),
    // Where a policy is used; how often each is, in the list.
    index("group_policy_attachments_account_id_policy_idx").on(t.accountId, t.policyType, t.policyName),
  ],
);
