import "server-only";
import { eq, sql } from "drizzle-orm";
import { spendLimits } from "@/db/schema/spend-limits";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { walletResource } from "@/lib/authorization/resources";
import { post } from "@/lib/domain/ledger/steps";
import { raiseEvent } from "@/lib/domain/webhooks/steps";
import { DomainError } from "@/lib/foundation/errors";
import { writeMicros } from "@/lib/foundation/money";
import { withTransaction } from "@/lib/foundation/transaction";
import { isAsking, readLimits } from "./lookups";
import type { ApproveSpendInput } from "./schema";
import { nameOf } from "./steps";

/**
 * Lets new things begin beyond a limit's soft amount until its window ends, or takes that back. Throws `not-found`, and
 * `invalid-state` where nothing waits for it: the limit asks for no approval, was changed, or has room again.
 */
export async function approveSpend(ctx: Context, { id, soft, intent }: ApproveSpendInput): Promise<void> {
  const allowed = authorize(ctx, "bss:ApproveSpend", walletResource(ctx));
  await withTransaction(allowed, async (tx) => {
    const [limit] = await readLimits(tx, allowed, eq(spendLimits.id, id));
    if (!limit) throw new DomainError("not-found", "spend-limit");
    const isApproval = intent === "approve";
    const isOpen = isApproval ? isAsking(limit) : limit.approved !== null;
    if (!isOpen || String(limit.soft) !== soft) {
      throw new DomainError("invalid-state", "spend-limit", { reason: "nothingToApprove" });
    }
    const amount = isApproval ? limit.soft : null;
    await post(tx, sql`select billing.approve_limit(${id}, ${amount}, ${ctx.now.toISOString()})`);
    const { subAccountId, per, resetsAt } = limit;
    const name = await nameOf(tx, allowed, subAccountId);
    const said = { amount: writeMicros(limit.soft ?? limit.spent), per };
    const until = resetsAt?.toISOString() ?? null;
    await recordAudit(tx, allowed, {
      action: "bss:ApproveSpend",
      resource: subAccountId === null ? "account" : name,
      subAccountId,
      after: { approved: isApproval, soft: said.amount, per, ...(until && { until }) },
    });
    if (!isApproval) return;
    const data = { subAccount: subAccountId === null ? null : name, limit: { ...said, resetsAt: until } };
    await raiseEvent(tx, allowed, { type: "spend_limit.approved", subAccountId, data });
  });
}
