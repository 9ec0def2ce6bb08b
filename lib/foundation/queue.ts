import "server-only";
import { sql } from "drizzle-orm";
import type * as z from "zod";
import type { AccountId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";

/** Ids and choices only: a payload is kept for a week and read by whoever looks after the queue. */
export type Payload = { accountId?: AccountId } & Record<string, unknown>;

/** A kind of background work: its name, and what one piece of it carries. */
export interface Job<P extends Payload = Payload> {
  readonly name: string;
  readonly payload: z.ZodType<P>;
  /** How often it is tried again before it is a dead letter. Waits double from two seconds to five minutes. */
  readonly retries: number;
  /** A run that takes longer counts as lost; one whose process dies is found after half a minute. */
  readonly secondsMax: number;
  /** Pieces of one key wait once: enqueued again before it began, a piece is dropped. Without it each piece counts. */
  readonly key: ((payload: P) => string) | undefined;
}

export function defineJob<P extends Payload>(
  name: string,
  payload: z.ZodType<P>,
  { retries = 12, secondsMax = 900, key }: { retries?: number; secondsMax?: number; key?: (payload: P) => string } = {},
): Job<P> {
  return { name, payload, retries, secondsMax, key };
}

export const deadLetters = "dead-letters";

/** What a queue is made with; every piece in it inherits this. */
function queueOptions({ retries, secondsMax, key }: Pick<Job, "retries" | "secondsMax"> & { key: unknown }) {
  return {
    policy: key ? "short" : "standard",
    retryLimit: retries,
    retryDelay: 2,
    retryBackoff: true,
    retryDelayMax: 300,
    expireInSeconds: secondsMax,
    heartbeatSeconds: 20,
    deadLetter: deadLetters,
  };
}

/**
 * Orders background work in the caller's transaction: the job exists if and only if the change does. Runs at least
 * once, so its verb must bear being run twice. Inside an account the payload names that account, or the row is refused.
 *
 * Not through the library: its own insert asks for the queue on another connection, in the middle of the transaction.
 */
export async function enqueue<P extends Payload>(
  tx: Tx,
  job: Job<P>,
  payload: P,
  { startAfter }: { startAfter?: Date } = {},
): Promise<void> {
  const options = JSON.stringify(queueOptions(job));
  const begin = startAfter ? sql`${startAfter.toISOString()}::timestamptz` : sql`now()`;
  await tx.execute(sql`
    select pgboss.create_queue(${job.name}::text, ${options}::jsonb)
    where not exists (select from pgboss.queue where name = ${job.name}::text)`);
  await tx.execute(sql`
    insert into pgboss.job (name, data, singleton_key, start_after, keep_until, policy, retry_limit, retry_delay,
      retry_backoff, retry_delay_max, expire_seconds, deletion_seconds, heartbeat_seconds, dead_letter)
    select q.name, ${JSON.stringify(payload)}::jsonb, ${job.key?.(payload) ?? null}::text, ${begin},
      ${begin} + q.retention_seconds * interval '1 second', q.policy, q.retry_limit, q.retry_delay,
      q.retry_backoff, q.retry_delay_max, q.expire_seconds, q.deletion_seconds, q.heartbeat_seconds, q.dead_letter
    from pgboss.queue q where q.name = ${job.name}::text
    on conflict do nothing`);
}
