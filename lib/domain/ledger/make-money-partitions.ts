import "server-only";
import { sql } from "drizzle-orm";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { withPlatformTransaction } from "@/lib/foundation/transaction";

const monthsAhead = 4;

/** Makes the months to come of charges and transfers: one without its partition could not be written. */
export async function makeMoneyPartitions(platform: PlatformContext): Promise<void> {
  const allowed = authorizePlatform(platform, "platform:MakeMoneyPartitions");
  const first = allowed.now.toISOString().slice(0, 10);
  await withPlatformTransaction(allowed, (tx) =>
    tx.execute(sql`select billing.make_partitions(${first}::date, ${monthsAhead})`),
  );
}
