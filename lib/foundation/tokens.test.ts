import fc from "fast-check";
import { expect, test } from "vitest";
import { equalSecrets, hashToken, newNumericCode, newToken } from "./tokens";

test("a token carries 256 bits in characters that need no escaping in a URL", () => {
  const tokens = Array.from({ length: 1000 }, newToken);
  expect(new Set(tokens).size).toBe(1000);
  for (const token of tokens) {
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(Buffer.from(token, "base64url")).toHaveLength(32);
  }
});

test("a token is stored as its SHA-256", () => {
  expect(hashToken("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

test("a code has six digits, leading zeros included, and every digit everywhere", () => {
  const codes = Array.from({ length: 20_000 }, newNumericCode);
  for (const code of codes) expect(code).toMatch(/^\d{6}$/);
  for (let position = 0; position < 6; position += 1) {
    const counts = new Map<string, number>();
    for (const code of codes) counts.set(code.charAt(position), (counts.get(code.charAt(position)) ?? 0) + 1);
    expect(counts.size).toBe(10);
    // 2,000 expected, standard deviation 42: beyond ±300 chance is out of the question.
    for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(300);
  }
});

test("secrets are equal exactly when they are the same text", () => {
  fc.assert(fc.property(fc.string(), fc.string(), (a, b) => equalSecrets(a, b) === (a === b)));
  fc.assert(fc.property(fc.string(), (a) => equalSecrets(a, a)));
  expect(equalSecrets("short", "a much longer one")).toBe(false);
});
