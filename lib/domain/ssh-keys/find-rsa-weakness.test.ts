import { generateKeyPairSync } from "node:crypto";
import { expect, it } from "vitest";
import { findRsaWeakness, type RsaWeakness } from "./find-rsa-weakness";

/** The first modulus made this way that no small prime divides. */
function firstWithoutSmallFactor(make: (turn: bigint) => bigint): RsaWeakness | undefined {
  for (let turn = 0n; turn < 2_000n; turn++) {
    const weakness = findRsaWeakness(make(turn));
    if (weakness !== "small-factor") return weakness;
  }
  throw new Error("each has a small factor");
}

it("finds nothing in a modulus of OpenSSL's", () => {
  const { n = "" } = generateKeyPairSync("rsa", { modulusLength: 3072 }).publicKey.export({ format: "jwk" });
  expect(findRsaWeakness(BigInt(`0x${Buffer.from(n, "base64url").toString("hex")}`))).toBeUndefined();
});

it("finds what a small prime divides", () => {
  expect(findRsaWeakness(65_521n * ((1n << 3056n) + 1n))).toBe("small-factor");
});

it("finds two factors that begin alike", () => {
  const begin = 1n << 1536n;
  expect(firstWithoutSmallFactor((turn) => (begin + 2n * turn + 1n) * (begin + 2n * turn + 4_097n))).toBe(
    "close-primes",
  );
});

it("finds what Infineon's library made: a modulus that is a power of 65537 to every small prime", () => {
  const primes = Array.from({ length: 166 }, (_, n) => n + 2).filter((n) => !/^(11+?)\1+$/.test("1".repeat(n)));
  const product = primes.reduce((all, prime) => all * BigInt(prime), 1n);
  const begin = (1n << 3071n) / product;
  expect(firstWithoutSmallFactor((turn) => (begin + turn) * product + 65_537n ** 3n)).toBe("roca");
});
