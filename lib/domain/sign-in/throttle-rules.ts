import "server-only";

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** After so many free attempts each further failure blocks twice as long as the one before, up to a cap. */
interface Backoff {
  kind: "backoff";
  free: number;
  firstSeconds: number;
  capSeconds: number;
  /** That many failures in a row end it until someone resets it. */
  lockAfter?: number;
}

/** So many per window that begins with its first attempt; beyond them all wait, or one passes every so often. */
interface Window {
  kind: "window";
  limit: number;
  seconds: number;
  /** Only failures count: an attempt that turns out to be right is taken back. */
  refunds: boolean;
  trickleSeconds?: number;
}

/** So many in a row, a number the account sets; beyond it nothing is looked at for a while, then the count is new. */
interface Lock {
  kind: "lock";
  seconds: number;
}

/** So many and no more. */
interface Tries {
  kind: "tries";
  limit: number;
}

type ThrottleRule = Backoff | Window | Lock | Tries;

/** Every number is a row of security.md §1.5. */
export const throttleRules = {
  /** The name somebody signs in as, existing or not, without a known device. */
  principal: { kind: "backoff", free: 4, firstSeconds: 30, capSeconds: 15 * minute, lockAfter: 100 },
  /** The same name from a device that signed in before: an attacker elsewhere cannot lock its owner out. */
  device: { kind: "backoff", free: 10, firstSeconds: 30, capSeconds: 15 * minute },
  /** `MaxLoginAttemps` of the account, beside the row `principal` and like it without a known device. */
  "account-lock": { kind: "lock", seconds: hour },
  /** IPv4 /32 or IPv6 /64. */
  address: { kind: "window", limit: 20, seconds: 10 * minute, refunds: true },
  "address-day": { kind: "window", limit: 200, seconds: day, refunds: true },
  /** All names of one account; only attempts without a known device are asked. */
  alias: { kind: "window", limit: 300, seconds: 10 * minute, refunds: true, trickleSeconds: 1 },
  "code-tries": { kind: "tries", limit: 5 },
  "code-sends": { kind: "window", limit: 3, seconds: 10 * minute, refunds: false },
  "code-sends-day": { kind: "window", limit: 10, seconds: day, refunds: false },
  "code-sends-address": { kind: "window", limit: 30, seconds: hour, refunds: false },
  /** Text messages cost money: the budget of one account. */
  "code-texts": { kind: "window", limit: 100, seconds: day, refunds: false },
  "reset-requests": { kind: "window", limit: 3, seconds: hour, refunds: false },
  "reset-requests-address": { kind: "window", limit: 10, seconds: hour, refunds: false },
  /** Files that one person fetches. */
  exports: { kind: "window", limit: 30, seconds: hour, refunds: false },
  /** Refusals that one person's log keeps. */
  refusals: { kind: "window", limit: 60, seconds: 10 * minute, refunds: false },
  /** What a passkey signed at a door: looked at once. */
  "door-challenge": { kind: "tries", limit: 1 },
  "step-up": { kind: "tries", limit: 5 },
} as const satisfies Record<string, ThrottleRule>;

export type ThrottleBucket = keyof typeof throttleRules;

export interface BucketState {
  failures: number;
  windowStartedAt: Date;
  blockedUntil: Date | null;
}

export type ThrottleVerdict =
  | { allowed: true; next: BucketState }
  /** `locked` ends only by a reset; outside it looks like `wait`. Nothing is written for a refused attempt. */
  | { allowed: false; reason: "wait" | "locked"; retryAfterSeconds: number };

/**
 * Asks for one attempt and counts it as failed at once. `next` is committed before the costly work, under a lock of
 * the row, so that no number of attempts in parallel gets past the limit; `afterSuccess` takes the count back.
 *
 * @param state null where the bucket has no row yet
 * @param limit of the bucket whose limit the account sets
 */
export function takeAttempt(
  bucket: ThrottleBucket,
  state: BucketState | null,
  now: Date,
  limit = Number.POSITIVE_INFINITY,
): ThrottleVerdict {
  const rule: ThrottleRule = throttleRules[bucket];
  const current = state && !isOver(rule, state, now) ? state : emptyBucket(now);
  if (isLocked(rule, current)) return { allowed: false, reason: "locked", retryAfterSeconds: 15 * minute };
  if (current.blockedUntil && current.blockedUntil > now) return waitUntil(current.blockedUntil, now);
  const failures = current.failures + 1;
  return {
    allowed: true,
    next: { ...current, failures, blockedUntil: blockAfter(rule, current, { failures, limit }, now) },
  };
}

/** What the bucket holds once the attempt that `takeAttempt` counted turned out to be right. */
export function afterSuccess(bucket: ThrottleBucket, state: BucketState, now: Date): BucketState {
  const rule: ThrottleRule = throttleRules[bucket];
  if (rule.kind !== "window") return emptyBucket(now);
  if (!rule.refunds || isOver(rule, state, now)) return state;
  const failures = Math.max(0, state.failures - 1);
  return { ...state, failures, blockedUntil: failures < rule.limit ? null : state.blockedUntil };
}

export interface BucketReport {
  /** In a row, since the last success. */
  failures: number;
  /** Until when nothing is even looked at; null while the next attempt would be. */
  waitUntil: Date | null;
  /** No waiting ends it: a new password or an administrator does. */
  locked: boolean;
}

/** What an administrator is told of a bucket. */
export function describeBucket(bucket: ThrottleBucket, state: BucketState | null, now: Date): BucketReport {
  const rule: ThrottleRule = throttleRules[bucket];
  if (!state || isOver(rule, state, now)) return { failures: 0, waitUntil: null, locked: false };
  const { failures, blockedUntil } = state;
  return {
    failures,
    waitUntil: blockedUntil && blockedUntil > now ? blockedUntil : null,
    locked: isLocked(rule, state),
  };
}

/** When the row says nothing any more and may be deleted; null where only a success or a reset ends it. */
export function bucketEndsAt(bucket: ThrottleBucket, state: BucketState): Date | null {
  const rule: ThrottleRule = throttleRules[bucket];
  return rule.kind === "window" ? later(state.windowStartedAt, rule.seconds) : null;
}

function emptyBucket(now: Date): BucketState {
  return { failures: 0, windowStartedAt: now, blockedUntil: null };
}

function isOver(rule: ThrottleRule, state: BucketState, now: Date): boolean {
  if (rule.kind === "lock") return state.blockedUntil !== null && now >= state.blockedUntil;
  return rule.kind === "window" && now >= later(state.windowStartedAt, rule.seconds);
}

function isLocked(rule: ThrottleRule, state: BucketState): boolean {
  if (rule.kind === "tries") return state.failures >= rule.limit;
  return rule.kind === "backoff" && rule.lockAfter !== undefined && state.failures >= rule.lockAfter;
}

function blockAfter(
  rule: ThrottleRule,
  state: BucketState,
  { failures, limit }: { failures: number; limit: number },
  now: Date,
): Date | null {
  switch (rule.kind) {
    case "lock":
      return failures >= limit ? later(now, rule.seconds) : null;
    case "backoff":
      return failures > rule.free ? later(now, blockSeconds(rule, failures)) : null;
    case "window":
      if (failures < rule.limit) return null;
      return rule.trickleSeconds ? later(now, rule.trickleSeconds) : later(state.windowStartedAt, rule.seconds);
    case "tries":
      return null;
  }
}

function blockSeconds(rule: Backoff, failures: number): number {
  return Math.min(rule.capSeconds, rule.firstSeconds * 2 ** (failures - rule.free - 1));
}

function waitUntil(moment: Date, now: Date): ThrottleVerdict {
  return { allowed: false, reason: "wait", retryAfterSeconds: Math.ceil((moment.getTime() - now.getTime()) / 1000) };
}

function later(moment: Date, seconds: number): Date {
  return new Date(moment.getTime() + seconds * 1000);
}
