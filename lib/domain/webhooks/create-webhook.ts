import "server-only";
import { webhookEndpoints } from "@/db/schema/webhooks";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { webhooksResource } from "@/lib/authorization/resources";
import { holdQuotas } from "@/lib/domain/policies/steps";
import { sealForAccount } from "@/lib/foundation/data-keys";
import { env } from "@/lib/foundation/env";
import { claimOnce } from "@/lib/foundation/idempotency";
import { newId } from "@/lib/foundation/ids";
import { withTransaction } from "@/lib/foundation/transaction";
import { countWebhooks } from "./lookups";
import { newWebhookSecret, requireReachable, requireRoomForWebhook } from "./rules";
import type { CreateWebhookInput } from "./schema";

export interface IssuedWebhookSecret {
  id: string;
  /** Shown once: from then on it only signs. */
  secret: string;
}

/** Where the account is told of its own events from now on. Throws `limit-reached` for more than twenty. */
export async function createWebhook(ctx: Context, input: CreateWebhookInput): Promise<IssuedWebhookSecret> {
  const allowed = authorize(ctx, "espalier:CreateWebhook", webhooksResource(ctx));
  const { accountId, now, actor } = allowed;
  requireReachable("webhook", input.url, env().webhooksReachPrivate);
  const id = newId(now.getTime());
  const secret = newWebhookSecret();
  await withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, input);
    await holdQuotas(tx, allowed);
    requireRoomForWebhook(await countWebhooks(tx, allowed));
    const secretSealed = await sealForAccount(tx, { accountId, purpose: "webhook", row: id }, secret);
    await tx
      .insert(webhookEndpoints)
      .values({ accountId, id, ...input, secretSealed, createdBy: actor.name, createdAt: now });
    await recordAudit(tx, allowed, {
      action: "espalier:CreateWebhook",
      resource: id,
      after: { url: input.url, events: input.events.join(" ") },
    });
  });
  return { id, secret };
}
