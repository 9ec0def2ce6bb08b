import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { postTopUp } from "@/lib/domain/ledger/steps";
import { newId } from "@/lib/foundation/ids";
import { writeMicros } from "@/lib/foundation/money";
import { withTransaction } from "@/lib/foundation/transaction";
import type { TopUpWalletInput } from "./schema";

export interface ToppedUp {
  topUpId: string;
  /** The reference was credited before, with this amount: nothing was changed. */
  repeated: boolean;
}

/**
 * Credits an account's wallet. The reference is the key: told again with the same amount it answers with the first
 * top-up; with another amount it throws `already-exists`.
 */
export async function topUpWallet(platform: PlatformContext, input: TopUpWalletInput): Promise<ToppedUp> {
  const ctx = enterAccount(platform, await getAccount(platform, input.accountId));
  const allowed = authorize(ctx, "espalier:TopUpWallet", walletResource(ctx));
  requireStepUp(allowed, "wallet");
  const { amount, reference, note } = input;
  return withTransaction(allowed, async (tx) => {
    const topUp = { id: newId(), amount, reference, note, by: ctx.actor.name, now: ctx.now };
    const { id, repeated } = await postTopUp(tx, topUp);
    if (!repeated) {
      const after = { amount: writeMicros(amount), reference };
      await recordAudit(tx, allowed, { action: "espalier:TopUpWallet", resource: id, after });
    }
    return { topUpId: id, repeated };
  });
}
