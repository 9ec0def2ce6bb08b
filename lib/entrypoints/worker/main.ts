import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { sweepNonces } from "@/lib/domain/access-keys/sweep-nonces";
import { forgetIdempotencyKeys } from "@/lib/domain/accounts/forget-idempotency-keys";
import { noteDelivery } from "@/lib/domain/accounts/note-delivery";
import { makeAuditPartitions } from "@/lib/domain/audit-log/make-audit-partitions";
import { advancePeriods } from "@/lib/domain/bills/advance-periods";
import { chargeFees } from "@/lib/domain/fees/charge-fees";
import { makeMoneyPartitions } from "@/lib/domain/ledger/make-money-partitions";
import { judgeWallets } from "@/lib/domain/limits/judge-wallets";
import { configuredPorts } from "@/lib/domain/notifications/configured-ports";
import { deliverWaiting } from "@/lib/domain/notifications/deliver-waiting";
import { rateWaiting } from "@/lib/domain/usage/rate-waiting";
import { checkDueBooks } from "@/lib/domain/wallet/check-due-books";
import { settleDue } from "@/lib/domain/wallet/settle-due";
import { deliverWebhooks } from "@/lib/domain/webhooks/deliver-webhooks";
import { forgetWebhooks } from "@/lib/domain/webhooks/forget-webhooks";
import { handOutEvents } from "@/lib/domain/webhooks/hand-out-events";
import { env } from "@/lib/foundation/env";
import { logger } from "@/lib/foundation/logger";
import { closePool } from "@/lib/foundation/pools";
import { type QueueHandler, workQueue } from "@/lib/foundation/queue-worker";
import { jobHandlers } from "./job-handlers";
import { workerContext } from "./worker-context";

const deliverEveryMs = 2_000;
const webhooksEveryMs = 500;
const rateEveryMs = 1_000;
const settleEveryMs = 10_000;
const houseworkEveryMs = 3_600_000;
const monthEndEveryMs = 600_000;
const sweepEveryMs = 300_000;

/**
 * Does what nobody waits for, until it is told to stop: works through the queue, sends what is in the outbox, makes
 * audit partitions ahead, sweeps nonces, forgets what is too old to matter.
 */
export async function runWorker(): Promise<void> {
  const stopping = new AbortController();
  process.once("SIGTERM", () => stopping.abort()).once("SIGINT", () => stopping.abort());
  await Promise.all([
    repeat("deliver", deliverEveryMs, stopping.signal, () =>
      deliverWaiting(workerContext(), configuredPorts(), noteDelivery),
    ),
    repeat("webhooks", webhooksEveryMs, stopping.signal, handOutAndDeliver),
    workUntil(stopping.signal, jobHandlers),
    repeat("rate", rateEveryMs, stopping.signal, rateAndJudge),
    repeat("settle", settleEveryMs, stopping.signal, () => settleDue(workerContext())),
    repeat("judge", settleEveryMs, stopping.signal, () => judgeWallets(workerContext())),
    repeat("month-end", monthEndEveryMs, stopping.signal, () => advancePeriods(workerContext())),
    repeat("fees", monthEndEveryMs, stopping.signal, () => chargeFees(workerContext())),
    repeat("books", monthEndEveryMs, stopping.signal, () => checkDueBooks(workerContext())),
    repeat("months", houseworkEveryMs, stopping.signal, () => makeMoneyPartitions(workerContext())),
    repeat("housework", houseworkEveryMs, stopping.signal, () => makeAuditPartitions(workerContext())),
    repeat("forget", houseworkEveryMs, stopping.signal, forgetWhatIsOld),
    repeat("sweep", sweepEveryMs, stopping.signal, () => sweepNonces(workerContext())),
  ]);
  await closePool();
}

async function handOutAndDeliver(): Promise<void> {
  await handOutEvents(workerContext());
  await deliverWebhooks(workerContext(), { accountsReachPrivate: env().webhooksReachPrivate });
}

async function forgetWhatIsOld(): Promise<void> {
  await forgetIdempotencyKeys(workerContext());
  await forgetWebhooks(workerContext(), { keptDays: env().webhooksKeptDays });
}

/** What was just spent may have been the last of a limit: that is found at once, and not only in the next round. */
async function rateAndJudge(): Promise<void> {
  const charged = await rateWaiting(workerContext());
  if (charged.length > 0) await judgeWallets(workerContext(), charged);
}

/** The queue, from the moment its database answers; a process that cannot reach it yet asks again. */
async function workUntil(signal: AbortSignal, handlers: readonly QueueHandler[]): Promise<void> {
  while (!signal.aborted) {
    try {
      const queue = await workQueue(handlers);
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
      await queue.stop();
      return;
    } catch (error) {
      logger.error({ err: error, job: "queue" }, "the queue could not be opened");
      await sleep(deliverEveryMs, undefined, { signal }).catch(() => undefined);
    }
  }
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
