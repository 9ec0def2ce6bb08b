import "server-only";
import { webhookDeliveries, webhookEvents } from "@/db/schema/webhooks";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { webhooksResource } from "@/lib/authorization/resources";
import { newId } from "@/lib/foundation/ids";
import { withTransaction } from "@/lib/foundation/transaction";
import { lockWebhook } from "./lookups";
import type { NamedWebhookInput } from "./schema";

/** Sends a `webhook.test` to this one receiver, on the way that every event takes. */
export async function testWebhook(ctx: Context, { id: endpointId }: NamedWebhookInput): Promise<void> {
  const allowed = authorize(ctx, "espalier:TestWebhook", webhooksResource(ctx));
  const { accountId, account, now } = allowed;
  const [eventId, id] = [newId(now.getTime()), newId(now.getTime())];
  const payload = { type: "webhook.test", timestamp: now.toISOString(), data: { accountUid: account.uid } };
  await withTransaction(allowed, async (tx) => {
    await lockWebhook(tx, allowed, endpointId);
    await tx
      .insert(webhookEvents)
      .values({ accountId, id: eventId, type: payload.type, payload, occurredAt: now, handedOutAt: now });
    await tx
      .insert(webhookDeliveries)
      .values({ accountId, id, eventId, endpointId, toService: false, log: [], nextAttemptAt: now, createdAt: now });
    await recordAudit(tx, allowed, { action: "espalier:TestWebhook", resource: endpointId });
  });
}
