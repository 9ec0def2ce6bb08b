import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  afterSuccess,
  type BucketState,
  bucketEndsAt,
  type ThrottleBucket,
  takeAttempt,
  throttleRules,
} from "./throttle-rules";

const start = Date.UTC(2026, 10, 21);
const at = (seconds: number) => new Date(start + seconds * 1000);

/** A bucket with its clock: what a row and the server's time are to the code that uses the rules. */
function bucketOf(bucket: ThrottleBucket) {
  let state: BucketState | null = null;
  return {
    get state() {
      return state;
    },
    fail(seconds: number) {
      const verdict = takeAttempt(bucket, state, at(seconds));
      if (verdict.allowed) state = verdict.next;
      return verdict;
    },
    succeed(seconds: number) {
      const verdict = takeAttempt(bucket, state, at(seconds));
      if (verdict.allowed) state = afterSuccess(bucket, verdict.next, at(seconds));
      return verdict;
    },
  };
}

describe("a principal", () => {
  test("has 4 free failures; the 5th costs 30 s, each further one twice as much, never more than 15 min", () => {
    const principal = bucketOf("principal");
    for (let failure = 1; failure <= 5; failure += 1)
      expect(principal.fail(0).allowed, `failure ${failure}`).toBe(true);
    let clock = 0;
    const waits: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      const refused = principal.fail(clock);
      if (refused.allowed) throw new Error("must wait");
      waits.push(refused.retryAfterSeconds);
      expect(principal.fail(clock + refused.retryAfterSeconds - 0.001).allowed).toBe(false);
      clock += refused.retryAfterSeconds;
      expect(principal.fail(clock).allowed).toBe(true);
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900, 900]);
  });

  test("is locked after 100 failures in a row, for however long one waits", () => {
    const principal = bucketOf("principal");
    let allowed = 0;
    for (let attempt = 0; attempt < 300; attempt += 1) if (principal.fail(attempt * 901).allowed) allowed += 1;
    expect(allowed).toBe(100);
    expect(principal.fail(10 ** 9)).toEqual({ allowed: false, reason: "locked", retryAfterSeconds: 900 });
  });

  test("is as new after a success", () => {
    const principal = bucketOf("principal");
    for (let failure = 0; failure < 4; failure += 1) principal.fail(0);
    expect(principal.succeed(0).allowed).toBe(true);
    for (let failure = 1; failure <= 5; failure += 1)
      expect(principal.fail(1).allowed, `failure ${failure}`).toBe(true);
    expect(principal.fail(1).allowed).toBe(false);
  });

  test("is not blocked longer by whoever keeps trying while blocked", () => {
    const principal = bucketOf("principal");
    for (let failure = 0; failure < 5; failure += 1) principal.fail(0);
    for (let second = 0; second < 30; second += 1) expect(principal.fail(second).allowed).toBe(false);
    expect(principal.succeed(30).allowed).toBe(true);
  });
});

describe("a known device", () => {
  test("has 10 free failures and is never locked for good", () => {
    const device = bucketOf("device");
    for (let failure = 1; failure <= 11; failure += 1) expect(device.fail(0).allowed).toBe(true);
    expect(device.fail(0)).toMatchObject({ allowed: false, reason: "wait", retryAfterSeconds: 30 });
    for (let attempt = 1; attempt < 300; attempt += 1) expect(device.fail(attempt * 901).allowed).toBe(true);
  });
});

describe("windows", () => {
  test.each([
    ["address", 20, 600],
    ["address-day", 200, 86_400],
    ["code-sends", 3, 600],
    ["code-sends-day", 10, 86_400],
    ["code-sends-address", 30, 3600],
    ["reset-requests", 3, 3600],
    ["reset-requests-address", 10, 3600],
  ] as const)("%s lets %i through in %i s, then again", (name, limit, seconds) => {
    const bucket = bucketOf(name);
    for (let attempt = 1; attempt <= limit; attempt += 1) expect(bucket.fail(1).allowed).toBe(true);
    expect(bucket.fail(2)).toEqual({ allowed: false, reason: "wait", retryAfterSeconds: seconds - 1 });
    expect(bucket.fail(seconds).allowed).toBe(false);
    expect(bucket.fail(seconds + 1).allowed).toBe(true);
    expect(bucket.state && bucketEndsAt(name, bucket.state)).toEqual(at(2 * seconds + 1));
  });

  test("of failures take a success back; it does not wipe out the failures of others at the same address", () => {
    const address = bucketOf("address");
    for (let failure = 1; failure <= 19; failure += 1) address.fail(0);
    for (let success = 0; success < 50; success += 1) expect(address.succeed(1).allowed).toBe(true);
    expect(address.fail(2).allowed).toBe(true);
    expect(address.fail(2).allowed).toBe(false);
  });

  test("of sends count every send", () => {
    const sends = bucketOf("code-sends");
    for (let send = 0; send < 3; send += 1) expect(sends.succeed(0).allowed).toBe(true);
    expect(sends.succeed(0).allowed).toBe(false);
  });

  test("of an alias let one attempt per second pass beyond 300", () => {
    const alias = bucketOf("alias");
    for (let attempt = 0; attempt < 300; attempt += 1) expect(alias.fail(0).allowed).toBe(true);
    expect(alias.fail(0.5)).toMatchObject({ allowed: false, retryAfterSeconds: 1 });
    let allowed = 0;
    for (let tenth = 10; tenth < 110; tenth += 1) if (alias.fail(tenth / 10).allowed) allowed += 1;
    expect(allowed).toBe(10);
  });
});

test.each(["code-tries", "step-up"] as const)("%s: five tries, and no waiting brings a sixth", (name) => {
  const bucket = bucketOf(name);
  for (let attempt = 0; attempt < 5; attempt += 1) expect(bucket.fail(attempt).allowed).toBe(true);
  expect(bucket.fail(10 ** 9)).toMatchObject({ allowed: false, reason: "locked" });
});

describe("whatever comes when", () => {
  const names = Object.keys(throttleRules) as ThrottleBucket[];
  const attempts = fc.array(fc.record({ gap: fc.integer({ min: 0, max: 1000 }), right: fc.boolean() }), {
    maxLength: 250,
  });

  test("no window lets more failures through than its limit", () => {
    const windows = names.filter((name) => throttleRules[name].kind === "window" && name !== "alias");
    fc.assert(
      fc.property(
        fc.constantFrom(...windows),
        fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 300 }),
        (name, gaps) => {
          const rule = throttleRules[name];
          if (rule.kind !== "window") return false;
          const bucket = bucketOf(name);
          const passed = new Map<number, number>();
          let clock = 0;
          for (const gap of gaps) {
            clock += gap;
            if (!bucket.fail(clock).allowed) continue;
            const window = bucket.state?.windowStartedAt.getTime() ?? 0;
            passed.set(window, (passed.get(window) ?? 0) + 1);
          }
          return [...passed.values()].every((count) => count <= rule.limit);
        },
      ),
    );
  });

  test("within any 15 minutes a principal without success gets at most the free tries and five more", () => {
    // 4 free, then 30+60+120+240 = 450 s hold four waits, the fifth try of the row begins the first: 4 + 1 + 4.
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 120 }), { maxLength: 300 }), (gaps) => {
        const principal = bucketOf("principal");
        const passed: number[] = [];
        let clock = 0;
        for (const gap of gaps) {
          clock += gap;
          if (principal.fail(clock).allowed) passed.push(clock);
        }
        return passed.every((from) => passed.filter((moment) => moment >= from && moment < from + 900).length <= 9);
      }),
    );
  });

  test("a refusal always says when to come back, and then one attempt passes unless it is locked", () => {
    fc.assert(
      fc.property(fc.constantFrom(...names), attempts, (name, sequence) => {
        const bucket = bucketOf(name);
        let clock = 0;
        for (const { gap, right } of sequence) {
          clock += gap / 10;
          const verdict = right ? bucket.succeed(clock) : bucket.fail(clock);
          if (verdict.allowed) continue;
          expect(verdict.retryAfterSeconds).toBeGreaterThan(0);
          if (throttleRules[name].kind === "backoff") expect(verdict.retryAfterSeconds).toBeLessThanOrEqual(900);
          const later = takeAttempt(name, bucket.state, at(clock + verdict.retryAfterSeconds));
          expect(later.allowed).toBe(verdict.reason === "wait");
        }
      }),
    );
  });
});
