import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { postAdjustment, postSettlement } from "@/lib/domain/ledger/steps";
import { findBilledSubAccount } from "@/lib/domain/spend/lookups";
import { claimOnce } from "@/lib/foundation/idempotency";
import { writeMicros } from "@/lib/foundation/money";
import { withTransaction } from "@/lib/foundation/transaction";
import type { AdjustWalletInput } from "./schema";

/**
 * Goodwill (negative) or a fee (positive), with its reason, settled at once. It is a charge like any other: on the
 * bill, in every sum, and in the wallet's statement. A reference told again with the same content changes nothing and
 * says `repeated`; with other content it throws `already-exists`. Throws `not-found` for a sub-account that never was.
 */
export async function adjustWallet(
  platform: PlatformContext,
  { accountId, amount, subAccountName, reason, reference }: AdjustWalletInput,
): Promise<{ repeated: boolean }> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:AdjustWallet", walletResource(ctx));
  requireStepUp(allowed, "wallet");
  const said = { amount: writeMicros(amount), subAccountName, reason, reference };
  return withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, said);
    const subAccountId = subAccountName ? await findBilledSubAccount(tx, allowed, subAccountName) : null;
    const by = ctx.actor.name;
    const isFresh = await postAdjustment(tx, { subAccountId, amount, reference, reason, by, now: ctx.now });
    if (!isFresh) return { repeated: true };
    await postSettlement(tx, ctx.now);
    await recordAudit(tx, allowed, { action: "espalier:AdjustWallet", resource: "wallet", subAccountId, after: said });
    return { repeated: false };
  });
}
