import "server-only";
import { sql } from "drizzle-orm";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { walletResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { post } from "@/lib/domain/ledger/steps";
import { env } from "@/lib/foundation/env";
import { newId } from "@/lib/foundation/ids";
import { withTransaction } from "@/lib/foundation/transaction";
import type { ClosePeriodInput } from "./schema";

/**
 * Closes an account's month for good: invoice, rounding, settlement and the closed state in one transaction. The number
 * of the invoice; null for a month without charges. Throws `invalid-state` before late usage had its time and for a
 * month that is closed, `conflict` while usage of it is not priced or waits in quarantine.
 */
export async function closePeriod(
  platform: PlatformContext,
  { accountId, month }: ClosePeriodInput,
): Promise<string | null> {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:ClosePeriod", walletResource(ctx));
  const billedTo = ctx.account.companyName || ctx.account.name;
  return withTransaction(allowed, async (tx) => {
    const [row] = await post<{ number: string | null }>(
      tx,
      sql`select billing.close_period(${`${month}-01`}::date, ${newId()}, ${billedTo}, ${env().legalName}, ${ctx.now.toISOString()}) as number`,
    );
    const number = row?.number ?? null;
    await recordAudit(tx, allowed, { action: "espalier:ClosePeriod", resource: month, after: { number } });
    return number;
  });
}
