import "server-only";
import type { WebhookEventType } from "@/db/schema/webhook-event-types";
import { webhookEvents } from "@/db/schema/webhooks";
import type { Allowed } from "@/lib/authorization/authorize";
import { newId, type SubAccountId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";
import type { WebhookEventData } from "./event-schema";

interface NewEvent<T extends WebhookEventType> {
  type: T;
  subAccountId?: SubAccountId | null;
  data: WebhookEventData[T];
  /** A receiver's key against duplicates; of the caller's own where the same thing may be found twice. */
  id?: string;
}

/** Puts an event into the outbox, in the transaction of what happened. The same id again changes nothing. */
export async function raiseEvent<T extends WebhookEventType>(
  tx: Tx,
  { accountId, account, now }: Allowed,
  event: NewEvent<T>,
): Promise<void> {
  const { type, subAccountId = null, data, id = newId(now.getTime()) } = event;
  const payload = { type, timestamp: now.toISOString(), data: { accountUid: account.uid, ...data } };
  await tx
    .insert(webhookEvents)
    .values({ accountId, id, subAccountId, type, payload, occurredAt: now })
    .onConflictDoNothing();
}
