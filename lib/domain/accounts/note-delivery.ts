import "server-only";
import { and, eq } from "drizzle-orm";
import { notifications } from "@/db/schema/notifications";
import type { outboxMessages } from "@/db/schema/outbox-messages";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { anySubAccount } from "@/lib/authorization/resources";
import { logger } from "@/lib/foundation/logger";
import { withTransaction } from "@/lib/foundation/transaction";
import { getAccount } from "./queries";

type Message = typeof outboxMessages.$inferSelect;

/**
 * Says on a notice what became of the mail that says the same. Before the message itself is marked: whoever is ended in
 * between sends it again, and notes it again. That it cannot be noted holds no mail up.
 */
export async function noteDelivery(
  platform: PlatformContext,
  { id, noticeAccount, noticeId }: Pick<Message, "id" | "noticeAccount" | "noticeId">,
  { state, lastError }: Pick<Message, "state" | "lastError">,
): Promise<void> {
  if (!noticeAccount || !noticeId) return;
  try {
    const ctx = enterAccount(platform, await getAccount(platform, noticeAccount));
    const allowed = authorize(ctx, "espalier:NoteDelivery", anySubAccount(ctx));
    await withTransaction(allowed, (tx) =>
      tx
        .update(notifications)
        .set({ mail: state, mailError: lastError, mailAt: state === "waiting" ? null : allowed.now })
        .where(and(eq(notifications.accountId, allowed.accountId), eq(notifications.id, noticeId))),
    );
  } catch (error) {
    logger.error({ err: error, resourceId: id }, "what became of a message could not be noted");
  }
}
