import { expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { findDoor } from "@/lib/domain/accounts/queries";
import { SignUpInput } from "@/lib/domain/accounts/schema";
import { signUp } from "@/lib/domain/accounts/sign-up";
import { requestPasswordReset } from "@/lib/domain/sign-in/request-password-reset";
import type { Door } from "@/lib/domain/sign-in/schema";
import { signIn } from "@/lib/domain/sign-in/sign-in";
import { DomainError } from "@/lib/foundation/errors";
import { newId } from "@/lib/foundation/ids";
import { buildAccount } from "@/tests/support/build-account";
import { buildStranger, testPassword } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { dose } from "@/tests/support/dose";

// CI counts work instead (enumeration.test.ts): times say nothing on a machine that others use.
const pairs = dose(0, 2_000);
/** So many names take turns, known ones and others alike: what a name leaves behind weighs on both sides. */
const namesOfEach = 40;
/** Between two attempts at one name lie more than twenty minutes, so that each is looked at. */
const secondsApart = 32;
/** Ten codes a day are sent to one address, and forty addresses take turns. */
const secondsBetweenCodes = 240;

interface Way {
  what: string;
  /** What is done for somebody and for nobody, the n-th time. */
  known: (n: number) => Promise<unknown>;
  unknown: (n: number) => Promise<unknown>;
  /** How many pairs are under way at once: of what waits on purpose, more than one. */
  atOnce?: number;
}

const began = Date.now();
const strangerAt = (n: number, seconds = secondsApart) => ({
  ...buildStranger(),
  now: new Date(began + n * seconds * 1000),
});
const rootDoor: Door = { kind: "root-user" };

/** A wrong password that is looked at, or the test says nothing. */
async function guess(door: Door, name: string, n: number) {
  const attempt = { door, name, password: "not it", device: undefined, incomingToken: undefined };
  const answer = await signIn(strangerAt(n), attempt).catch((error: unknown) => error);
  if (!(answer instanceof DomainError && answer.reason === "wrongCredentials")) throw answer;
}

const askForLink = (name: string, n: number) =>
  requestPasswordReset(strangerAt(n), { door: rootDoor, name, linkOf: (token) => `http://x/${token}` });

async function beginSignUp(email: string, n: number) {
  const accountName = `acct-${newId().slice(-12)}`;
  const who = { email, phone: "+8613800138000", accountName, companyName: "Told by time", password: testPassword };
  const input = { ...SignUpInput.parse({ ...who, channel: "mail" }), locale: "en" as const };
  await signUp(strangerAt(n, secondsBetweenCodes), input);
}

/** `slow`: two that hash a password, or one with the one that waits, fit on two cores beside one another. */
async function waysToTell(): Promise<{ quick: Way; slow: [Way, Way][] }> {
  const roots: Context[] = [];
  for (let n = 0; n < namesOfEach; n++) roots.push(await buildAccount());
  const [account = await buildAccount()] = roots;
  const people: Context[] = [];
  for (let n = 0; n < namesOfEach; n++) people.push(await buildSubAccount(account, { consoleSignIn: true }));
  const nobodies = Array.from({ length: namesOfEach }, () => `${newId()}@nowhere.test`);
  const door: Door = { kind: "sub-account", alias: account.account.alias };
  const turn = (names: readonly string[], n: number) => names[n % namesOfEach] ?? "";
  const rootNames = roots.map(({ actor }) => actor.name);
  const personNames = people.map(({ actor }) => actor.name);
  const noNames = nobodies.map((_, n) => `nobody-${n}`);
  return {
    quick: {
      what: "the door of an alias",
      known: (n) => findDoor(roots[n % namesOfEach]?.account.alias ?? ""),
      unknown: (n) => findDoor(`no-such-alias-${n % namesOfEach}`),
    },
    slow: [
      [
        {
          what: "a wrong password of a root user",
          known: (n) => guess(rootDoor, turn(rootNames, n), n),
          unknown: (n) => guess(rootDoor, turn(nobodies, n), n),
        },
        {
          what: "asking for a reset link",
          known: (n) => askForLink(turn(rootNames, n), n),
          unknown: (n) => askForLink(turn(nobodies, n), n),
          atOnce: 4,
        },
      ],
      [
        {
          what: "a wrong password of a sub-account",
          known: (n) => guess(door, turn(personNames, n), n),
          unknown: (n) => guess(door, turn(noNames, n), n),
        },
        {
          what: "signing up",
          known: (n) => beginSignUp(turn(rootNames, n), n),
          unknown: (n) => beginSignUp(`${newId()}@new.test`, n),
        },
      ],
    ],
  };
}

/** Pairs, now the one and now the other first, until all are done; both times of a pair stand at its number. */
async function timesOf({ atOnce = 1, ...ways }: Way): Promise<Record<"known" | "unknown", number[]>> {
  const times: Record<"known" | "unknown", number[]> = { known: [], unknown: [] };
  let begun = 0;
  const work = async () => {
    while (begun < pairs) {
      const pair = begun++;
      for (const which of pair % 2 ? (["known", "unknown"] as const) : (["unknown", "known"] as const)) {
        const start = performance.now();
        await ways[which](pair);
        times[which][pair] = performance.now() - start;
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return times;
}

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

/**
 * The median and, by the ranks of a sign test, where it lies with 99 %: it needs no shape of the distribution, and a stall
 * that hits one of a pair is one rank like any other.
 */
function medianOf(values: readonly number[]): { middle: number; low: number; high: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (rank: number) => sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(rank)))] ?? 0;
  const centre = (sorted.length - 1) / 2;
  const reach = (2.576 * Math.sqrt(sorted.length)) / 2;
  return { middle: at(centre), low: at(centre - reach), high: at(centre + reach) };
}

const apartMax = 3;

/**
 * A pair is done at one go, so that what slows the machine down weighs on both: its difference is what counts. The bound
 * is shown when all of the interval lies within it, refuted when all lies outside, and open on a machine that is too uneven.
 */
function judge(what: string, { known, unknown }: Record<"known" | "unknown", number[]>): void {
  const auc = rankAuc(known, unknown);
  const { middle, low, high } = medianOf(known.map((time, pair) => time - (unknown[pair] ?? 0)));
  const isShown = low > -apartMax && high < apartMax;
  const isRefuted = low >= apartMax || high <= -apartMax;
  const verdict = isShown ? "shown" : isRefuted ? "refuted" : "open: the machine is too uneven";
  const told = [middle, low, high].map((ms) => ms.toFixed(2));
  console.log(
    `${what}: AUC ${auc.toFixed(3)}; known after unknown by ${told[0]} ms in the median of ${known.length} pairs (99 %: ${told[1]} to ${told[2]}), < ${apartMax} ms is ${verdict}; ${medianOf(known).middle.toFixed(1)} ms an attempt`,
  );
  expect.soft(auc, what).toBeGreaterThan(0.45);
  expect.soft(auc, what).toBeLessThan(0.55);
  expect.soft(verdict, what).toBe("shown");
}

it.runIf(pairs > 0)(
  `somebody and nobody cannot be told apart by time in ${pairs} pairs`,
  async () => {
    const { quick, slow } = await waysToTell();
    judge(quick.what, await timesOf(quick));
    // Beside one another: what one way slows down falls on known and unknown names alike.
    for (const two of slow) await Promise.all(two.map(async (way) => judge(way.what, await timesOf(way))));
  },
  7_200_000,
);
