import "server-only";
import { and, asc, eq, isNull } from "drizzle-orm";
import { serviceEndpoints, webhookDeliveries, webhookEndpoints, webhookEvents } from "@/db/schema/webhooks";
import { type Allowed, authorize, authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { webhooksResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { type AccountId, newId } from "@/lib/foundation/ids";
import { withPlatformRead, withTransaction } from "@/lib/foundation/transaction";

const batch = 200;

interface Receiver {
  id: string;
  events: readonly string[];
  toService: boolean;
}

/**
 * Makes a delivery to each receiver for every event that waits in the outbox. A worker that dies on the way leaves the
 * event waiting, and nothing is made twice. Returns how many events were handed out.
 */
export async function handOutEvents(platform: PlatformContext): Promise<number> {
  const allowed = authorizePlatform(platform, "platform:DeliverWebhooks");
  const { waiting, services } = await withPlatformRead(allowed, async (tx) => ({
    waiting: await tx
      .select({ accountId: webhookEvents.accountId, id: webhookEvents.id })
      .from(webhookEvents)
      .where(isNull(webhookEvents.handedOutAt))
      .orderBy(asc(webhookEvents.occurredAt))
      .limit(batch),
    services: await tx
      .select({ id: serviceEndpoints.id, events: serviceEndpoints.events })
      .from(serviceEndpoints)
      .where(eq(serviceEndpoints.paused, false)),
  }));
  const byAccount = Map.groupBy(waiting, ({ accountId }) => accountId);
  const toServices = services.map((service) => ({ ...service, toService: true }));
  for (const [accountId, events] of byAccount) {
    await handOutOf(
      platform,
      accountId,
      events.map(({ id }) => id),
      toServices,
    );
  }
  return waiting.length;
}

async function handOutOf(platform: PlatformContext, accountId: AccountId, ids: string[], services: Receiver[]) {
  const ctx = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(ctx, "espalier:DeliverWebhooks", webhooksResource(ctx));
  await withTransaction(allowed, async (tx) => {
    const own = await tx
      .select({ id: webhookEndpoints.id, events: webhookEndpoints.events })
      .from(webhookEndpoints)
      .where(and(eq(webhookEndpoints.accountId, accountId), eq(webhookEndpoints.paused, false)));
    const receivers = [...services, ...own.map((endpoint) => ({ ...endpoint, toService: false }))];
    for (const id of ids) {
      const ofEvent = and(eq(webhookEvents.accountId, accountId), eq(webhookEvents.id, id));
      const [event] = await tx
        .update(webhookEvents)
        .set({ handedOutAt: allowed.now })
        .where(and(ofEvent, isNull(webhookEvents.handedOutAt)))
        .returning({ type: webhookEvents.type });
      // Another worker was faster.
      if (!event) continue;
      const rows = receivers
        .filter(({ events }) => events.includes(event.type))
        .map((receiver) => deliveryOf(allowed, id, receiver));
      if (rows.length > 0) await tx.insert(webhookDeliveries).values(rows).onConflictDoNothing();
    }
  });
}

function deliveryOf({ accountId, now }: Allowed, eventId: string, { id: endpointId, toService }: Receiver) {
  return {
    accountId,
    id: newId(now.getTime()),
    eventId,
    endpointId,
    toService,
    log: [],
    nextAttemptAt: now,
    createdAt: now,
  };
}
