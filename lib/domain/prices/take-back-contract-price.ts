import "server-only";
import { and, eq, gt } from "drizzle-orm";
import { contractPrices } from "@/db/schema/price-book";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { DomainError } from "@/lib/foundation/errors";
import { withTransaction } from "@/lib/foundation/transaction";
import { findSkuPrice } from "./lookups";
import type { TakeBackContractPriceInput } from "./schema";

/**
 * A contract price that has not begun never does. Nothing was priced by it, so its row goes; the log keeps what it was.
 * Throws `invalid-state` for one that has begun and one that is not there.
 */
export async function takeBackContractPrice(
  platform: PlatformContext,
  { accountId, priceCode, validFrom }: TakeBackContractPriceInput,
): Promise<void> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:TakeBackContractPrice", walletResource(ctx));
  requireStepUp(allowed, "operator-writes");
  await withTransaction(allowed, async (tx) => {
    const { skuPriceId } = await findSkuPrice(tx, priceCode);
    const [gone] = await tx
      .delete(contractPrices)
      .where(
        and(
          eq(contractPrices.accountId, accountId),
          eq(contractPrices.skuPriceId, skuPriceId),
          eq(contractPrices.validFrom, validFrom),
          gt(contractPrices.validFrom, ctx.now),
        ),
      )
      .returning({ discountBasisPoints: contractPrices.discountBasisPoints });
    if (!gone) throw new DomainError("invalid-state", "price", { reason: "priceHasBegun" });
    const before = { ...gone, validFrom: validFrom.toISOString() };
    await recordAudit(tx, allowed, { action: "espalier:TakeBackContractPrice", resource: priceCode, before });
  });
}
