import "server-only";
import { recordPlatformAudit } from "@/lib/audit/record-audit";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { withPlatformTransaction } from "@/lib/foundation/transaction";
import type { Backup } from "./rules";

/** Notes, in the log that came with it, that this installation goes on from a backup. */
export async function recordRestore(platform: PlatformContext, { takenAt, rows, documents }: Backup): Promise<void> {
  const allowed = authorizePlatform(platform, "platform:RestoreBackup");
  await withPlatformTransaction(allowed, (tx) =>
    recordPlatformAudit(tx, allowed, {
      action: "platform:RestoreBackup",
      resource: takenAt,
      after: { rows, documents },
    }),
  );
}
