import "server-only";
import { createHmac } from "node:crypto";
import { asc, eq, inArray } from "drizzle-orm";
import { throttleBuckets } from "@/db/schema/throttle-buckets";
import { DomainError } from "@/lib/foundation/errors";
import { mintPlatformFence } from "@/lib/foundation/fence";
import { secretKey } from "@/lib/foundation/secrets";
import { type Tx, withPlatformRead, withPlatformTransaction } from "@/lib/foundation/transaction";
import {
  afterSuccess,
  type BucketReport,
  type BucketState,
  describeBucket,
  type ThrottleBucket,
  takeAttempt,
} from "./throttle-rules";

/** What is counted: the bucket's kind and whom it counts. Only an HMAC of both is stored. */
export interface Throttled {
  bucket: ThrottleBucket;
  of: string;
  /** Of the bucket whose limit the account sets. */
  limit?: number;
}

/** What counts wrong passwords of one principal away from its own devices: a new password forgets them. */
export function wrongPasswordsOf(principal: string): Throttled[] {
  return [
    { bucket: "principal", of: principal },
    { bucket: "account-lock", of: principal },
  ];
}

const throttleFence = () => mintPlatformFence({ platform: true, actorKey: "throttle" });

const keyOf = ({ bucket, of }: Throttled) =>
  createHmac("sha256", secretKey("throttle")).update(`${bucket}|${of}`).digest("hex");

/**
 * Counts one attempt against every bucket and commits, before the costly work: attempts in parallel cannot pass the
 * limit. Throws `rate-limited` with the seconds to wait when any bucket refuses; nothing is counted then. Answers the
 * buckets that this attempt locks unless it is forgiven.
 */
export async function requireAttempt(now: Date, attempts: readonly Throttled[]): Promise<ThrottleBucket[]> {
  const rows = attempts.map((attempt) => ({ ...attempt, key: keyOf(attempt) }));
  const { waitSeconds, locking } = await withPlatformTransaction(throttleFence(), async (tx) => {
    const states = await lockBuckets(tx, rows, now);
    const verdicts = rows.map((row) => ({
      row,
      verdict: takeAttempt(row.bucket, states.get(row.key) ?? null, now, row.limit),
    }));
    const waits = verdicts.flatMap(({ verdict }) => (verdict.allowed ? [] : [verdict.retryAfterSeconds]));
    if (waits.length > 0) return { waitSeconds: Math.max(...waits), locking: [] };
    for (const { row, verdict } of verdicts) if (verdict.allowed) await writeBucket(tx, row.key, verdict.next, now);
    const locks = verdicts.filter(
      ({ row, verdict }) => verdict.allowed && describeBucket(row.bucket, verdict.next, now).locked,
    );
    return { waitSeconds: 0, locking: locks.map(({ row }) => row.bucket) };
  });
  if (waitSeconds > 0) throw refusal(waitSeconds);
  return locking;
}

/** The wait in the unit a person would say it in. */
function refusal(seconds: number): DomainError {
  const minutes = Math.ceil(seconds / 60);
  const reason = seconds < 100 ? "waitSeconds" : minutes < 100 ? "waitMinutes" : "waitHours";
  const details = { seconds, minutes, hours: Math.ceil(minutes / 60) };
  return new DomainError("rate-limited", "attempt", { reason, details });
}

/** Takes back what `requireAttempt` counted, once the attempt turned out to be right. */
export async function forgiveAttempt(now: Date, attempts: readonly Throttled[]): Promise<void> {
  const rows = attempts.map((attempt) => ({ ...attempt, key: keyOf(attempt) }));
  await withPlatformTransaction(throttleFence(), async (tx) => {
    const states = await lockBuckets(tx, rows, now);
    for (const { bucket, key } of rows) {
      const state = states.get(key);
      if (state) await writeBucket(tx, key, afterSuccess(bucket, state, now), now);
    }
  });
}

/** How the wrong passwords of one principal stand, by the product's rule and by the account's: whatever waits longer. */
export async function findAttempts(now: Date, { of }: Throttled): Promise<BucketReport> {
  const counted = wrongPasswordsOf(of);
  const rows = await withPlatformRead(throttleFence(), (tx) =>
    tx
      .select()
      .from(throttleBuckets)
      .where(inArray(throttleBuckets.key, counted.map(keyOf))),
  );
  const reports = counted.map((one) =>
    describeBucket(one.bucket, rows.find(({ key }) => key === keyOf(one)) ?? null, now),
  );
  const waits = reports.flatMap(({ waitUntil }) => waitUntil ?? []).sort((a, b) => b.getTime() - a.getTime());
  return {
    failures: Math.max(...reports.map(({ failures }) => failures)),
    waitUntil: waits[0] ?? null,
    locked: reports.some(({ locked }) => locked),
  };
}

/** Locks the rows in the order of their keys, so that two attempts never wait for each other. */
async function lockBuckets(tx: Tx, rows: readonly { key: string }[], now: Date): Promise<Map<string, BucketState>> {
  const keys = rows.map(({ key }) => key).sort();
  const fresh = { failures: 0, windowStartedAt: now, updatedAt: now };
  await tx
    .insert(throttleBuckets)
    .values(keys.map((key) => ({ key, ...fresh })))
    .onConflictDoNothing();
  const locked = await tx
    .select()
    .from(throttleBuckets)
    .where(inArray(throttleBuckets.key, keys))
    .orderBy(asc(throttleBuckets.key))
    .for("update");
  return new Map(
    locked.map(({ key, failures, windowStartedAt, blockedUntil }) => [
      key,
      { failures, windowStartedAt, blockedUntil },
    ]),
  );
}

async function writeBucket(tx: Tx, key: string, state: BucketState, now: Date): Promise<void> {
  await tx
    .update(throttleBuckets)
    .set({ ...state, updatedAt: now })
    .where(eq(throttleBuckets.key, key));
}
