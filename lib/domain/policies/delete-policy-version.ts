import "server-only";
import { and, eq } from "drizzle-orm";
import { policyVersions } from "@/db/schema/policy-versions";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { policyResource } from "@/lib/authorization/resources";
import { DomainError } from "@/lib/foundation/errors";
import { withTransaction } from "@/lib/foundation/transaction";
import { findVersion, lockPolicy } from "./lookups";
import type { PolicyVersionInput } from "./schema";

/** Its number is never used again. Throws `conflict` for the default version. */
export async function deletePolicyVersion(ctx: Context, { name, version }: PolicyVersionInput): Promise<void> {
  const allowed = authorize(ctx, "ram:DeletePolicyVersion", policyResource(ctx, { type: "Custom", name }));
  const { accountId } = allowed;
  await withTransaction(allowed, async (tx) => {
    const { id, defaultVersion } = await lockPolicy(tx, allowed, name);
    await findVersion(tx, allowed, id, version);
    if (version === defaultVersion) throw new DomainError("conflict", "policy-version", { reason: "isDefaultVersion" });
    await tx
      .delete(policyVersions)
      .where(
        and(
          eq(policyVersions.accountId, accountId),
          eq(policyVersions.policyId, id),
          eq(policyVersions.version, version),
        ),
      );
    await recordAudit(tx, allowed, {
      action: "ram:DeletePolicyVersion",
      resource: name,
      before: { version: `v${version}` },
    });
  });
}
