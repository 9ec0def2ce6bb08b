import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Door } from "@/lib/domain/sign-in/schema";
import { signIn } from "@/lib/domain/sign-in/sign-in";
import { DomainError } from "@/lib/foundation/errors";
import { newId } from "@/lib/foundation/ids";
import { buildAccount } from "@/tests/support/build-account";
import { buildStranger, randomAddress, testPassword } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { dose } from "@/tests/support/dose";

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
      const answers: unknown[] = [];
      for (let second = 0; second < guesses; second += 1) {
        const calls = argon2.calls;
        const known = await guess({ name: actor.name, second });
        answers.push(known);
        if (argon2.calls === calls) expect(known).toMatchObject({ code: "rate-limited", wait: expect.any(Number) });
        else {
          looked.push(second);
          expect(known).toMatchObject({ code: "unauthenticated", reason: "wrongCredentials" });
        }
      }
      expect(looked).toEqual(expected);
      expect(argon2.calls).toBe(expected.length);

      argon2.calls = 0;
      for (const [n, second] of expected.entries()) {
        // A second before its time a guess is not looked at; the first five are free.
        if (n > 4) expect(await guess({ name: nobody, second: second - 1 })).toEqual(answers[second - 1]);
        expect(await guess({ name: nobody, second })).toEqual(answers[second]);
      }
      expect(argon2.calls).toBe(expected.length);

      const right = { name: actor.name, password: testPassword, second: guesses };
      expect(await guess(right)).toMatchObject({ code: "rate-limited" });
      expect(await guess({ ...right, device })).toEqual(signedIn);
      console.log(
        `${guesses} guesses at one name in as many seconds: ${looked.length} looked at, as the table says; a name that is nobody's is answered alike, waits included; the owner gets in on a known device`,
      );
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
      console.log(
        `${guesses} names from one address in as many seconds: ${looked} looked at, ${refused} refused unseen; a known device there gets in, and so does everybody elsewhere`,
      );
    },
    dose(600_000, 3_600_000),
  );
});
