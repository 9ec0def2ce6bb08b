import "server-only";
import { and, eq } from "drizzle-orm";
import { groupPolicyAttachments } from "@/db/schema/group-policy-attachments";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { groupResource, policyResource } from "@/lib/authorization/resources";
import { DomainError } from "@/lib/foundation/errors";
import { withTransaction } from "@/lib/foundation/transaction";
import { lockGroup, lockTakenPolicy } from "./lookups";
import { requireHeld } from "./rules";
import type { GroupPolicyInput } from "./schema";
import { changeAuthority } from "./steps";

/** Takes a policy from all members of a group; one that denies something only where the caller holds that. */
export async function detachPolicyFromGroup(
  ctx: Context,
  { groupName, policyType, policyName }: GroupPolicyInput,
): Promise<void> {
  const policy = { type: policyType, name: policyName };
  const allowed = authorize(ctx, "ram:DetachPolicyFromGroup", [
    groupResource(ctx, groupName),
    policyResource(ctx, policy),
  ]);
  requireStepUp(allowed, "policies");
  await withTransaction(allowed, async (tx) => {
    const group = await lockGroup(tx, allowed, groupName);
    const taken = await lockTakenPolicy(tx, allowed, policy);
    const gone = await tx
      .delete(groupPolicyAttachments)
      .where(
        and(
          eq(groupPolicyAttachments.accountId, allowed.accountId),
          eq(groupPolicyAttachments.groupId, group.id),
          eq(groupPolicyAttachments.policyType, policyType),
          eq(groupPolicyAttachments.policyName, policyName),
        ),
      )
      .returning({ id: groupPolicyAttachments.policyId });
    if (gone.length === 0) throw new DomainError("not-found", taken ? "group-policy" : "policy");
    requireHeld(allowed, { lifts: taken ? [taken.document] : [] });
    await recordAudit(tx, allowed, {
      action: "ram:DetachPolicyFromGroup",
      resource: groupName,
      before: { policyType, policyName },
    });
    await changeAuthority(tx, allowed);
  });
}
