import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { subAccounts } from "@/db/schema/sub-accounts";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { post } from "@/lib/domain/ledger/steps";
import { findSkuPrice } from "@/lib/domain/prices/lookups";
import { DomainError } from "@/lib/foundation/errors";
import { claimOnce } from "@/lib/foundation/idempotency";
import { newId, type SubAccountId } from "@/lib/foundation/ids";
import { type Tx, withTransaction } from "@/lib/foundation/transaction";
import type { GiveFeeInput } from "./schema";

/**
 * From a month on, an account or a sub-account is charged so much every month. The worker charges the months that have
 * begun. Throws `not-found` for a price or a sub-account that is not there, `invalid-state` for a price that is not by
 * the month, one without a version at the first month, and a month before the account's books.
 */
export async function giveFee(platform: PlatformContext, input: GiveFeeInput): Promise<{ id: string }> {
  const { accountId, priceCode, subAccountName, quantity, firstMonth, lastMonth, note } = input;
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:GiveFee", walletResource(ctx));
  requireStepUp(allowed, "wallet");
  const id = newId();
  await withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, input);
    const { skuPriceId } = await findSkuPrice(tx, priceCode);
    const subAccountId = subAccountName ? await findLiving(tx, allowed, subAccountName) : null;
    const [first, last] = [`${firstMonth}-01`, lastMonth ? `${lastMonth}-01` : null];
    const [by, now] = [ctx.actor.name, ctx.now.toISOString()];
    await post(
      tx,
      sql`select billing.give_fee(${id}, ${subAccountId}, ${skuPriceId}, ${quantity}, ${first}, ${last}, ${note}, ${by}, ${now})`,
    );
    const after = { id, subAccountName, quantity, from: firstMonth, until: lastMonth };
    await recordAudit(tx, allowed, { action: "espalier:GiveFee", resource: priceCode, subAccountId, after });
  });
  return { id };
}

async function findLiving(tx: Tx, { accountId }: Allowed, name: string): Promise<SubAccountId> {
  const [row] = await tx
    .select({ id: subAccounts.id })
    .from(subAccounts)
    .where(and(eq(subAccounts.accountId, accountId), eq(subAccounts.name, name)));
  if (row) return row.id;
  throw new DomainError("not-found", "sub-account", {
    reason: "unknownSubAccount",
    details: { field: "subAccountName" },
  });
}
