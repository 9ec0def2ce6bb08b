import "server-only";
import { and, eq, lt, sql } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { idempotencyKeys } from "@/db/schema/idempotency-keys";
import { authorize, authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { accountSettingsResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { deletePiece } from "@/lib/foundation/delete-piece";
import type { AccountId } from "@/lib/foundation/ids";
import { withPlatformRead, withTransaction } from "@/lib/foundation/transaction";

/** As long as a form may lie open and be sent again. */
const keptMs = 24 * 3_600_000;
const batch = 5_000;
const accountsPerRound = 1_000;

/** Forgets what was done once and a day ago: what comes again after that is done again. In pieces. */
export async function forgetIdempotencyKeys(platform: PlatformContext): Promise<void> {
  const allowed = authorizePlatform(platform, "platform:SweepIdempotencyKeys");
  const isOld = lt(idempotencyKeys.createdAt, new Date(allowed.now.getTime() - keptMs));
  const owners = await withPlatformRead(allowed, (tx) =>
    tx
      .select({ accountId: accounts.accountId })
      .from(accounts)
      .where(
        sql`exists (select from ${idempotencyKeys} where ${and(eq(idempotencyKeys.accountId, accounts.accountId), isOld)})`,
      )
      .limit(accountsPerRound),
  );
  for (const { accountId } of owners) await forgetOf(platform, accountId, isOld);
}

async function forgetOf(platform: PlatformContext, accountId: AccountId, isOld: ReturnType<typeof lt>) {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:SweepIdempotencyKeys", accountSettingsResource(ctx));
  const mine = and(eq(idempotencyKeys.accountId, accountId), isOld);
  let gone = batch;
  while (gone === batch) {
    gone = await withTransaction(allowed, (tx) => deletePiece(tx, idempotencyKeys, mine, batch));
  }
}
