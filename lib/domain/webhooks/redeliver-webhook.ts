import "server-only";
import { and, eq } from "drizzle-orm";
import { webhookDeliveries } from "@/db/schema/webhooks";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { webhooksResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { DomainError } from "@/lib/foundation/errors";
import type { AccountId } from "@/lib/foundation/ids";
import { withTransaction } from "@/lib/foundation/transaction";
import { lockDelivery } from "./lookups";
import type { RedeliverInput, RedeliverToServiceInput } from "./schema";

/**
 * Sends a delivery again, whatever became of it, with its own event id: a receiver that has it knows it. To a service
 * only the operator does: for the account it does not exist.
 */
export async function redeliverWebhook(ctx: Context, { id }: RedeliverInput): Promise<void> {
  const allowed = authorize(ctx, "espalier:RedeliverWebhook", webhooksResource(ctx));
  const { accountId, actor, now } = allowed;
  await withTransaction(allowed, async (tx) => {
    const { state, eventId, toService } = await lockDelivery(tx, allowed, id);
    if (toService !== (actor.type === "operator")) throw new DomainError("not-found", "webhook");
    await tx
      .update(webhookDeliveries)
      .set({ state: "waiting", attempts: 0, nextAttemptAt: now })
      .where(and(eq(webhookDeliveries.accountId, accountId), eq(webhookDeliveries.id, id)));
    await recordAudit(tx, allowed, {
      action: "espalier:RedeliverWebhook",
      resource: eventId,
      before: { state },
      after: { state: "waiting" },
    });
  });
}

/** The operator's way to a delivery of any account. */
export async function redeliverToService(platform: PlatformContext, input: RedeliverToServiceInput): Promise<void> {
  const ctx = enterAccount(platform, await getAccount(platform, input.accountId as AccountId));
  authorize(ctx, "espalier:RedeliverWebhook", webhooksResource(ctx));
  await redeliverWebhook(ctx, { id: input.id });
}
