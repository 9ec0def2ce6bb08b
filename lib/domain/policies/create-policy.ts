import "server-only";
import { count, eq } from "drizzle-orm";
import { policies } from "@/db/schema/policies";
import { policyVersions } from "@/db/schema/policy-versions";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { anyPolicy } from "@/lib/authorization/resources";
import { DomainError } from "@/lib/foundation/errors";
import { claimOnce } from "@/lib/foundation/idempotency";
import { newId } from "@/lib/foundation/ids";
import { withTransaction } from "@/lib/foundation/transaction";
import { type PolicyView, presentPolicy } from "./presenter";
import { requireSoundDocument } from "./require-sound-document";
import { requireRoom } from "./rules";
import type { CreatePolicyInput } from "./schema";
import { holdQuotas } from "./steps";

/** A custom policy with its first version. It gives nobody anything before it is attached. */
export async function createPolicy(ctx: Context, input: CreatePolicyInput): Promise<PolicyView> {
  const allowed = authorize(ctx, "ram:CreatePolicy", anyPolicy(ctx));
  requireSoundDocument(input.document);
  requireStepUp(allowed, "policies");
  const { accountId, now, actor } = allowed;
  const { name, description, document } = input;
  return withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, input);
    await holdQuotas(tx, allowed);
    const [existing] = await tx.select({ found: count() }).from(policies).where(eq(policies.accountId, accountId));
    requireRoom("PoliciesQuota", "policy", existing?.found ?? 0);
    const made = { accountId, id: newId(now.getTime()), name, description, createdAt: now, updatedAt: now };
    const [policy] = await tx.insert(policies).values(made).onConflictDoNothing().returning();
    if (!policy) {
      throw new DomainError("already-exists", "policy", { reason: "policyNameTaken", details: { field: "name" } });
    }
    await tx
      .insert(policyVersions)
      .values({ accountId, policyId: policy.id, version: 1, document, createdBy: actor.name, createdAt: now });
    await recordAudit(tx, allowed, { action: "ram:CreatePolicy", resource: name, after: { version: "v1" } });
    return presentPolicy(policy, 0);
  });
}
