import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { groups } from "@/db/schema/groups";
import { policies } from "@/db/schema/policies";
import { policyVersions } from "@/db/schema/policy-versions";
import { subAccounts } from "@/db/schema/sub-accounts";
import type { Allowed } from "@/lib/authorization/authorize";
import type { PolicyDocument } from "@/lib/authorization/policy-document";
import { readStoredDocument } from "@/lib/authorization/read-stored-document";
import { systemPolicies } from "@/lib/authorization/system-policies";
import { DomainError } from "@/lib/foundation/errors";
import type { Tx } from "@/lib/foundation/transaction";
import type { PolicyRef } from "./schema";

const policyName = sql`${policies.name} collate "C"`;
const groupName = sql`${groups.name} collate "C"`;
const subAccountName = sql`${subAccounts.name} collate "C"`;

/** Whoever changes a policy waits for those who give it, and they for it: `share` for the latter. */
type Strength = "update" | "share";

/** A custom policy's row, held until the transaction ends. Throws `not-found`. */
export async function lockPolicy(tx: Tx, { accountId }: Allowed, name: string, strength: Strength = "update") {
  const [policy] = await tx
    .select()
    .from(policies)
    .where(and(eq(policies.accountId, accountId), eq(policyName, name)))
    .for(strength);
  if (!policy) throw new DomainError("not-found", "policy");
  return policy;
}

/** The document of one version. Throws `not-found`. */
export async function findVersion(tx: Tx, { accountId }: Allowed, policyId: string, version: number) {
  const [row] = await tx
    .select()
    .from(policyVersions)
    .where(
      and(
        eq(policyVersions.accountId, accountId),
        eq(policyVersions.policyId, policyId),
        eq(policyVersions.version, version),
      ),
    );
  if (!row) throw new DomainError("not-found", "policy-version");
  return row;
}

interface GivenPolicy {
  /** null: of the catalogue. */
  id: string | null;
  document: PolicyDocument;
}

/** What a policy says now, kept so until the transaction ends. Throws `not-found`. */
export async function lockGivenPolicy(tx: Tx, allowed: Allowed, { type, name }: PolicyRef): Promise<GivenPolicy> {
  if (type === "System") {
    const known = systemPolicies().get(name);
    if (!known) throw new DomainError("not-found", "policy");
    return { id: null, document: known.document };
  }
  const { id, defaultVersion } = await lockPolicy(tx, allowed, name, "share");
  const { document } = await findVersion(tx, allowed, id, defaultVersion);
  return { id, document: readStoredDocument(document) };
}

/** The same for taking it away: undefined for a system policy that left the catalogue, which can still be detached. */
export async function lockTakenPolicy(tx: Tx, allowed: Allowed, policy: PolicyRef): Promise<GivenPolicy | undefined> {
  if (policy.type === "System" && !systemPolicies().has(policy.name)) return undefined;
  return lockGivenPolicy(tx, allowed, policy);
}

/** The sub-account that comes to hold or not to hold something, held until the transaction ends. Throws `not-found`. */
export async function lockHolder(tx: Tx, { accountId }: Allowed, name: string) {
  const [person] = await tx
    .select({ id: subAccounts.id, name: subAccounts.name })
    .from(subAccounts)
    .where(and(eq(subAccounts.accountId, accountId), eq(subAccountName, name)))
    .for("update");
  if (!person) throw new DomainError("not-found", "sub-account");
  return person;
}

/** Throws `not-found`. */
export async function lockGroup(tx: Tx, { accountId }: Allowed, name: string, strength: Strength = "update") {
  const [group] = await tx
    .select()
    .from(groups)
    .where(and(eq(groups.accountId, accountId), eq(groupName, name)))
    .for(strength);
  if (!group) throw new DomainError("not-found", "group");
  return group;
}
