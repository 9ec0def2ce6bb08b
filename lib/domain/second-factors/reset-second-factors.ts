import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import { actingSubAccount, type Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { subAccountResource } from "@/lib/authorization/resources";
import { notify } from "@/lib/domain/notifications/steps";
import { endSessions } from "@/lib/domain/sessions/steps";
import { dropFactorsOf } from "@/lib/domain/sign-in/factor-steps";
import { lockSubAccount } from "@/lib/domain/sub-accounts/lookups";
import { DomainError } from "@/lib/foundation/errors";
import { withTransaction } from "@/lib/foundation/transaction";

/**
 * Takes every second factor of a sub-account away, for somebody who lost theirs. Its sessions end and it is told; where
 * a factor is required, it binds a new one at its next sign-in. Throws `invalid-state` when there is none.
 */
export async function resetSecondFactors(ctx: Context, { name }: { name: string }): Promise<void> {
  const allowed = authorize(ctx, "espalier:ResetSecondFactors", subAccountResource(ctx, name));
  requireStepUp(allowed, "second-factor");
  if (actingSubAccount(ctx.actor)?.name === name) {
    throw new DomainError("invalid-state", "sub-account", { reason: "notYourself" });
  }
  await withTransaction(allowed, async (tx) => {
    const { id } = await lockSubAccount(tx, allowed, name);
    const factors = await dropFactorsOf(tx, allowed, id);
    if (factors === 0) throw new DomainError("invalid-state", "second-factor", { reason: "noFactors" });
    await endSessions(tx, allowed, { of: id, reason: "ended" });
    await notify(tx, allowed, { kind: "factors-changed", to: id, params: { change: "reset" } });
    await recordAudit(tx, allowed, {
      action: "espalier:ResetSecondFactors",
      resource: name,
      subAccountId: id,
      before: { factors },
    });
  });
}
