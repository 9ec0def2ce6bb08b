import "server-only";
import { contractPrices } from "@/db/schema/price-book";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { DomainError, invalidField } from "@/lib/foundation/errors";
import { isUniqueViolation } from "@/lib/foundation/sql-errors";
import { withTransaction } from "@/lib/foundation/transaction";
import { findSkuPrice } from "./lookups";
import type { SetContractPriceInput } from "./schema";

/** So many per cent off the list price for one account, from an hour that has not begun. */
export async function setContractPrice(
  platform: PlatformContext,
  { accountId, priceCode, validFrom, discount }: SetContractPriceInput,
): Promise<void> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:SetContractPrice", walletResource(ctx));
  requireStepUp(allowed, "operator-writes");
  if (validFrom < ctx.now) throw invalidField("price", "validFrom", "priceInThePast");
  await withTransaction(allowed, async (tx) => {
    const { skuPriceId } = await findSkuPrice(tx, priceCode);
    const createdBy = ctx.actor.name;
    await insertOnce(() =>
      tx.insert(contractPrices).values({ accountId, skuPriceId, validFrom, discountBasisPoints: discount, createdBy }),
    );
    const after = { discountBasisPoints: discount, validFrom: validFrom.toISOString() };
    await recordAudit(tx, allowed, { action: "espalier:SetContractPrice", resource: priceCode, after });
  });
}

async function insertOnce(insert: () => PromiseLike<unknown>): Promise<void> {
  try {
    await insert();
  } catch (cause) {
    if (!isUniqueViolation(cause)) throw cause;
    throw new DomainError("already-exists", "price", { reason: "taken", details: { field: "validFrom" }, cause });
  }
}
