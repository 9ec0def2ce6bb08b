import "server-only";
import { sql } from "drizzle-orm";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { withPlatformTransaction } from "@/lib/foundation/transaction";

const monthsAhead = 24;

/** Makes the months to come of the audit log: an event without its partition could not be written, nor its change. */
export async function makeAuditPartitions(platform: PlatformContext): Promise<void> {
  const allowed = authorizePlatform(platform, "platform:MakeAuditPartitions");
  await withPlatformTransaction(allowed, (tx) => tx.execute(sql`select auth.make_audit_partitions(${monthsAhead})`));
}
