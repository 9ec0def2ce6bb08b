import "server-only";
import { and, eq } from "drizzle-orm";
import { webhookDeliveries, webhookEndpoints } from "@/db/schema/webhooks";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { webhooksResource } from "@/lib/authorization/resources";
import { withTransaction } from "@/lib/foundation/transaction";
import { lockWebhook, ofEndpoint } from "./lookups";
import type { NamedWebhookInput } from "./schema";

/** Removes a receiver with its secret and its log; what waits for it is not sent any more. */
export async function deleteWebhook(ctx: Context, { id }: NamedWebhookInput): Promise<void> {
  const allowed = authorize(ctx, "espalier:DeleteWebhook", webhooksResource(ctx));
  const { accountId } = allowed;
  await withTransaction(allowed, async (tx) => {
    const { url } = await lockWebhook(tx, allowed, id);
    await tx
      .delete(webhookDeliveries)
      .where(and(eq(webhookDeliveries.accountId, accountId), eq(webhookDeliveries.endpointId, id)));
    await tx.delete(webhookEndpoints).where(ofEndpoint(allowed, id));
    await recordAudit(tx, allowed, { action: "espalier:DeleteWebhook", resource: id, before: { url } });
  });
}
