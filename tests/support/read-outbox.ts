import { desc, eq } from "drizzle-orm";
import { outboxMessages } from "@/db/schema/outbox-messages";
import { openMessage } from "@/lib/domain/notifications/open-message";
import { mintPlatformFence } from "@/lib/foundation/fence";
import { withPlatformRead } from "@/lib/foundation/transaction";

/** What was written to one address, newest first. */
export async function readOutbox(recipient: string) {
  const fence = mintPlatformFence({ platform: true, actorKey: "test" });
  const rows = await withPlatformRead(fence, (tx) =>
    tx
      .select()
      .from(outboxMessages)
      .where(eq(outboxMessages.recipient, recipient))
      .orderBy(desc(outboxMessages.createdAt), desc(outboxMessages.id)),
  );
  return rows.map((row) => ({ kind: row.kind, channel: row.channel, params: openMessage(row).params }));
}
