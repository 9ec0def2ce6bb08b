import "server-only";
import { sql } from "drizzle-orm";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { post } from "@/lib/domain/ledger/steps";
import { claimOnce } from "@/lib/foundation/idempotency";
import { withTransaction } from "@/lib/foundation/transaction";
import type { CorrectChargeInput } from "./correction-schema";

/**
 * Takes a charge back to the micro, and charges another quantity instead where one is given. Of a closed month both
 * rows land on the open bill as corrections. Throws `not-found` for a charge that is not the account's, `invalid-state`
 * for one that was taken back before or was never metered.
 */
export async function correctCharge(
  platform: PlatformContext,
  { accountId, period, chargeId, quantity, reason }: CorrectChargeInput,
): Promise<{ reversalId: string }> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:CorrectCharge", walletResource(ctx));
  requireStepUp(allowed, "wallet");
  const said = { period, chargeId, quantity, reason };
  return withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, said);
    const instead = quantity === "" ? null : quantity;
    const [row] = await post<{ id: string }>(
      tx,
      sql`select billing.correct_charge(${period}, ${chargeId}, ${instead}, ${reason}, ${ctx.actor.name}, ${ctx.now.toISOString()}) as id`,
    );
    await recordAudit(tx, allowed, { action: "espalier:CorrectCharge", resource: chargeId, after: said });
    return { reversalId: String(row?.id) };
  });
}
