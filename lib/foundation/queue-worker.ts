import "server-only";
import { dirname } from "node:path";
import { type JobWithMetadata, PgBoss } from "pg-boss";
import { parseDatabaseUrl } from "@/db/database-url";
import { requireDatabaseUrl } from "@/lib/foundation/env";
import { logger } from "@/lib/foundation/logger";
import { deadLetters, type Job } from "@/lib/foundation/queue";

export type JobOutcome = "done" | "retry" | "dead-letter";

export interface QueueHandler {
  job: Pick<Job, "name">;
  /** How a piece ended; what it throws is tried again. `signal` is told when the process stops or the claim is lost. */
  run(data: unknown, signal: AbortSignal): Promise<JobOutcome>;
}

const pollSeconds = 1;
const superviseSeconds = 10;
const stopMs = 15_000;

/** Fetches on connections of its own, one piece of each kind at a time, until it is stopped. */
export async function workQueue(handlers: readonly QueueHandler[]): Promise<{ stop(): Promise<void> }> {
  const boss = new PgBoss({
    ...connectionOf(requireDatabaseUrl()),
    max: 4,
    migrate: false,
    createSchema: false,
    schedule: false,
    // An index is rebuilt by its owner, which this role is not.
    reindex: false,
    monitorVacuum: false,
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
  });
  boss.on("error", (error) => logger.error({ err: error }, "the queue met an error"));
  await boss.start().catch(async (error) => {
    await boss.stop({ graceful: false });
    throw error;
  });
  // Queues come with their first piece; a worker waits for one that is not there yet.
  const known = new Set<string>();
  const begin = async () => {
    const present = new Set((await boss.getQueues()).map(({ name }) => name));
    for (const { job, run } of handlers) {
      if (known.has(job.name) || !present.has(job.name)) continue;
      known.add(job.name);
      await boss.work(
        job.name,
        { batchSize: 1, includeMetadata: true, perJobResults: true, pollingIntervalSeconds: pollSeconds },
        ([piece]: JobWithMetadata[]) => settle(piece, run),
      );
    }
  };
  await begin();
  await boss.work(deadLetters, { batchSize: 1, includeMetadata: true }, ([piece]: JobWithMetadata[]) =>
    logDeadLetter(piece),
  );
  const looking = setInterval(() => {
    if (known.size < handlers.length) begin().catch((error) => logger.error({ err: error }, "the queue met an error"));
  }, pollSeconds * 1000);
  return {
    async stop() {
      clearInterval(looking);
      await boss.stop({ graceful: true, timeout: stopMs });
    },
  };
}

function connectionOf(url: string) {
  const { socketPath, host, ...target } = parseDatabaseUrl(url);
  return {
    ...target,
    host: socketPath ? dirname(socketPath) : (host ?? "127.0.0.1"),
    application_name: "espalier-queue",
  };
}

async function settle(piece: JobWithMetadata | undefined, run: QueueHandler["run"]) {
  if (!piece) return [];
  const outcome = await run(piece.data, piece.signal);
  const status = { done: "completed", retry: "failed", "dead-letter": "deadletter" } as const;
  return [{ id: piece.id, status: status[outcome] }];
}

/** A person has to look: ids are logged, which is all that a payload holds. */
async function logDeadLetter(piece: JobWithMetadata | undefined): Promise<void> {
  if (!piece) return;
  const { accountId } = piece.data as { accountId?: string };
  logger.error({ job: piece.sourceName ?? "unknown", jobId: piece.sourceId, accountId }, "a job is a dead letter");
}
