import "server-only";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { postSettlement } from "@/lib/domain/ledger/steps";
import type { AccountId } from "@/lib/foundation/ids";
import { withTransaction } from "@/lib/foundation/transaction";

/** Takes from the wallet what was charged since the last settlement; its number, undefined where nothing was. */
export async function settleCharges(platform: PlatformContext, accountId: AccountId): Promise<string | undefined> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:SettleCharges", walletResource(ctx));
  return withTransaction(allowed, (tx) => postSettlement(tx, ctx.now));
}
