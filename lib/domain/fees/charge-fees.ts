import "server-only";
import { sql } from "drizzle-orm";
import { authorize, authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { post } from "@/lib/domain/ledger/steps";
import type { AccountId } from "@/lib/foundation/ids";
import { logger } from "@/lib/foundation/logger";
import { withTransaction } from "@/lib/foundation/transaction";
import { listAccountsWithFeesDue } from "./queries";

/** Charges every month of every fee that has begun and was not charged yet, each account in its own transaction. */
export async function chargeFees(platform: PlatformContext): Promise<void> {
  authorizePlatform(platform, "platform:ListWallets");
  for (const accountId of await listAccountsWithFeesDue(platform)) {
    try {
      await chargeFeesOf(platform, accountId);
    } catch (error) {
      logger.error({ err: error, job: "fees" }, "an account's fees could not be charged");
    }
  }
}

/** The same for one account; how many months were charged. */
export async function chargeFeesOf(platform: PlatformContext, accountId: AccountId): Promise<number> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:ChargeFees", walletResource(ctx));
  return withTransaction(allowed, async (tx) => {
    const [row] = await post<{ charged: number }>(
      tx,
      sql`select billing.charge_fees(${ctx.now.toISOString()}) as charged`,
    );
    return row?.charged ?? 0;
  });
}
