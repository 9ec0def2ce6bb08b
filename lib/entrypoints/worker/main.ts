import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { actorKeyOf, type PlatformContext, withoutSession } from "@/lib/authorization/context";
import { allowAll } from "@/lib/authorization/policy-document";
import { makeAuditPartitions } from "@/lib/domain/audit-log/make-audit-partitions";
import { configuredPorts } from "@/lib/domain/notifications/configured-ports";
import { deliverWaiting } from "@/lib/domain/notifications/deliver-waiting";
import { newId } from "@/lib/foundation/ids";
import { logger } from "@/lib/foundation/logger";
import { closePool } from "@/lib/foundation/transaction";

const deliverEveryMs = 2_000;
const houseworkEveryMs = 3_600_000;

/** Does what nobody waits for, until it is told to stop: sends what is in the outbox, makes audit partitions ahead. */
export async function runWorker(): Promise<void> {
  const stopping = new AbortController();
  process.once("SIGTERM", () => stopping.abort()).once("SIGINT", () => stopping.abort());
  await Promise.all([
    repeat("deliver", deliverEveryMs, stopping.signal, () => deliverWaiting(workerContext(), configuredPorts())),
    repeat("housework", houseworkEveryMs, stopping.signal, () => makeAuditPartitions(workerContext())),
  ]);
  await closePool();
}

/** A failed round is logged and tried again in the next: the rows are where they were. */
async function repeat(job: string, everyMs: number, signal: AbortSignal, round: () => Promise<unknown>) {
  while (!signal.aborted) {
    try {
      await round();
    } catch (error) {
      logger.error({ err: error, job }, "a job failed");
    }
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
}

function workerContext(now = new Date()): PlatformContext {
  const actor = { type: "worker", sessionId: null, name: "worker" } as const;
  const facts = { ip: "127.0.0.1", userAgent: "worker" };
  return {
    requestId: newId(now.getTime()),
    now,
    platform: true,
    actor,
    actorKey: actorKeyOf(actor),
    policies: [allowAll],
    facts,
    ...withoutSession,
  };
}
