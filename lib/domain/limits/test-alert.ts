import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import { actingSubAccount, type Context } from "@/lib/authorization/context";
import { ownSignInResource, walletResource } from "@/lib/authorization/resources";
import { notify } from "@/lib/domain/notifications/steps";
import { readWallet } from "@/lib/domain/wallet/lookups";
import { claimOnce } from "@/lib/foundation/idempotency";
import { withTransaction } from "@/lib/foundation/transaction";
import { wordsOf } from "./steps";

/**
 * Sends the caller an alert about the wallet, marked as a test, by every way that a real one would take. For whoever is
 * told of the wallet: the root user and finance users.
 */
export async function testAlert(ctx: Context): Promise<void> {
  const resource = ownSignInResource(ctx);
  authorize(ctx, "espalier:TestAlert", resource);
  const allowed = authorize(ctx, "bss:DescribeWallet", walletResource(ctx));
  const to = actingSubAccount(ctx.actor)?.subAccountId ?? null;
  await withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, { testAlert: true });
    const params = wordsOf(allowed, await readWallet(tx, allowed), "test");
    await notify(tx, allowed, { kind: "wallet-state", to, params });
    await recordAudit(tx, allowed, { action: "espalier:TestAlert", resource: resource.arn, subAccountId: to });
  });
}
