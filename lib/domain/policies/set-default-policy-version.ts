import "server-only";
import { and, eq } from "drizzle-orm";
import { policies } from "@/db/schema/policies";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { readStoredDocument } from "@/lib/authorization/read-stored-document";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { policyResource } from "@/lib/authorization/resources";
import { withTransaction } from "@/lib/foundation/transaction";
import { findVersion, lockPolicy } from "./lookups";
import type { PolicyVersionInput } from "./schema";
import { changeAuthority, requireDefaultHeld } from "./steps";

/** Makes another version the one that counts, on the next request of everybody who holds the policy. */
export async function setDefaultPolicyVersion(ctx: Context, { name, version }: PolicyVersionInput): Promise<void> {
  const allowed = authorize(ctx, "ram:SetDefaultPolicyVersion", policyResource(ctx, { type: "Custom", name }));
  requireStepUp(allowed, "policies");
  await withTransaction(allowed, async (tx) => {
    const policy = await lockPolicy(tx, allowed, name);
    const { document } = await findVersion(tx, allowed, policy.id, version);
    await requireDefaultHeld(tx, allowed, policy, readStoredDocument(document));
    await tx
      .update(policies)
      .set({ defaultVersion: version, updatedAt: allowed.now })
      .where(and(eq(policies.accountId, allowed.accountId), eq(policies.id, policy.id)));
    await recordAudit(tx, allowed, {
      action: "ram:SetDefaultPolicyVersion",
      resource: name,
      before: { default: `v${policy.defaultVersion}` },
      after: { default: `v${version}` },
    });
    await changeAuthority(tx, allowed);
  });
}
