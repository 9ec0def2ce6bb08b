import { beforeEach, describe, expect, it, vi } from "vitest";
import { findDoor } from "@/lib/domain/accounts/queries";
import { requestPasswordReset } from "@/lib/domain/sign-in/request-password-reset";
import type { Door } from "@/lib/domain/sign-in/schema";
import { signIn } from "@/lib/domain/sign-in/sign-in";
import { DomainError } from "@/lib/foundation/errors";
import { newId } from "@/lib/foundation/ids";
import { buildAccount } from "@/tests/support/build-account";
import { buildStranger, randomAddress, testPassword } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { dose } from "@/tests/support/dose";
import { lookDirectly } from "@/tests/support/look-directly";

const argon2 = vi.hoisted(() => ({ calls: 0 }));
// The library's own function, counted: nothing of ours is replaced.
vi.mock("@node-rs/argon2", async (original) => {
  const real = await original<typeof import("@node-rs/argon2")>();
  const verify: typeof real.verify = (...args) => {
    argon2.calls += 1;
    return real.verify(...args);
  };
  return { ...real, verify };
});
beforeEach(() => {
  argon2.calls = 0;
});

/** One a second, as fast as an attacker likes: the clock is an argument. */
const guesses = dose(400, 10_000);
const pairs = dose(0, 2_000);
const rootDoor: Door = { kind: "root-user" };
const began = new Date();
const atSecond = (second: number) => new Date(began.getTime() + second * 1000);

interface Guess {
  door?: Door;
  name: string;
  password?: string;
  second: number;
  ip?: string;
  device?: string;
}

async function guess({ door = rootDoor, name, password = "not it", second, ip = randomAddress(), device }: Guess) {
  const stranger = buildStranger();
  const from = { ...stranger, now: atSecond(second), facts: { ...stranger.facts, ip } };
  return signIn(from, { door, name, password, device, incomingToken: undefined }).catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error;
    return { code: error.code, reason: error.reason, wait: error.details.seconds };
  });
}

const signedIn = expect.objectContaining({ kind: expect.any(String), token: expect.any(String) });

/** In which seconds a guess at one name is looked at: 4 free, then 30 s, twice as long each time, 15 minutes at most. */
function secondsLookedAt(until: number): number[] {
  const looked: number[] = [];
  for (let next = 0; next < until; ) {
    looked.push(next);
    const failures = looked.length;
    next += failures <= 4 ? 1 : Math.min(900, 30 * 2 ** (failures - 5));
  }
  return looked;
}

describe(`${guesses} guesses at one name, each from an address of its own`, () => {
  it(
    "are looked at as seldom as the table says, alike for a name that is nobody's; the owner gets in",
    async () => {
      const { actor } = await buildAccount();
      const before = await guess({ name: actor.name, password: testPassword, second: -1 });
      const { device } = before as { device: string };
      const nobody = `${newId()}@nowhere.test`;
      const expected = secondsLookedAt(guesses);
      argon2.calls = 0;
      const looked: number[] = [];
      for (let second = 0; second < guesses; second += 1) {
        const calls = argon2.calls;
        const known = await guess({ name: actor.name, second });
        if (argon2.calls > calls) looked.push(second);
        // Every tenth refusal is compared, and every guess that was looked at.
        if (argon2.calls > calls || second % 10 === 0) {
          const hashed = argon2.calls - calls;
          if (hashed > 0) expect(known).toMatchObject({ code: "unauthenticated", reason: "wrongCredentials" });
          else expect(known).toMatchObject({ code: "rate-limited" });
        }
      }
      expect(looked).toEqual(expected);
      expect(argon2.calls).toBe(expected.length);

      argon2.calls = 0;
      for (const [n, second] of expected.entries()) {
        // A second before its time a guess is not looked at; the first five are free.
        if (n > 4) expect(await guess({ name: nobody, second: second - 1 })).toMatchObject({ code: "rate-limited" });
        const answer = await guess({ name: nobody, second });
        expect(answer).toMatchObject({ code: "unauthenticated", reason: "wrongCredentials" });
      }
      expect(argon2.calls).toBe(expected.length);

      const right = { name: actor.name, password: testPassword, second: guesses };
      expect(await guess(right)).toMatchObject({ code: "rate-limited" });
      expect(await guess({ ...right, device })).toEqual(signedIn);
    },
    dose(600_000, 3_600_000),
  );
});

describe(`${guesses} names of one account from one address`, () => {
  it(
    "are looked at twenty in ten minutes and 200 a day; whoever is known there gets in, and so does the rest of the world",
    async () => {
      const account = await buildAccount();
      const { actor } = await buildSubAccount(account, { consoleSignIn: true });
      const door: Door = { kind: "sub-account", alias: account.account.alias };
      const right = { door, name: actor.name, password: testPassword };
      const { device } = (await guess({ ...right, second: -1 })) as { device: string };
      const ip = randomAddress();
      argon2.calls = 0;
      let refused = 0;
      for (let second = 0; second < guesses; second += 1) {
        const answer = await guess({ door, name: `name-${second}`, second, ip });
        if ("code" in answer && answer.code === "rate-limited") refused += 1;
      }
      const looked = Math.min(200, 20 * Math.ceil(guesses / 600));
      expect(argon2.calls).toBe(looked);
      expect(refused).toBe(guesses - looked);
      expect(await guess({ ...right, second: guesses, ip })).toMatchObject({ code: "rate-limited" });
      expect(await guess({ ...right, second: guesses, ip, device })).toEqual(signedIn);
      expect(await guess({ ...right, second: guesses })).toEqual(signedIn);
    },
    dose(600_000, 3_600_000),
  );
});

/** How probable it is that the answer to a known name takes longer than the one to an unknown one: 0.5 tells nothing. */
function rankAuc(known: readonly number[], unknown: readonly number[]): number {
  const sorted = [...unknown].sort((a, b) => a - b);
  const below = (value: number) => {
    let low = 0;
    for (let high = sorted.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return known.reduce((sum, value) => sum + below(value), 0) / (known.length * unknown.length);
}
const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

interface Way {
  what: string;
  /** What is done for somebody and for nobody, the n-th time. */
  known: (n: number) => Promise<unknown>;
  unknown: (n: number) => Promise<unknown>;
}

async function waysToTell(): Promise<Way[]> {
  const root = await buildAccount();
  const { actor } = await buildSubAccount(root, { consoleSignIn: true });
  const door: Door = { kind: "sub-account", alias: root.account.alias };
  const nobody = () => `${newId()}@nowhere.test`;
  const reset = (name: string) =>
    requestPasswordReset(buildStranger(), { door: rootDoor, name, linkOf: (token) => `http://x/${token}` });
  return [
    {
      what: "a wrong password of a root user",
      known: (second) => guess({ name: root.actor.name, second }),
      unknown: (second) => guess({ name: nobody(), second }),
    },
    {
      what: "a wrong password of a sub-account",
      known: (second) => guess({ door, name: actor.name, second }),
      unknown: (second) => guess({ door, name: `nobody-${second}`, second }),
    },
    { what: "asking for a reset link", known: () => reset(root.actor.name), unknown: () => reset(nobody()) },
    {
      what: "the door of an alias",
      known: () => findDoor(root.account.alias),
      unknown: (n) => findDoor(`no-such-alias-${n}`),
    },
  ];
}

// CI counts work instead (enumeration.test.ts): times say nothing on a machine that others use.
it.runIf(pairs > 0)(
  `somebody and nobody cannot be told apart by time in ${pairs} pairs`,
  async () => {
    for (const { what, ...ways } of await waysToTell()) {
      const times: { known: number[]; unknown: number[] } = { known: [], unknown: [] };
      for (let pair = 0; pair < pairs; pair += 1) {
        for (const which of pair % 2 ? (["known", "unknown"] as const) : (["unknown", "known"] as const)) {
          const start = performance.now();
          await ways[which](pair);
          times[which].push(performance.now() - start);
        }
        await lookDirectly((sql) => sql`delete from app.throttle_buckets where failures > 0`);
      }
      const auc = rankAuc(times.known, times.unknown);
      const difference = Math.abs(median(times.known) - median(times.unknown));
      console.log(`${what}: AUC ${auc.toFixed(3)}, medians ${difference.toFixed(2)} ms apart`);
      expect.soft(auc, what).toBeGreaterThan(0.45);
      expect.soft(auc, what).toBeLessThan(0.55);
      expect.soft(difference, what).toBeLessThan(3);
    }
  },
  7_200_000,
);
