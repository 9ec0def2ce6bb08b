import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { subAccountResource } from "@/lib/authorization/resources";
import { killResetLinks } from "@/lib/domain/sign-in/steps";
import { DomainError } from "@/lib/foundation/errors";
import { withTransaction } from "@/lib/foundation/transaction";
import { lockSubAccount } from "./lookups";

/** A claim link that nobody has used stops working at once. Throws `invalid-state` where there is none. */
export async function revokeClaimLink(ctx: Context, { name }: { name: string }): Promise<void> {
  const allowed = authorize(ctx, "ram:UpdateLoginProfile", subAccountResource(ctx, name));
  await withTransaction(allowed, async (tx) => {
    const person = await lockSubAccount(tx, allowed, name);
    const killed = await killResetLinks(tx, allowed, person.id, "revoked");
    if (killed === 0) throw new DomainError("invalid-state", "claim-link", { reason: "noClaimLink" });
    await recordAudit(tx, allowed, {
      action: "ram:UpdateLoginProfile",
      resource: name,
      subAccountId: person.id,
      after: { claimLink: "revoked" },
    });
  });
}
