import { describe, expect, it } from "vitest";
import { credentialKinds, findCredentials, isCredential, newCredential } from "./credential-format";

const kinds = Object.keys(credentialKinds) as (keyof typeof credentialKinds)[];

describe.each(kinds)("a credential of the kind %s", (kind) => {
  const { prefix, randomLength } = credentialKinds[kind];

  it("has its prefix, its length and its own checksum, and never comes twice", () => {
    const made = Array.from({ length: 2_000 }, () => newCredential(kind));
    expect(new Set(made).size).toBe(made.length);
    for (const one of made) {
      expect(one).toMatch(new RegExp(`^${prefix}[0-9A-Za-z]{${randomLength + 6}}$`));
      expect(isCredential(kind, one)).toBe(true);
    }
    // Every digit turns up everywhere: 2,000 draws miss one of 62 with a chance of 10^-14.
    const first = new Set(made.map((one) => one.charAt(prefix.length)));
    expect(first.size).toBe(62);
  });

  it("is refused with any one character changed, cut, doubled or of another alphabet", () => {
    const good = newCredential(kind);
    for (let at = 0; at < good.length; at++) {
      const other = good.charAt(at) === "a" ? "b" : "a";
      expect(isCredential(kind, good.slice(0, at) + other + good.slice(at + 1))).toBe(false);
      expect(isCredential(kind, good.slice(0, at) + good.slice(at + 1))).toBe(false);
    }
    for (const bad of ["", prefix, `${good}a`, ` ${good}`, `${good}\n`, good.replace(/.$/, "é"), "x".repeat(100_000)]) {
      expect(isCredential(kind, bad)).toBe(false);
    }
  });

  it("is found in a text, once, and not where it is part of a longer word or has a wrong checksum", () => {
    const [one, two] = [newCredential(kind), newCredential(kind)];
    const wrong = `${prefix}${"0".repeat(randomLength)}zzzzzz`;
    const text = `export KEY="${one}"\n{"k":"${two}"},${one};x${two} ${wrong}`;
    expect(findCredentials(kind, text)).toEqual([one, two]);
  });
});

it("writes the checksum as the README says: CRC-32 of the random part, base62 of 0-9A-Za-z, padded with 0", () => {
  // crc32("AAAAAAAAAAAAAA") = 0x7512a267 = 1964155495, by zlib.crc32 of Python.
  expect(isCredential("access-key-id", "LTAIAAAAAAAAAAAAAA28vOZL")).toBe(true);
});
