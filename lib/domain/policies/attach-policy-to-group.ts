import "server-only";
import { and, count, eq } from "drizzle-orm";
import { groupPolicyAttachments } from "@/db/schema/group-policy-attachments";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { groupResource, policyResource } from "@/lib/authorization/resources";
import { DomainError } from "@/lib/foundation/errors";
import { claimOnce } from "@/lib/foundation/idempotency";
import { withTransaction } from "@/lib/foundation/transaction";
import { lockGivenPolicy, lockGroup } from "./lookups";
import { attachmentQuotas, requireHeld, requireRoom } from "./rules";
import type { GroupPolicyInput } from "./schema";
import { changeAuthority } from "./steps";

/** Gives the members of a group a policy, of which the caller must hold every permission. */
export async function attachPolicyToGroup(ctx: Context, input: GroupPolicyInput): Promise<void> {
  const { groupName, policyType, policyName } = input;
  const policy = { type: policyType, name: policyName };
  const allowed = authorize(ctx, "ram:AttachPolicyToGroup", [
    groupResource(ctx, groupName),
    policyResource(ctx, policy),
  ]);
  requireStepUp(allowed, "policies");
  const { accountId, now } = allowed;
  await withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, input);
    const group = await lockGroup(tx, allowed, groupName);
    const { id, document } = await lockGivenPolicy(tx, allowed, policy);
    requireHeld(allowed, { adds: [document] });
    const [holding] = await tx
      .select({ found: count() })
      .from(groupPolicyAttachments)
      .where(
        and(
          eq(groupPolicyAttachments.accountId, accountId),
          eq(groupPolicyAttachments.groupId, group.id),
          eq(groupPolicyAttachments.policyType, policyType),
        ),
      );
    const row = { accountId, groupId: group.id, policyType, policyName, policyId: id, createdAt: now };
    const made = await tx.insert(groupPolicyAttachments).values(row).onConflictDoNothing().returning();
    if (made.length === 0) throw new DomainError("already-exists", "group-policy", { reason: "policyAttached" });
    requireRoom(attachmentQuotas.group[policyType], "group-policy", holding?.found ?? 0);
    await recordAudit(tx, allowed, {
      action: "ram:AttachPolicyToGroup",
      resource: groupName,
      after: { policyType, policyName },
    });
    await changeAuthority(tx, allowed);
  });
}
