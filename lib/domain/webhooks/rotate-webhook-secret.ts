import "server-only";
import { webhookEndpoints } from "@/db/schema/webhooks";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { webhooksResource } from "@/lib/authorization/resources";
import { sealForAccount } from "@/lib/foundation/data-keys";
import { claimOnce } from "@/lib/foundation/idempotency";
import { withTransaction } from "@/lib/foundation/transaction";
import type { IssuedWebhookSecret } from "./create-webhook";
import { lockWebhook, ofEndpoint } from "./lookups";
import { formerSecretOf, newWebhookSecret } from "./rules";
import type { RotateWebhookInput } from "./schema";

/** A new secret; the one before signs beside it for as long as was chosen, so that a receiver changes without a gap. */
export async function rotateWebhookSecret(ctx: Context, input: RotateWebhookInput): Promise<IssuedWebhookSecret> {
  const allowed = authorize(ctx, "espalier:RotateWebhookSecret", webhooksResource(ctx));
  const { accountId, now } = allowed;
  const { id, overlapHours } = input;
  const secret = newWebhookSecret();
  await withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, input);
    const before = await lockWebhook(tx, allowed, id);
    const secretSealed = await sealForAccount(tx, { accountId, purpose: "webhook", row: id }, secret);
    await tx
      .update(webhookEndpoints)
      .set({ secretSealed, ...formerSecretOf(before, overlapHours, now) })
      .where(ofEndpoint(allowed, id));
    await recordAudit(tx, allowed, { action: "espalier:RotateWebhookSecret", resource: id, after: { overlapHours } });
  });
  return { id, secret };
}
