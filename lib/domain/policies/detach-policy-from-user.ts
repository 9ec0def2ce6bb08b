import "server-only";
import { and, eq } from "drizzle-orm";
import { policyAttachments } from "@/db/schema/policy-attachments";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { permissionsResource, policyResource } from "@/lib/authorization/resources";
import { DomainError } from "@/lib/foundation/errors";
import { withTransaction } from "@/lib/foundation/transaction";
import { lockHolder, lockTakenPolicy } from "./lookups";
import { requireHeld } from "./rules";
import type { UserPolicyInput } from "./schema";
import { changeAuthority } from "./steps";

/** Takes a policy from a sub-account; one that denies something only where the caller holds that. */
export async function detachPolicyFromUser(
  ctx: Context,
  { name, policyType, policyName }: UserPolicyInput,
): Promise<void> {
  const policy = { type: policyType, name: policyName };
  const allowed = authorize(ctx, "ram:DetachPolicyFromUser", [
    permissionsResource(ctx, name),
    policyResource(ctx, policy),
  ]);
  requireStepUp(allowed, "policies");
  await withTransaction(allowed, async (tx) => {
    const person = await lockHolder(tx, allowed, name);
    const taken = await lockTakenPolicy(tx, allowed, policy);
    const gone = await tx
      .delete(policyAttachments)
      .where(
        and(
          eq(policyAttachments.accountId, allowed.accountId),
          eq(policyAttachments.subAccountId, person.id),
          eq(policyAttachments.policyType, policyType),
          eq(policyAttachments.policyName, policyName),
        ),
      )
      .returning({ id: policyAttachments.policyId });
    if (gone.length === 0) throw new DomainError("not-found", taken ? "user-policy" : "policy");
    requireHeld(allowed, { lifts: taken ? [taken.document] : [] });
    await recordAudit(tx, allowed, {
      action: "ram:DetachPolicyFromUser",
      resource: name,
      subAccountId: person.id,
      before: { policyType, policyName },
    });
    await changeAuthority(tx, allowed);
  });
}
