import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { skuPrices } from "@/db/schema/price-book";
import { recurringFees } from "@/db/schema/recurring-fees";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { post } from "@/lib/domain/ledger/steps";
import { DomainError } from "@/lib/foundation/errors";
import { withTransaction } from "@/lib/foundation/transaction";
import type { CancelFeeInput } from "./schema";

/**
 * The running month of a fee is its last. What was charged stays charged. Throws `not-found` for one that is not the
 * account's, `invalid-state` for one that is over.
 */
export async function cancelFee(platform: PlatformContext, { accountId, id }: CancelFeeInput): Promise<void> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:CancelFee", walletResource(ctx));
  requireStepUp(allowed, "wallet");
  await withTransaction(allowed, async (tx) => {
    const [fee] = await tx
      .select({ priceCode: skuPrices.code, subAccountId: recurringFees.subAccountId })
      .from(recurringFees)
      .innerJoin(skuPrices, eq(skuPrices.id, recurringFees.skuPriceId))
      .where(and(eq(recurringFees.accountId, accountId), eq(recurringFees.id, id)));
    if (!fee) throw new DomainError("not-found", "fee");
    const [row] = await post<{ until: string }>(
      tx,
      sql`select to_char(billing.cancel_fee(${id}, ${ctx.actor.name}, ${ctx.now.toISOString()}), 'YYYY-MM') as until`,
    );
    await recordAudit(tx, allowed, {
      action: "espalier:CancelFee",
      resource: fee.priceCode,
      subAccountId: fee.subAccountId,
      after: { id, until: row?.until ?? null },
    });
  });
}
