import "server-only";
import { and, count, eq, inArray, sql } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { groupMembers } from "@/db/schema/group-members";
import { groupPolicyAttachments } from "@/db/schema/group-policy-attachments";
import { policies } from "@/db/schema/policies";
import { policyAttachments } from "@/db/schema/policy-attachments";
import { policyVersions } from "@/db/schema/policy-versions";
import { subAccounts } from "@/db/schema/sub-accounts";
import type { Allowed } from "@/lib/authorization/authorize";
import { actingSubAccount, isRootUser } from "@/lib/authorization/context";
import type { PolicyDocument } from "@/lib/authorization/policy-document";
import { readStoredDocument } from "@/lib/authorization/read-stored-document";
import { systemPolicies } from "@/lib/authorization/system-policies";
import type { SubAccountId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";
import { findVersion } from "./lookups";
import { heldPoliciesOf, presentHeldPolicies } from "./present-held-policies";
import { requireChangeHeld, requireNoMoreHeld } from "./rules";
import type { PolicyRef } from "./schema";

/**
 * Decisions made before this commits are made again: `auth.enter` refuses what was decided under the old epoch. The
 * last statement of its transaction, since all changes of the account share the row.
 */
export async function changeAuthority(tx: Tx, { accountId }: Allowed): Promise<void> {
  await tx
    .update(accounts)
    .set({ authorityEpoch: sql`${accounts.authorityEpoch} + 1` })
    .where(eq(accounts.accountId, accountId));
}

/** Lets one transaction at a time count what the account may only have so many of. */
export async function holdQuotas(tx: Tx, { accountId }: Allowed): Promise<void> {
  await tx.select({ id: accounts.accountId }).from(accounts).where(eq(accounts.accountId, accountId)).for("update");
}

/** How many sub-accounts and groups hold a policy directly. */
export async function countAttachments(tx: Tx, { accountId }: Allowed, { type, name }: PolicyRef) {
  const [users, groups] = await Promise.all(
    [policyAttachments, groupPolicyAttachments].map(async (table) => {
      const of = and(eq(table.accountId, accountId), eq(table.policyType, type), eq(table.policyName, name));
      const [row] = await tx.select({ found: count() }).from(table).where(of);
      return row?.found ?? 0;
    }),
  );
  return { users: users ?? 0, groups: groups ?? 0 };
}

/** What the members of a group hold through it. */
export async function readGroupDocuments(tx: Tx, { accountId }: Allowed, groupId: string): Promise<PolicyDocument[]> {
  const given = groupPolicyAttachments;
  const rows = await tx
    .select({ type: given.policyType, name: given.policyName, text: policyVersions.document })
    .from(given)
    .leftJoin(policies, and(eq(policies.accountId, given.accountId), eq(policies.id, given.policyId)))
    .leftJoin(
      policyVersions,
      and(
        eq(policyVersions.accountId, policies.accountId),
        eq(policyVersions.policyId, policies.id),
        eq(policyVersions.version, policies.defaultVersion),
      ),
    )
    .where(and(eq(given.accountId, accountId), eq(given.groupId, groupId)));
  return rows.flatMap(({ type, name, text }) => {
    if (type === "System") return systemPolicies().get(name)?.document ?? [];
    return text === null ? [] : [readStoredDocument(text)];
  });
}

/** What a new default gives to those who hold the policy must be the caller's to give; held by nobody, it gives nothing. */
export async function requireDefaultHeld(
  tx: Tx,
  allowed: Allowed,
  { id, name, defaultVersion }: { id: string; name: string; defaultVersion: number },
  next: PolicyDocument,
): Promise<void> {
  const { users, groups } = await countAttachments(tx, allowed, { type: "Custom", name });
  if (users + groups === 0) return;
  const { document } = await findVersion(tx, allowed, id, defaultVersion);
  requireChangeHeld(allowed, readStoredDocument(document), next);
}

/** The sub-accounts that hold a policy, each once, by themselves or by a group. */
export async function findHolders(tx: Tx, { accountId }: Allowed, { type, name }: PolicyRef): Promise<SubAccountId[]> {
  const direct = policyAttachments;
  const given = groupPolicyAttachments;
  const ofDirect = tx
    .select({ id: direct.subAccountId })
    .from(direct)
    .where(and(eq(direct.accountId, accountId), eq(direct.policyType, type), eq(direct.policyName, name)));
  const ofGroups = tx
    .select({ id: groupMembers.subAccountId })
    .from(given)
    .innerJoin(groupMembers, and(eq(groupMembers.accountId, given.accountId), eq(groupMembers.groupId, given.groupId)))
    .where(and(eq(given.accountId, accountId), eq(given.policyType, type), eq(given.policyName, name)));
  return (await ofDirect.union(ofGroups)).map(({ id }) => id);
}

export const countReached = async (tx: Tx, allowed: Allowed, ref: PolicyRef): Promise<number> =>
  (await findHolders(tx, allowed, ref)).length;

/**
 * Asserts that nobody of these people may do anything the caller may not: whoever gives them a password, a link or a key
 * could act as them. Nobody needs leave for their own. Throws `forbidden`.
 */
export async function requirePeopleHeld(tx: Tx, allowed: Allowed, people: readonly SubAccountId[]): Promise<void> {
  const { accountId, actor } = allowed;
  const self = actingSubAccount(actor)?.subAccountId;
  const others = people.filter((id) => id !== self);
  if (isRootUser(actor) || others.length === 0) return;
  const rows = await tx
    .select({ name: subAccounts.name, held: heldPoliciesOf(sql`${subAccounts}.account_id`, sql`${subAccounts}.id`) })
    .from(subAccounts)
    .where(and(eq(subAccounts.accountId, accountId), inArray(subAccounts.id, others)));
  for (const { name, held } of rows) {
    requireNoMoreHeld(
      allowed,
      presentHeldPolicies(held, name).map(({ document }) => document),
    );
  }
}
