import "server-only";
import { recordPlatformAudit } from "@/lib/audit/record-audit";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { withPlatformTransaction } from "@/lib/foundation/transaction";
import type { Backup } from "./rules";

/** Notes that a backup was taken and stands where it should. */
export async function recordBackup(platform: PlatformContext, { takenAt, rows, documents }: Backup): Promise<void> {
  const allowed = authorizePlatform(platform, "platform:TakeBackup");
  await withPlatformTransaction(allowed, (tx) =>
    recordPlatformAudit(tx, allowed, { action: "platform:TakeBackup", resource: takenAt, after: { rows, documents } }),
  );
}
