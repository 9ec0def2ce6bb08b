import "server-only";
import { and, eq } from "drizzle-orm";
import { policies } from "@/db/schema/policies";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { policyResource } from "@/lib/authorization/resources";
import { withTransaction } from "@/lib/foundation/transaction";
import { lockPolicy } from "./lookups";
import { type PolicyView, presentPolicy } from "./presenter";
import type { UpdatePolicyDescriptionInput } from "./schema";

export async function updatePolicyDescription(
  ctx: Context,
  { name, description }: UpdatePolicyDescriptionInput,
): Promise<Omit<PolicyView, "attachmentCount">> {
  const allowed = authorize(ctx, "ram:UpdatePolicyDescription", policyResource(ctx, { type: "Custom", name }));
  return withTransaction(allowed, async (tx) => {
    const policy = await lockPolicy(tx, allowed, name);
    const [changed = policy] = await tx
      .update(policies)
      .set({ description, updatedAt: allowed.now })
      .where(and(eq(policies.accountId, allowed.accountId), eq(policies.id, policy.id)))
      .returning();
    await recordAudit(tx, allowed, {
      action: "ram:UpdatePolicyDescription",
      resource: name,
      before: { description: policy.description },
      after: { description },
    });
    return presentPolicy(changed, 0);
  });
}
