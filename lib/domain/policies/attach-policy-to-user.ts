import "server-only";
import { and, count, eq } from "drizzle-orm";
import { policyAttachments } from "@/db/schema/policy-attachments";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { permissionsResource, policyResource } from "@/lib/authorization/resources";
import { DomainError } from "@/lib/foundation/errors";
import { claimOnce } from "@/lib/foundation/idempotency";
import { withTransaction } from "@/lib/foundation/transaction";
import { lockGivenPolicy, lockHolder } from "./lookups";
import { attachmentQuotas, requireHeld, requireRoom } from "./rules";
import type { UserPolicyInput } from "./schema";
import { changeAuthority } from "./steps";

/** Gives a sub-account a policy, of which the caller must hold every permission. */
export async function attachPolicyToUser(ctx: Context, input: UserPolicyInput): Promise<void> {
  const { name, policyType, policyName } = input;
  const policy = { type: policyType, name: policyName };
  const allowed = authorize(ctx, "ram:AttachPolicyToUser", [
    permissionsResource(ctx, name),
    policyResource(ctx, policy),
  ]);
  requireStepUp(allowed, "policies");
  const { accountId, now } = allowed;
  await withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, input);
    const person = await lockHolder(tx, allowed, name);
    const { id, document } = await lockGivenPolicy(tx, allowed, policy);
    requireHeld(allowed, { adds: [document] });
    const [holding] = await tx
      .select({ found: count() })
      .from(policyAttachments)
      .where(
        and(
          eq(policyAttachments.accountId, accountId),
          eq(policyAttachments.subAccountId, person.id),
          eq(policyAttachments.policyType, policyType),
        ),
      );
    const row = { accountId, subAccountId: person.id, policyType, policyName, policyId: id, createdAt: now };
    const made = await tx.insert(policyAttachments).values(row).onConflictDoNothing().returning();
    if (made.length === 0) throw new DomainError("already-exists", "user-policy", { reason: "policyAttached" });
    requireRoom(attachmentQuotas.user[policyType], "user-policy", holding?.found ?? 0);
    await recordAudit(tx, allowed, {
      action: "ram:AttachPolicyToUser",
      resource: name,
      subAccountId: person.id,
      after: { policyType, policyName },
    });
    await changeAuthority(tx, allowed);
  });
}
