import "server-only";
import { type SQL, type SQLWrapper, sql } from "drizzle-orm";
import { groupMembers } from "@/db/schema/group-members";
import { groupPolicyAttachments } from "@/db/schema/group-policy-attachments";
import { groups } from "@/db/schema/groups";
import { policies } from "@/db/schema/policies";
import { policyAttachments } from "@/db/schema/policy-attachments";
import type { PolicyType } from "@/db/schema/policy-types";
import { policyVersions } from "@/db/schema/policy-versions";
import type { HeldPolicy } from "@/lib/authorization/policy-document";
import { readStoredDocument } from "@/lib/authorization/read-stored-document";
import { heldSystemPolicy } from "@/lib/authorization/system-policies";

export interface HeldRow {
  type: PolicyType;
  name: string;
  /** Of a custom policy, its default version. */
  version: number | null;
  document: string | null;
  /** null: held by itself. */
  group: string | null;
}

const heldRow = sql`'type', held.policy_type, 'name', held.policy_name, 'group', held.group_name,
  'version', version.version, 'document', version.document`;

/** What is held directly and by groups, with the default version of what is a policy of the account's own. */
function heldWhere(isOwned: (accountId: SQL, subAccountId: SQL) => SQL, accountId: SQLWrapper): SQL {
  return sql`(
      select direct.account_id, direct.sub_account_id, direct.policy_type, direct.policy_name, direct.policy_id,
        null::text as group_name
      from ${policyAttachments} direct where ${isOwned(sql`direct.account_id`, sql`direct.sub_account_id`)}
      union all
      select member.account_id, member.sub_account_id, given.policy_type, given.policy_name, given.policy_id, of_group.name
      from ${groupMembers} member
      join ${groups} of_group on of_group.account_id = member.account_id and of_group.id = member.group_id
      join ${groupPolicyAttachments} given
        on given.account_id = member.account_id and given.group_id = member.group_id
      where ${isOwned(sql`member.account_id`, sql`member.sub_account_id`)}
    ) held
    left join ${policies} policy on policy.account_id = ${accountId} and policy.id = held.policy_id
    left join ${policyVersions} version on version.account_id = ${accountId}
      and version.policy_id = policy.id and version.version = policy.default_version`;
}

/** All that a sub-account holds, by itself and by its groups, as one column beside its own row: no query of its own. */
export function heldPoliciesOf(accountId: SQLWrapper, subAccountId: SQLWrapper): SQL<HeldRow[]> {
  const held = heldWhere((account, sub) => sql`${account} = ${accountId} and ${sub} = ${subAccountId}`, accountId);
  return sql<HeldRow[]>`(select coalesce(jsonb_agg(jsonb_build_object(${heldRow})), '[]') from ${held})`;
}

/** All that several hold, of several accounts: asked for once, it costs little more than what one of them holds. */
export function heldPoliciesOfAll(accountIds: SQL, subAccountIds: SQL): SQL<string | null> {
  const areOwned = (account: SQL, sub: SQL) =>
    sql`${account} = any (${accountIds}) and ${sub} = any (${subAccountIds})`;
  const held = heldWhere(areOwned, sql`held.account_id`);
  return sql`(select json_agg(json_build_object('holder', held.sub_account_id, ${heldRow}))::text from ${held})`;
}

/** The rows as the evaluator reads them. A system policy that left the catalogue grants nothing. */
export function presentHeldPolicies(rows: readonly HeldRow[], subAccountName: string): HeldPolicy[] {
  return rows.flatMap(({ type, name, version, document, group }) => {
    const attachedTo =
      group === null
        ? ({ kind: "sub-account", name: subAccountName } as const)
        : ({ kind: "group", name: group } as const);
    if (type === "System") return heldSystemPolicy(name, attachedTo) ?? [];
    if (document === null) return [];
    return [{ name, type, version: `v${version}`, attachedTo, document: readStoredDocument(document) }];
  });
}
