import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { postTopUpReversal } from "@/lib/domain/ledger/steps";
import { newId } from "@/lib/foundation/ids";
import { type Micros, writeMicros } from "@/lib/foundation/money";
import { withTransaction } from "@/lib/foundation/transaction";
import type { ReverseTopUpInput } from "./schema";

/**
 * Takes a wrong credit back whole; the part that the wallet no longer has is owed by the account. Throws
 * `invalid-state` for one that was taken back before.
 */
export async function reverseTopUp(
  platform: PlatformContext,
  { accountId, topUpId, reason }: ReverseTopUpInput,
): Promise<{ fromWallet: Micros; owed: Micros }> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:ReverseTopUp", walletResource(ctx));
  requireStepUp(allowed, "wallet");
  return withTransaction(allowed, async (tx) => {
    const taken = await postTopUpReversal(tx, { id: newId(), topUpId, reason, by: ctx.actor.name, now: ctx.now });
    await recordAudit(tx, allowed, {
      action: "espalier:ReverseTopUp",
      resource: topUpId,
      after: { reason, fromWallet: writeMicros(taken.fromWallet), owed: writeMicros(taken.owed) },
    });
    return taken;
  });
}
