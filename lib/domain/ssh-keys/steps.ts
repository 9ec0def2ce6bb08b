import "server-only";
import type { Allowed } from "@/lib/authorization/authorize";
import { enqueue } from "@/lib/foundation/queue";
import type { Tx } from "@/lib/foundation/transaction";
import { remindOfPublicKeyJob } from "./jobs";
import { remindersOf } from "./rules";

/** Orders the reminders of a key's end, in the transaction that sets it. */
export async function orderReminders(
  tx: Tx,
  { accountId, now }: Allowed,
  { id: publicKeyId, expiresAt }: { id: string; expiresAt: Date | null },
): Promise<void> {
  for (const { daysLeft, at } of remindersOf(expiresAt, now)) {
    const payload = { accountId, publicKeyId, expiresAt: expiresAt?.toISOString() ?? "", daysLeft };
    await enqueue(tx, remindOfPublicKeyJob, payload, { startAfter: at });
  }
}
