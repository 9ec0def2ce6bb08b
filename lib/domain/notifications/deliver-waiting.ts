import "server-only";
import { and, asc, eq, inArray, lte } from "drizzle-orm";
import { outboxMessages } from "@/db/schema/outbox-messages";
import { authorizePlatform, type PlatformAllowed } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { logger } from "@/lib/foundation/logger";
import { withPlatformTransaction } from "@/lib/foundation/transaction";
import type { DeliveryPort } from "./delivery-port";
import { openMessage } from "./open-message";
import { renderMessage } from "./templates";

const batch = 20;
const attemptsMax = 8;
const claimSeconds = 60;

/** Ports for the channels that are configured; a channel without one keeps its messages in the outbox. */
export type DeliveryPorts = Partial<Record<"mail" | "sms", DeliveryPort>>;

/** Says on the notice that a message says by mail what became of it; before the message is marked, so that it is not forgotten. */
type NoteDelivery = (platform: PlatformContext, message: Row, marks: Pick<Row, "state" | "lastError">) => Promise<void>;

/**
 * Sends what waits. A message is claimed before it is sent and marked after, each in its own transaction: a crash in
 * between sends it again after a minute, so it arrives at least once. Answers how many were tried.
 */
export async function deliverWaiting(
  platform: PlatformContext,
  ports: DeliveryPorts,
  note: NoteDelivery = async () => undefined,
): Promise<number> {
  const allowed = authorizePlatform(platform, "platform:DeliverOutbox");
  const channels = Object.keys(ports) as (keyof DeliveryPorts)[];
  let tried = 0;
  for (const channel of channels) {
    const port = ports[channel];
    if (!port) continue;
    for (const row of await claim(allowed, channel)) {
      tried++;
      const outcome = await send(port, row);
      const marks = markOf(row.attempts + 1, outcome);
      await note(platform, row, marks);
      await withPlatformTransaction(allowed, (tx) =>
        tx.update(outboxMessages).set(marks).where(eq(outboxMessages.id, row.id)),
      );
    }
  }
  return tried;
}

function claim(allowed: PlatformAllowed, channel: "mail" | "sms"): Promise<Row[]> {
  const claimedUntil = new Date(allowed.now.getTime() + claimSeconds * 1000);
  return withPlatformTransaction(allowed, (tx) => {
    const due = tx
      .select({ id: outboxMessages.id })
      .from(outboxMessages)
      .where(
        and(
          eq(outboxMessages.state, "waiting"),
          eq(outboxMessages.channel, channel),
          lte(outboxMessages.nextAttemptAt, allowed.now),
        ),
      )
      .orderBy(asc(outboxMessages.nextAttemptAt))
      .limit(batch)
      .for("update", { skipLocked: true });
    return tx
      .update(outboxMessages)
      .set({ nextAttemptAt: claimedUntil })
      .where(inArray(outboxMessages.id, due))
      .returning();
  });
}

type Row = typeof outboxMessages.$inferSelect;

async function send(port: DeliveryPort, row: Row): Promise<Outcome> {
  try {
    const { locale, params } = openMessage(row);
    await port.deliver({
      channel: row.channel,
      to: row.recipient,
      ...renderMessage(row.kind, row.channel, locale, params),
    });
    return { sent: true, error: "" };
  } catch (error) {
    logger.warn({ err: error, resourceId: row.id, attempt: row.attempts + 1 }, "a message was not delivered");
    return { sent: false, error: error instanceof Error ? error.name : "error" };
  }
}

interface Outcome {
  sent: boolean;
  error: string;
}

function markOf(attempts: number, { sent, error }: Outcome) {
  const now = Date.now();
  if (sent) return { state: "sent" as const, attempts, sentAt: new Date(now), lastError: "" };
  const state = attempts >= attemptsMax ? ("failed" as const) : ("waiting" as const);
  return { state, attempts, lastError: error, nextAttemptAt: new Date(now + 2 ** attempts * 15_000) };
}
