import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { postPayoutOutcome } from "@/lib/domain/ledger/steps";
import { withTransaction } from "@/lib/foundation/transaction";
import type { SettlePayoutInput } from "./schema";

/**
 * What became of a payout: the bank sent its money, or it came back, into the wallet, where what is owed is paid from it
 * first. Told again it changes nothing and says `repeated`; the other outcome throws `invalid-state`, a reference of no
 * payout `not-found`.
 */
export async function settlePayout(
  platform: PlatformContext,
  { accountId, reference, outcome }: SettlePayoutInput,
): Promise<{ repeated: boolean }> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:SettlePayout", walletResource(ctx));
  requireStepUp(allowed, "wallet");
  return withTransaction(allowed, async (tx) => {
    const isFresh = await postPayoutOutcome(tx, { reference, outcome, by: ctx.actor.name, now: ctx.now });
    const after = { reference, outcome };
    if (isFresh) await recordAudit(tx, allowed, { action: "espalier:SettlePayout", resource: "wallet", after });
    return { repeated: !isFresh };
  });
}
