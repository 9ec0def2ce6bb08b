import "server-only";
import { and, count, eq } from "drizzle-orm";
import { policies } from "@/db/schema/policies";
import { policyVersions } from "@/db/schema/policy-versions";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { policyResource } from "@/lib/authorization/resources";
import { DomainError } from "@/lib/foundation/errors";
import { withTransaction } from "@/lib/foundation/transaction";
import { lockPolicy } from "./lookups";
import type { DeletePolicyInput } from "./schema";
import { countAttachments } from "./steps";

/** Throws `conflict` while somebody holds the policy, or while it has other versions and they may not go with it. */
export async function deletePolicy(ctx: Context, { name, cascade }: DeletePolicyInput): Promise<void> {
  const allowed = authorize(ctx, "ram:DeletePolicy", policyResource(ctx, { type: "Custom", name }));
  const { accountId } = allowed;
  await withTransaction(allowed, async (tx) => {
    const { id } = await lockPolicy(tx, allowed, name);
    const { users, groups } = await countAttachments(tx, allowed, { type: "Custom", name });
    if (users > 0) throw new DomainError("conflict", "policy", { reason: "policyHasUsers", details: { count: users } });
    if (groups > 0) {
      throw new DomainError("conflict", "policy", { reason: "policyHasGroups", details: { count: groups } });
    }
    const ofPolicy = and(eq(policyVersions.accountId, accountId), eq(policyVersions.policyId, id));
    const [versions] = await tx.select({ found: count() }).from(policyVersions).where(ofPolicy);
    if (!cascade && (versions?.found ?? 0) > 1) {
      throw new DomainError("conflict", "policy", { reason: "policyHasVersions" });
    }
    await tx.delete(policyVersions).where(ofPolicy);
    await tx.delete(policies).where(and(eq(policies.accountId, accountId), eq(policies.id, id)));
    await recordAudit(tx, allowed, { action: "ram:DeletePolicy", resource: name });
  });
}
