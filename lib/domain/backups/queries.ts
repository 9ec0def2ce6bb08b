import "server-only";
import { desc, eq } from "drizzle-orm";
import { operatorAuditEvents } from "@/db/schema/operator-audit-events";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { withPlatformRead } from "@/lib/foundation/transaction";

/** When the last backup was taken by the command line; undefined: never. */
export async function lastBackupAt(platform: PlatformContext): Promise<Date | undefined> {
  const allowed = authorizePlatform(platform, "platform:TakeBackup");
  const [last] = await withPlatformRead(allowed, (tx) =>
    tx
      .select({ at: operatorAuditEvents.occurredAt })
      .from(operatorAuditEvents)
      .where(eq(operatorAuditEvents.action, "platform:TakeBackup"))
      .orderBy(desc(operatorAuditEvents.occurredAt), desc(operatorAuditEvents.id))
      .limit(1),
  );
  return last?.at;
}
