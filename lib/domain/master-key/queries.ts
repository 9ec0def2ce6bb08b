import "server-only";
import { asc, ne } from "drizzle-orm";
import { dataKeys } from "@/db/schema/data-keys";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import type { AccountId } from "@/lib/foundation/ids";
import { currentKek } from "@/lib/foundation/key-ring";
import { withPlatformRead } from "@/lib/foundation/transaction";

const batchSize = 200;

/** Accounts with a data key that another key than the newest wraps, a batch of them. */
export async function accountsWrappedByOlder(platform: PlatformContext): Promise<AccountId[]> {
  const allowed = authorizePlatform(platform, "platform:RotateMasterKey");
  const rows = await withPlatformRead(allowed, (tx) =>
    tx
      .selectDistinct({ accountId: dataKeys.accountId })
      .from(dataKeys)
      .where(ne(dataKeys.kekId, currentKek().id))
      .orderBy(asc(dataKeys.accountId))
      .limit(batchSize),
  );
  return rows.map(({ accountId }) => accountId);
}
