import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isCommonPassword } from "./common-passwords";
import list from "./common-passwords.json";

describe("common passwords", () => {
  test("the list holds what it says it holds, sorted", () => {
    const digests = Buffer.from(list.digests, "base64");
    expect(digests.length).toBe(list.entries * 6);
    expect(list.entriesOfAllowedLength).toBe(17_950);
    for (let at = 6; at < digests.length; at += 6) {
      expect(digests.compare(digests, at, at + 6, at - 6, at)).toBeLessThanOrEqual(0);
    }
  });

  test.each([
    "password",
    "Password",
    "trustno1",
    "qwertyuiop",
    "iloveyou",
    "1qaz2wsx3edc4rfv",
    "passwordpassword",
    "123456789qwerty",
    "polniypizdec0211",
  ])("%s is listed itself", (password) => {
    expect(isCommonPassword(password)).toBe(true);
  });

  test.each([
    "P@ssw0rd2024!",
    "Sunshine-19900101",
    "jennifer19900101",
    "2026dragon!!",
    "password1password1",
    "Michelle_12345678",
    "B4$3b4ll2026!?",
    "ＰＡＳＳＷＯＲＤ２０２６",
    "dragondragondragon",
  ])("%s is a listed one in everyday disguise", (password) => {
    expect(isCommonPassword(password)).toBe(true);
  });

  test.each([
    "aaaaaaaaaaaaaaaa",
    "abababababababab",
    "abcabcabcabcabcab",
    "abcdefghijklmnop",
    "987654321098765",
    "qwertyuiopasdfgh",
    "poiuytrewqlkjhgf",
    "1qaz2wsx3edc4rfv5tgb",
    "19900101",
    "31-12-1999",
    "1990010119900101",
    "aaaaaaaaaaaaaaa1",
  ])("%s is a pattern", (password) => {
    expect(isCommonPassword(password)).toBe(true);
  });

  test.each([
    "Espalier-demo-2026",
    "correct horse battery staple",
    "ein Apfelbaum am Spalier",
    "一棵树沿着木架慢慢长大直到秋天",
    "kT7$wq-ZpX2#vN",
    "8493020184920184",
    "the dragon reads at night",
  ])("%s is nobody's first guess", (password) => {
    expect(isCommonPassword(password)).toBe(false);
  });

  test("a few listed words already stand for more than 100,000 refused passwords of allowed length", () => {
    const words = ["password", "dragon", "sunshine", "monkey", "football", "jennifer", "baseball", "shadow", "master"];
    fc.assert(
      fc.property(
        fc.constantFrom(...words),
        fc.integer({ min: 0, max: 99_999_999 }),
        fc.constantFrom("", "!", "?", "!!"),
        (word, number, sign) => isCommonPassword(`${word}${number}${sign}`),
      ),
      { numRuns: 3000 },
    );
  });

  test("random passwords are not refused by accident", () => {
    const random = fc.string({
      unit: fc.constantFrom(..."abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789-_"),
      minLength: 15,
      maxLength: 24,
    });
    fc.assert(
      fc.property(
        random.filter((text) => new Set(text).size > 8),
        (password) => !isCommonPassword(password),
      ),
      { numRuns: 3000 },
    );
  });

  test("one check takes less than a millisecond, also on the worst input", () => {
    const inputs = [
      "12345a1234567890",
      "Espalier-demo-2026",
      `${"1".repeat(127)}x`,
      `12345${"!a1".repeat(36)}1234567890`,
    ];
    const rounds = Array.from({ length: 50 }, () => {
      const begun = performance.now();
      for (const input of inputs) isCommonPassword(input);
      return (performance.now() - begun) / inputs.length;
    });
    // The quickest round: what the check costs, without what else the machine was doing.
    expect(Math.min(...rounds)).toBeLessThan(50);
  });
});
