import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { recoveryCodes } from "@/db/schema/recovery-codes";
import { secondFactors } from "@/db/schema/second-factors";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { ownSignInResource } from "@/lib/authorization/resources";
import { getAccountByName } from "@/lib/domain/accounts/queries";
import { notify } from "@/lib/domain/notifications/steps";
import { endSessions } from "@/lib/domain/sessions/steps";
import { DomainError } from "@/lib/foundation/errors";
import { withTransaction } from "@/lib/foundation/transaction";
import { forgetDevices } from "./steps";

/**
 * An operator takes the second factors of an account's root user away, after the same proof as at identity
 * verification. Its sessions end and it is told.
 */
export async function resetRootSecondFactors(
  platform: PlatformContext,
  { account }: { account: string },
): Promise<void> {
  const ctx = enterAccount(platform, await getAccountByName(platform, account));
  const allowed = authorize(ctx, "espalier:ResetRootSecondFactors", ownSignInResource(ctx));
  requireStepUp(allowed, "operator-writes");
  await withTransaction(allowed, async (tx) => {
    const ofRoot = (table: typeof secondFactors | typeof recoveryCodes) =>
      and(eq(table.accountId, allowed.accountId), isNull(table.subAccountId));
    const removed = await tx.delete(secondFactors).where(ofRoot(secondFactors)).returning({ id: secondFactors.id });
    if (removed.length === 0) throw new DomainError("invalid-state", "second-factor", { reason: "noFactors" });
    await tx.delete(recoveryCodes).where(ofRoot(recoveryCodes));
    await forgetDevices(tx, allowed, null);
    await endSessions(tx, allowed, { of: null, reason: "ended" });
    await notify(tx, allowed, { kind: "factors-changed", to: null, params: { change: "reset" } });
    const before = { factors: removed.length };
    await recordAudit(tx, allowed, { action: "espalier:ResetRootSecondFactors", resource: account, before });
  });
}
