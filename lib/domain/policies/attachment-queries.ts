import "server-only";
import { and, asc, eq, sql } from "drizzle-orm";
import { groupPolicyAttachments } from "@/db/schema/group-policy-attachments";
import { groups } from "@/db/schema/groups";
import { policies } from "@/db/schema/policies";
import { policyAttachments } from "@/db/schema/policy-attachments";
import type { PolicyType } from "@/db/schema/policy-types";
import { subAccounts } from "@/db/schema/sub-accounts";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { groupResource, permissionsResource, policyResource } from "@/lib/authorization/resources";
import { systemPolicies } from "@/lib/authorization/system-policies";
import { DomainError } from "@/lib/foundation/errors";
import { type Tx, withReadTransaction } from "@/lib/foundation/transaction";
import type { PolicyRef } from "./schema";
import { countReached } from "./steps";

/** A policy as it hangs on a sub-account or a group. */
export interface AttachedPolicy {
  type: PolicyType;
  name: string;
  description: { en: string; "zh-CN": string };
  defaultVersion: string;
  attachedAt: Date;
}

/** What a sub-account holds by itself; what it holds by its groups is the groups'. */
export async function listPoliciesForUser(ctx: Context, name: string): Promise<AttachedPolicy[]> {
  const allowed = authorize(ctx, "ram:ListPoliciesForUser", permissionsResource(ctx, name));
  const { accountId } = allowed;
  return withReadTransaction(allowed, async (tx) => {
    const [person] = await tx
      .select({ id: subAccounts.id })
      .from(subAccounts)
      .where(and(eq(subAccounts.accountId, accountId), eq(sql`${subAccounts.name} collate "C"`, name)));
    if (!person) throw new DomainError("not-found", "sub-account");
    return readAttached(tx, allowed, { table: policyAttachments, of: eq(policyAttachments.subAccountId, person.id) });
  });
}

export async function listPoliciesForGroup(ctx: Context, name: string): Promise<AttachedPolicy[]> {
  const allowed = authorize(ctx, "ram:ListPoliciesForGroup", groupResource(ctx, name));
  const { accountId } = allowed;
  return withReadTransaction(allowed, async (tx) => {
    const [group] = await tx
      .select({ id: groups.id })
      .from(groups)
      .where(and(eq(groups.accountId, accountId), eq(sql`${groups.name} collate "C"`, name)));
    if (!group) throw new DomainError("not-found", "group");
    const of = eq(groupPolicyAttachments.groupId, group.id);
    return readAttached(tx, allowed, { table: groupPolicyAttachments, of });
  });
}

interface Attachments {
  table: typeof policyAttachments | typeof groupPolicyAttachments;
  of: ReturnType<typeof eq>;
}

async function readAttached(tx: Tx, { accountId }: Allowed, { table, of }: Attachments): Promise<AttachedPolicy[]> {
  const rows = await tx
    .select({
      type: table.policyType,
      name: table.policyName,
      attachedAt: table.createdAt,
      description: policies.description,
      defaultVersion: policies.defaultVersion,
    })
    .from(table)
    .leftJoin(policies, and(eq(policies.accountId, table.accountId), eq(policies.id, table.policyId)))
    .where(and(eq(table.accountId, accountId), of))
    .orderBy(asc(sql`${table.policyName} collate "C"`), asc(table.policyType));
  return rows.map(({ type, name, attachedAt, description, defaultVersion }) => {
    const system = type === "System" ? systemPolicies().get(name) : undefined;
    return {
      type,
      name,
      description: system?.description ?? { en: description ?? "", "zh-CN": description ?? "" },
      defaultVersion: system?.version ?? `v${defaultVersion ?? 1}`,
      attachedAt,
    };
  });
}

/** How many holders of each kind one answer names: an account may have more sub-accounts than a page can take. */
const entitiesMax = 1000;

export interface PolicyEntities {
  users: { id: string; ramId: string | null; name: string; displayName: string; attachedAt: Date }[];
  groups: { id: string; name: string; displayName: string; comments: string; attachedAt: Date }[];
  /** Sub-accounts that hold it, each once, by themselves or by a group: whom a change reaches. */
  reached: number;
}

/** Where a policy is used. */
export async function listEntitiesForPolicy(ctx: Context, ref: PolicyRef): Promise<PolicyEntities> {
  const allowed = authorize(ctx, "ram:ListEntitiesForPolicy", policyResource(ctx, ref));
  return withReadTransaction(allowed, async (tx) => {
    await requirePolicy(tx, allowed, ref);
    const users = await readUsers(tx, allowed, ref);
    const ofGroups = await readGroups(tx, allowed, ref);
    return { users, groups: ofGroups, reached: await countReached(tx, allowed, ref) };
  });
}

async function requirePolicy(tx: Tx, { accountId }: Allowed, { type, name }: PolicyRef): Promise<void> {
  if (type === "System" && systemPolicies().has(name)) return;
  const [found] = await tx
    .select({ id: policies.id })
    .from(policies)
    .where(and(eq(policies.accountId, accountId), eq(sql`${policies.name} collate "C"`, name)));
  if (type === "System" || !found) throw new DomainError("not-found", "policy");
}

function readUsers(tx: Tx, { accountId }: Allowed, { type, name }: PolicyRef) {
  const held = policyAttachments;
  return tx
    .select({
      id: subAccounts.id,
      ramId: subAccounts.ramId,
      name: subAccounts.name,
      displayName: subAccounts.displayName,
      attachedAt: held.createdAt,
    })
    .from(held)
    .innerJoin(subAccounts, and(eq(subAccounts.accountId, held.accountId), eq(subAccounts.id, held.subAccountId)))
    .where(and(eq(held.accountId, accountId), eq(held.policyType, type), eq(held.policyName, name)))
    .orderBy(asc(sql`${subAccounts.name} collate "C"`))
    .limit(entitiesMax);
}

function readGroups(tx: Tx, { accountId }: Allowed, { type, name }: PolicyRef) {
  const held = groupPolicyAttachments;
  const { id, displayName, comments } = groups;
  return tx
    .select({ id, name: groups.name, displayName, comments, attachedAt: held.createdAt })
    .from(held)
    .innerJoin(groups, and(eq(groups.accountId, held.accountId), eq(groups.id, held.groupId)))
    .where(and(eq(held.accountId, accountId), eq(held.policyType, type), eq(held.policyName, name)))
    .orderBy(asc(sql`${groups.name} collate "C"`))
    .limit(entitiesMax);
}
