import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { postPayout } from "@/lib/domain/ledger/steps";
import { writeMicros } from "@/lib/foundation/money";
import { withTransaction } from "@/lib/foundation/transaction";
import type { PayOutWalletInput } from "./schema";

/**
 * Money that is to be paid back to the customer: it leaves the wallet at once, and `settlePayout` says what the bank made
 * of it. The reference is the key: told again with the same content it changes nothing and says `repeated`; with other
 * content it throws `already-exists`. Throws `insufficient-balance` for more than is there once everything charged is
 * settled.
 */
export async function payOutWallet(
  platform: PlatformContext,
  { accountId, amount, reference, reason }: PayOutWalletInput,
): Promise<{ repeated: boolean }> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:PayOutWallet", walletResource(ctx));
  requireStepUp(allowed, "wallet");
  return withTransaction(allowed, async (tx) => {
    const isFresh = await postPayout(tx, { amount, reference, reason, by: ctx.actor.name, now: ctx.now });
    const after = { amount: writeMicros(amount), reference, reason };
    if (isFresh) await recordAudit(tx, allowed, { action: "espalier:PayOutWallet", resource: "wallet", after });
    return { repeated: !isFresh };
  });
}
