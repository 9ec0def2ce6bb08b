import "server-only";
import { and, asc, count, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import { groupPolicyAttachments } from "@/db/schema/group-policy-attachments";
import { policies } from "@/db/schema/policies";
import { policyAttachments } from "@/db/schema/policy-attachments";
import { policyVersions } from "@/db/schema/policy-versions";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { anyPolicy, policyResource } from "@/lib/authorization/resources";
import { type SystemPolicy, systemPolicies } from "@/lib/authorization/system-policies";
import { cutPage, type KeysetCursor, type Page, readCursor } from "@/lib/foundation/cursor";
import { DomainError } from "@/lib/foundation/errors";
import { type Tx, withReadTransaction } from "@/lib/foundation/transaction";
import {
  type PolicyVersionView,
  type PolicyView,
  presentPolicy,
  presentPolicyVersion,
  presentSystemPolicy,
  presentSystemVersion,
} from "./presenter";
import { policyQuotas } from "./rules";
import { type PolicyFilter, PolicyName, type PolicyRef, PolicyType, policyDocumentMax, policyNameMax } from "./schema";
import { countReached } from "./steps";

const byName = sql`${policies.name} collate "C"`;

/** One page of both kinds by name, letter by letter; of equal names the custom one first. */
export async function listPolicies(ctx: Context, filter: PolicyFilter): Promise<Page<PolicyView>> {
  const allowed = authorize(ctx, "ram:ListPolicies", anyPolicy(ctx));
  const given = readCursor(filter.cursor);
  const cursor = given && PolicyName.safeParse(given.value).success && isType(given.id) ? given : undefined;
  const backwards = cursor?.direction === "before";
  return withReadTransaction(allowed, async (tx) => {
    const custom = filter.type === "System" ? [] : await readCustom(tx, allowed, filter.size + 1, cursor);
    const system = filter.type === "Custom" ? [] : [...systemPolicies().values()].filter((one) => lies(one, cursor));
    const found = [
      ...custom.map((row) => presentPolicy(row, 0)),
      ...system.map((policy) => presentSystemPolicy(policy, 0)),
    ].sort((one, other) => (backwards ? -1 : 1) * compare(one, other));
    const page = cutPage(found, filter.size, cursor, ({ name, type }) => ({ value: name, id: type }));
    return { ...page, rows: await counted(tx, allowed, page.rows) };
  });
}

const isType = (text: string): text is PolicyRef["type"] => PolicyType.safeParse(text).success;
const keyOf = ({ name, type }: PolicyRef) => `${name} ${type}`;
const compare = (one: PolicyRef, other: PolicyRef) => (keyOf(one) < keyOf(other) ? -1 : 1);

function lies({ name }: SystemPolicy, cursor: KeysetCursor | undefined): boolean {
  if (!cursor) return true;
  const [own, other] = [`${name} System`, `${cursor.value} ${cursor.id}`];
  return cursor.direction === "after" ? own > other : own < other;
}

function readCustom(tx: Tx, { accountId }: Allowed, limit: number, cursor: KeysetCursor | undefined) {
  const backwards = cursor?.direction === "before";
  return tx
    .select()
    .from(policies)
    .where(and(eq(policies.accountId, accountId), cursor && beyond(cursor)))
    .orderBy(backwards ? desc(byName) : asc(byName))
    .limit(limit);
}

function beyond({ direction, value, id }: KeysetCursor): SQL {
  if (direction === "after") return sql`${byName} > ${value}`;
  return id === "System" ? sql`${byName} <= ${value}` : sql`${byName} < ${value}`;
}

/** How many hold each of the page's policies: two questions for the page, not two for each row. */
async function counted(tx: Tx, { accountId }: Allowed, rows: readonly PolicyView[]): Promise<PolicyView[]> {
  if (rows.length === 0) return [];
  const names = rows.map(({ name }) => name);
  const found = new Map<string, number>();
  for (const table of [policyAttachments, groupPolicyAttachments]) {
    const counts = await tx
      .select({ type: table.policyType, name: table.policyName, count: count() })
      .from(table)
      .where(and(eq(table.accountId, accountId), inArray(table.policyName, names)))
      .groupBy(table.policyType, table.policyName);
    for (const one of counts) found.set(keyOf(one), (found.get(keyOf(one)) ?? 0) + one.count);
  }
  return rows.map((row) => ({ ...row, attachmentCount: found.get(keyOf(row)) ?? 0 }));
}

export interface PolicyDetail {
  policy: PolicyView;
  /** What it says now. */
  current: PolicyVersionView;
  /** All of them, the newest first. */
  versions: PolicyVersionView[];
}

/** One policy with the version that counts. A made-up name and another account's answer alike. */
export async function getPolicy(ctx: Context, ref: PolicyRef): Promise<PolicyDetail> {
  const allowed = authorize(ctx, "ram:GetPolicy", policyResource(ctx, ref));
  return withReadTransaction(allowed, (tx) => readPolicy(tx, allowed, ref));
}

export async function listPolicyVersions(ctx: Context, ref: PolicyRef): Promise<PolicyVersionView[]> {
  const allowed = authorize(ctx, "ram:ListPolicyVersions", policyResource(ctx, ref));
  const { versions } = await withReadTransaction(allowed, (tx) => readPolicy(tx, allowed, ref));
  return versions;
}

/** @param version such as `v2` */
export async function getPolicyVersion(ctx: Context, ref: PolicyRef, version: string): Promise<PolicyVersionView> {
  const allowed = authorize(ctx, "ram:GetPolicyVersion", policyResource(ctx, ref));
  const { versions } = await withReadTransaction(allowed, (tx) => readPolicy(tx, allowed, ref));
  const found = versions.find((one) => one.version === version);
  if (!found) throw new DomainError("not-found", "policy-version");
  return found;
}

async function readPolicy(tx: Tx, allowed: Allowed, { type, name }: PolicyRef): Promise<PolicyDetail> {
  if (type === "System") {
    const known = systemPolicies().get(name);
    if (!known) throw new DomainError("not-found", "policy");
    const [policy = presentSystemPolicy(known, 0)] = await counted(tx, allowed, [presentSystemPolicy(known, 0)]);
    const current = presentSystemVersion(known);
    return { policy, current, versions: [current] };
  }
  const found = await tx
    .select({ policy: policies, version: policyVersions })
    .from(policies)
    .innerJoin(
      policyVersions,
      and(eq(policyVersions.accountId, policies.accountId), eq(policyVersions.policyId, policies.id)),
    )
    .where(and(eq(policies.accountId, allowed.accountId), eq(byName, name)))
    .orderBy(desc(policyVersions.version));
  const [row] = found;
  if (!row) throw new DomainError("not-found", "policy");
  const versions = found.map(({ version }) => presentPolicyVersion(version, row.policy.defaultVersion));
  const current = versions.find(({ isDefault }) => isDefault);
  const [policy] = await counted(tx, allowed, [presentPolicy(row.policy, 0)]);
  if (!policy || !current) throw new DomainError("not-found", "policy");
  return { policy, current, versions };
}

/** The limits a new policy has to keep, for whoever may write one. */
export async function getPolicyTerms(ctx: Context): Promise<{ nameMax: number; documentMax: number }> {
  authorize(ctx, "ram:CreatePolicy", anyPolicy(ctx));
  return { nameMax: policyNameMax, documentMax: policyDocumentMax };
}

export interface PolicyForChange {
  current: PolicyVersionView;
  /** Whether one version more would be too many. */
  isFull: boolean;
  versions: readonly PolicyVersionView[];
  attachmentCount: number;
  /** How many sub-accounts hold it, by themselves or by a group. */
  reached: number;
}

/** What whoever is about to change a custom policy has to know. */
export async function getPolicyForChange(
  ctx: Context,
  action: "ram:CreatePolicyVersion" | "ram:DeletePolicy" | "ram:SetDefaultPolicyVersion",
  name: string,
): Promise<PolicyForChange> {
  const ref = { type: "Custom", name } as const;
  const allowed = authorize(ctx, action, policyResource(ctx, ref));
  return withReadTransaction(allowed, async (tx) => {
    const { policy, current, versions } = await readPolicy(tx, allowed, ref);
    const reached = await countReached(tx, allowed, ref);
    const isFull = versions.length >= policyQuotas.VersionsPerPolicyQuota;
    return { current, versions, isFull, attachmentCount: policy.attachmentCount, reached };
  });
}
