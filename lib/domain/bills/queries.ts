import "server-only";
import { sql } from "drizzle-orm";
import { billingPeriods, books } from "@/db/schema/books";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import type { AccountId } from "@/lib/foundation/ids";
import { withPlatformRead } from "@/lib/foundation/transaction";

/** Accounts with a month that is over and not closed, or whose current month has not begun. */
export async function listAccountsToAdvance(platform: PlatformContext): Promise<AccountId[]> {
  const allowed = authorizePlatform(platform, "platform:ListWallets");
  const now = sql`${allowed.now.toISOString()}::timestamptz`;
  const months = sql`from ${billingPeriods} p where p.account_id = ${books.accountId}`;
  const rows = await withPlatformRead(allowed, (tx) =>
    tx
      .select({ accountId: books.accountId })
      .from(books)
      .where(
        sql`exists (select ${months} and p.status <> 'closed' and p.ends_at <= ${now})
          or (exists (select ${months}) and not exists (select ${months} and p.ends_at > ${now}))`,
      ),
  );
  return rows.map(({ accountId }) => accountId);
}
