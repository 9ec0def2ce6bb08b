import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { claimOnce } from "@/lib/foundation/idempotency";
import { writeMicros } from "@/lib/foundation/money";
import { withTransaction } from "@/lib/foundation/transaction";
import type { DeclineApprovalInput } from "./schema";
import { declineApproval } from "./steps";

/** Whoever asked takes it back, and says why. Throws `forbidden` for everybody else, `invalid-state` for what was decided or ran out. */
export async function withdrawGoodwill(
  platform: PlatformContext,
  { accountId, id, reason }: DeclineApprovalInput,
): Promise<void> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:WithdrawGoodwill", walletResource(ctx));
  await withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, { withdraw: id, reason });
    const asked = await declineApproval(tx, allowed, { id, as: "withdrawn", reason });
    const { amount, subAccountId, reference, reasonCode, requestedBy } = asked;
    await recordAudit(tx, allowed, {
      action: "espalier:WithdrawGoodwill",
      resource: id,
      subAccountId,
      after: { amount: writeMicros(amount), reference, reasonCode, requestedBy, reason },
    });
  });
}
