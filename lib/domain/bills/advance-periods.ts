import "server-only";
import { sql } from "drizzle-orm";
import { authorize, authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { post } from "@/lib/domain/ledger/steps";
import { DomainError } from "@/lib/foundation/errors";
import type { AccountId } from "@/lib/foundation/ids";
import { logger } from "@/lib/foundation/logger";
import { withTransaction } from "@/lib/foundation/transaction";
import { closePeriod } from "./close-period";
import { listAccountsToAdvance } from "./queries";

/** Moves every account's months on with the calendar, and closes those whose late usage had its time. */
export async function advancePeriods(platform: PlatformContext): Promise<void> {
  authorizePlatform(platform, "platform:ListWallets");
  for (const accountId of await listAccountsToAdvance(platform)) {
    try {
      await advanceAccount(platform, accountId);
    } catch (error) {
      // Usage still waits to be priced, or in quarantine: the month stays closing, and the operator is shown why.
      if (error instanceof DomainError && error.code === "conflict") continue;
      logger.error({ err: error, job: "month-end" }, "an account's months could not be moved on");
    }
  }
}

/** The same for one account; the months it closed. Throws what keeps the oldest of them from closing. */
export async function advanceAccount(platform: PlatformContext, accountId: AccountId): Promise<string[]> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:ClosePeriod", walletResource(ctx));
  const due = await withTransaction(allowed, (tx) =>
    post<{ month: string }>(
      tx,
      sql`select to_char(p, 'YYYY-MM') as month from billing.advance_periods(${ctx.now.toISOString()}) p`,
    ),
  );
  const months = due.map(({ month }) => month);
  for (const month of months) await closePeriod(platform, { accountId, month });
  return months;
}
