import "server-only";
import { and, asc, eq, lte, sql } from "drizzle-orm";
import {
  type DeliveryAttempt,
  serviceEndpoints,
  webhookDeliveries,
  webhookEndpoints,
  webhookEvents,
} from "@/db/schema/webhooks";
import { type Allowed, authorize, authorizePlatform, type PlatformAllowed } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { webhooksResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { openForAccount } from "@/lib/foundation/data-keys";
import type { AccountId } from "@/lib/foundation/ids";
import { logger } from "@/lib/foundation/logger";
import { withPlatformRead, withPlatformTransaction, withTransaction } from "@/lib/foundation/transaction";
import { attemptDelivery, type Receiver } from "./attempt-delivery";
import { openService } from "./open-service";
import { afterAttempt, secretsOf, wasTaken } from "./rules";

const batch = 400;
const ofReceiverMax = 50;
/** Nothing more is begun after this long, so that what comes due meanwhile is not kept waiting by slow receivers. */
const roundMs = 2_000;
/** Longer than an attempt can take: whoever died with one in hand loses it to the next round after that. */
const claimSeconds = 60;
/** A receiver that does not answer keeps one place of these, never all. */
const sideBySide = 16;
const ofOneReceiver = 4;

interface Due {
  accountId: AccountId;
  id: string;
  endpointId: string;
  toService: boolean;
}

/**
 * Sends what is due. A delivery is claimed before it is sent and marked after, each in its own transaction: who dies in
 * between sends it again a minute later, so it arrives at least once. Returns how many were tried.
 */
export async function deliverWebhooks(
  platform: PlatformContext,
  { accountsReachPrivate }: { accountsReachPrivate: boolean },
): Promise<number> {
  const allowed = authorizePlatform(platform, "platform:DeliverWebhooks");
  const due = await findDue(allowed);
  const lanes = lanesOf(due);
  const until = Date.now() + roundMs;
  const workers = Array.from({ length: sideBySide }, async () => {
    for (let lane = lanes.shift(); lane; lane = lanes.shift()) {
      for (const one of lane) if (Date.now() < until) await deliverOne(platform, one, accountsReachPrivate);
    }
  });
  await Promise.all(workers);
  return due.length;
}

/** The oldest of every receiver: however much waits for one, the others' turn comes. */
function findDue(allowed: PlatformAllowed): Promise<Due[]> {
  return withPlatformRead(allowed, (tx) => {
    const ranked = tx
      .select({
        accountId: webhookDeliveries.accountId,
        id: webhookDeliveries.id,
        endpointId: webhookDeliveries.endpointId,
        toService: webhookDeliveries.toService,
        turn: sql<number>`row_number() over (partition by ${webhookDeliveries.endpointId} order by ${webhookDeliveries.nextAttemptAt})`.as(
          "turn",
        ),
      })
      .from(webhookDeliveries)
      .where(and(eq(webhookDeliveries.state, "waiting"), lte(webhookDeliveries.nextAttemptAt, allowed.now)))
      .as("ranked");
    return tx.select().from(ranked).where(lte(ranked.turn, ofReceiverMax)).orderBy(asc(ranked.turn)).limit(batch);
  });
}

/** Deliveries that go one after the other: each receiver has at most so many at a time. */
function lanesOf(due: readonly Due[]): Due[][] {
  const lanes = [...Map.groupBy(due, ({ endpointId }) => endpointId).values()].flatMap((ofReceiver) => {
    const own = Array.from({ length: Math.min(ofOneReceiver, ofReceiver.length) }, (): Due[] => []);
    for (const [index, one] of ofReceiver.entries()) own[index % own.length]?.push(one);
    return own;
  });
  return lanes;
}

async function deliverOne(platform: PlatformContext, due: Due, accountsReachPrivate: boolean): Promise<void> {
  try {
    const ctx = enterAccount(platform, await getAccount(platform, due.accountId));
    const allowed = authorize(ctx, "espalier:DeliverWebhooks", webhooksResource(ctx));
    const sending = await claim(allowed, due);
    if (!sending) return;
    const service = due.toService ? await findService(platform, due.endpointId) : undefined;
    const receiver = service ? openService(service, allowed.now) : sending.own;
    const attempt = receiver
      ? await attemptDelivery(receiver, sending, receiver.isPrivate || (!due.toService && accountsReachPrivate))
      : { at: new Date().toISOString(), ms: 0, status: 410, answer: "the receiver was removed" };
    await mark(allowed, due, sending, attempt);
    if (service && service.healthy !== wasTaken(attempt)) await markService(platform, service.id, attempt);
  } catch (error) {
    logger.error({ err: error, job: "webhooks", resourceId: due.id }, "a webhook could not be handled");
  }
}

interface Sending {
  eventId: string;
  body: string;
  attempts: number;
  log: DeliveryAttempt[];
  own: Receiver | undefined;
}

/** Takes one delivery for a while, with all that sending it needs; undefined where another worker has it. */
function claim(allowed: Allowed, { id, endpointId, toService }: Due): Promise<Sending | undefined> {
  const { accountId, now } = allowed;
  return withTransaction(allowed, async (tx) => {
    const [taken] = await tx
      .update(webhookDeliveries)
      .set({ nextAttemptAt: new Date(now.getTime() + claimSeconds * 1000) })
      .where(
        and(
          eq(webhookDeliveries.accountId, accountId),
          eq(webhookDeliveries.id, id),
          eq(webhookDeliveries.state, "waiting"),
          lte(webhookDeliveries.nextAttemptAt, now),
        ),
      )
      .returning({
        eventId: webhookDeliveries.eventId,
        attempts: webhookDeliveries.attempts,
        log: webhookDeliveries.log,
      });
    if (!taken) return undefined;
    const [event] = await tx
      .select({ payload: webhookEvents.payload })
      .from(webhookEvents)
      .where(and(eq(webhookEvents.accountId, accountId), eq(webhookEvents.id, taken.eventId)));
    if (!event) return undefined;
    const sending = { ...taken, body: JSON.stringify(event.payload) };
    if (toService) return { ...sending, own: undefined };
    const [endpoint] = await tx
      .select()
      .from(webhookEndpoints)
      .where(and(eq(webhookEndpoints.accountId, accountId), eq(webhookEndpoints.id, endpointId)));
    if (!endpoint) return { ...sending, own: undefined };
    const sealed = {
      secret: endpoint.secretSealed,
      former: endpoint.formerSecretSealed,
      formerUntil: endpoint.formerSecretUntil,
    };
    const belongsTo = { accountId, purpose: "webhook", row: endpointId } as const;
    const secrets: string[] = [];
    for (const one of secretsOf(sealed, now)) secrets.push((await openForAccount(tx, belongsTo, one)).toString());
    return { ...sending, own: { url: endpoint.url, secrets, isPrivate: false } };
  });
}

async function findService(platform: PlatformContext, id: string) {
  const allowed = authorizePlatform(platform, "platform:DeliverWebhooks");
  const [row] = await withPlatformRead(allowed, (tx) =>
    tx.select().from(serviceEndpoints).where(eq(serviceEndpoints.id, id)),
  );
  return row;
}

/** Of no account, so in a transaction of the platform's; only where it is news, for many deliveries lead to one service. */
async function markService(platform: PlatformContext, id: string, attempt: DeliveryAttempt): Promise<void> {
  const allowed = authorizePlatform(platform, "platform:DeliverWebhooks");
  await withPlatformTransaction(allowed, (tx) =>
    tx
      .update(serviceEndpoints)
      .set({ healthy: wasTaken(attempt) })
      .where(eq(serviceEndpoints.id, id)),
  );
}

async function mark(allowed: Allowed, due: Due, sending: Sending, attempt: DeliveryAttempt): Promise<void> {
  const { accountId } = allowed;
  const next = afterAttempt(sending, attempt, allowed.now);
  await withTransaction(allowed, async (tx) => {
    // The receiver before its deliveries, as whoever deletes it goes.
    if (!due.toService) {
      await tx
        .update(webhookEndpoints)
        .set({ healthy: next.state === "delivered" })
        .where(and(eq(webhookEndpoints.accountId, accountId), eq(webhookEndpoints.id, due.endpointId)));
    }
    await tx
      .update(webhookDeliveries)
      .set(next)
      .where(and(eq(webhookDeliveries.accountId, accountId), eq(webhookDeliveries.id, due.id)));
  });
}
