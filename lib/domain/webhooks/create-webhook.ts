import "server-only";
import { eq, sql } from "drizzle-orm";
import { webhookEndpoints } from "@/db/schema/webhooks";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { webhooksResource } from "@/lib/authorization/resources";
import { sealForAccount } from "@/lib/foundation/data-keys";
import { DomainError } from "@/lib/foundation/errors";
import { claimOnce } from "@/lib/foundation/idempotency";
import { newId } from "@/lib/foundation/ids";
import { withTransaction } from "@/lib/foundation/transaction";
import { endpointsMax, newWebhookSecret } from "./rules";
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
  const id = newId(now.getTime());
  const secret = newWebhookSecret();
  await withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, input);
    const [found] = await tx
      .select({ count: sql<number>`count(*)::int` })
      .from(webhookEndpoints)
      .where(eq(webhookEndpoints.accountId, accountId));
    if ((found?.count ?? 0) >= endpointsMax) {
      throw new DomainError("limit-reached", "webhook", { reason: "tooManyWebhooks", details: { max: endpointsMax } });
    }
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
