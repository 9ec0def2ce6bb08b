import "server-only";
import { and, asc, eq } from "drizzle-orm";
import { policies } from "@/db/schema/policies";
import { policyVersions } from "@/db/schema/policy-versions";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { policyResource } from "@/lib/authorization/resources";
import { claimOnce } from "@/lib/foundation/idempotency";
import { type Tx, withTransaction } from "@/lib/foundation/transaction";
import { lockPolicy } from "./lookups";
import { type PolicyVersionView, presentPolicyVersion } from "./presenter";
import { requireSoundDocument } from "./require-sound-document";
import { policyQuotas, requireRoom } from "./rules";
import type { CreatePolicyVersionInput } from "./schema";
import { changeAuthority, requireDefaultHeld } from "./steps";

/** A further version; as the default it takes effect on the next request of everybody who holds the policy. */
export async function createPolicyVersion(ctx: Context, input: CreatePolicyVersionInput): Promise<PolicyVersionView> {
  const { name, document, setAsDefault, rotate } = input;
  const allowed = authorize(ctx, "ram:CreatePolicyVersion", policyResource(ctx, { type: "Custom", name }));
  const parsed = requireSoundDocument(document);
  requireStepUp(allowed, "policies");
  const { accountId, now, actor } = allowed;
  return withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, input);
    const policy = await lockPolicy(tx, allowed, name);
    if (setAsDefault) await requireDefaultHeld(tx, allowed, policy, parsed);
    const removed = await makeRoom(tx, allowed, policy, rotate);
    const version = policy.latestVersion + 1;
    const made = { accountId, policyId: policy.id, version, document, createdBy: actor.name, createdAt: now };
    await tx.insert(policyVersions).values(made);
    await tx
      .update(policies)
      .set({ latestVersion: version, updatedAt: now, ...(setAsDefault && { defaultVersion: version }) })
      .where(and(eq(policies.accountId, accountId), eq(policies.id, policy.id)));
    await recordAudit(tx, allowed, {
      action: "ram:CreatePolicyVersion",
      resource: name,
      before: { default: `v${policy.defaultVersion}` },
      after: {
        version: `v${version}`,
        default: `v${setAsDefault ? version : policy.defaultVersion}`,
        removed: removed === undefined ? null : `v${removed}`,
      },
    });
    if (setAsDefault) await changeAuthority(tx, allowed);
    return presentPolicyVersion(made, setAsDefault ? version : policy.defaultVersion);
  });
}

/** The number of the version that had to go; throws `limit-reached` where none may. */
async function makeRoom(
  tx: Tx,
  { accountId }: Allowed,
  { id, defaultVersion }: { id: string; defaultVersion: number },
  rotate: boolean,
): Promise<number | undefined> {
  const ofPolicy = and(eq(policyVersions.accountId, accountId), eq(policyVersions.policyId, id));
  const { version } = policyVersions;
  const versions = await tx.select({ version }).from(policyVersions).where(ofPolicy).orderBy(asc(version));
  const oldest = versions.find((one) => one.version !== defaultVersion)?.version;
  if (versions.length < policyQuotas.VersionsPerPolicyQuota || !rotate || oldest === undefined) {
    requireRoom("VersionsPerPolicyQuota", "policy-version", versions.length);
    return undefined;
  }
  await tx.delete(policyVersions).where(and(ofPolicy, eq(version, oldest)));
  return oldest;
}
