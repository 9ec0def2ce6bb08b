import "server-only";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { postSettlement } from "@/lib/domain/ledger/steps";
import { claimOnce } from "@/lib/foundation/idempotency";
import { writeMicros } from "@/lib/foundation/money";
import { withTransaction } from "@/lib/foundation/transaction";
import { getApproval } from "./queries";
import { recordRefusedDecision } from "./record-refused-decision";
import type { ApprovalAddress } from "./schema";
import { postApproval } from "./steps";

/**
 * The second operator agrees. Goodwill is charged and settled here and now, on the bill of the month it was asked for
 * while that takes charges, otherwise on the open one: `month`. A debt is given up, and on no bill. Throws `conflict`
 * where less is owed by now, `forbidden` for whoever asked and for the command line, `invalid-state` for what was
 * decided before or ran out.
 */
export async function approveRequest(
  platform: PlatformContext,
  { accountId, id }: ApprovalAddress,
): Promise<{ month: string | null }> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const { kind } = await getApproval(platform, { accountId, id });
  const action = kind === "goodwill" ? "espalier:ApproveGoodwill" : "espalier:ApproveWriteOff";
  const allowed = authorize(ctx, action, walletResource(ctx));
  requireStepUp(allowed, "wallet");
  return recordRefusedDecision(platform, { action, account: ctx.account, id }, () =>
    withTransaction(allowed, async (tx) => {
      await claimOnce(tx, allowed, { approve: id });
      const { amount, subAccountId, reference, reasonCode, requestedBy, chargePeriod } = await postApproval(
        tx,
        allowed,
        id,
      );
      await postSettlement(tx, ctx.now);
      const month = chargePeriod?.slice(0, 7) ?? null;
      await recordAudit(tx, allowed, {
        action,
        resource: "wallet",
        subAccountId,
        after: {
          amount: writeMicros(amount),
          reference,
          reasonCode,
          requestedBy,
          approvedBy: ctx.actor.name,
          ...(month && { period: month }),
        },
      });
      return { month };
    }),
  );
}
