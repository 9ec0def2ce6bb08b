import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { ownSignInResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { notify } from "@/lib/domain/notifications/steps";
import { endSessions } from "@/lib/domain/sessions/steps";
import { dropFactorsOf } from "@/lib/domain/sign-in/factor-steps";
import { DomainError } from "@/lib/foundation/errors";
import type { AccountId } from "@/lib/foundation/ids";
import { withTransaction } from "@/lib/foundation/transaction";

/**
 * An operator takes the second factors of an account's root user away, after the same proof as at identity
 * verification. Its sessions end and it is told.
 */
export async function resetRootSecondFactors(
  platform: PlatformContext,
  { accountId, reason }: { accountId: AccountId; reason: string },
): Promise<void> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:ResetRootSecondFactors", ownSignInResource(ctx));
  requireStepUp(allowed, "operator-writes");
  await withTransaction(allowed, async (tx) => {
    const factors = await dropFactorsOf(tx, allowed, null);
    if (factors === 0) throw new DomainError("invalid-state", "second-factor", { reason: "noFactors" });
    await endSessions(tx, allowed, { of: null, reason: "ended" });
    await notify(tx, allowed, { kind: "factors-changed", to: null, params: { change: "reset" } });
    const change = { before: { factors }, after: { reason } };
    await recordAudit(tx, allowed, {
      action: "espalier:ResetRootSecondFactors",
      resource: ctx.account.name,
      ...change,
    });
  });
}
