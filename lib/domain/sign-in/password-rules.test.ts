import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isOnlyContextWords, passwordLengthProblem, passwordProblemParams } from "./password-rules";

const alone = { secondFactor: false };
const withSecondFactor = { secondFactor: true };

describe("length", () => {
  test("15 code points alone, 8 beside a second factor, 128 at most", () => {
    expect(passwordLengthProblem("x".repeat(14), alone)).toBe("passwordTooShort");
    expect(passwordLengthProblem("x".repeat(15), alone)).toBeNull();
    expect(passwordLengthProblem("x".repeat(7), withSecondFactor)).toBe("passwordTooShort");
    expect(passwordLengthProblem("x".repeat(8), withSecondFactor)).toBeNull();
    expect(passwordLengthProblem("x".repeat(128), alone)).toBeNull();
    expect(passwordLengthProblem("x".repeat(129), alone)).toBe("passwordTooLong");
    expect(passwordLengthProblem("", alone)).toBe("passwordTooShort");
  });

  test("counts code points of the composed form, in any script", () => {
    expect(passwordLengthProblem("🌳".repeat(14), alone)).toBe("passwordTooShort");
    expect(passwordLengthProblem("🌳".repeat(15), alone)).toBeNull();
    expect(passwordLengthProblem("🌳".repeat(128), alone)).toBeNull();
    expect(passwordLengthProblem("e\u0301".repeat(14), alone)).toBe("passwordTooShort");
    expect(passwordLengthProblem("e\u0301".repeat(128), alone)).toBeNull();
  });

  test("refuses more than 1,024 bytes as typed, even if composing would make them few", () => {
    expect(passwordLengthProblem("e\u0323\u0301\u0302".repeat(150), alone)).toBe("passwordTooLong");
    const begun = performance.now();
    expect(passwordLengthProblem("e\u0301".repeat(5_000_000), alone)).toBe("passwordTooLong");
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});

test("the message of a length problem names the bound that was missed", () => {
  expect(passwordProblemParams("passwordTooShort", alone)).toEqual({ min: 15 });
  expect(passwordProblemParams("passwordTooShort", withSecondFactor)).toEqual({ min: 8 });
  expect(passwordProblemParams("passwordTooLong", alone)).toEqual({ max: 128 });
  expect(passwordProblemParams("passwordCommon", alone)).toEqual({});
});

describe("context words", () => {
  const words = ["espalier", "harbor", "daocloud-test", "Nordwind Logistik GmbH", "树篱科技"];

  test.each([
    "harbor",
    "Harbor-Harbor-2026",
    "H4rb0r2026!!",
    "h-a-r-b-o-r-1-2-3",
    "espalier2026",
    "3sp4l13r",
    "Espa11er$Harbor",
    "daocloudtest12345",
    "test-daocloud-2026",
    "NordwindLogistik2026",
    "harborharborharbor",
    "H\uFF21RBOR harbor",
    "树篱科技2026",
    "20260101-harbor-01012026",
  ])("%s is nothing but context words", (password) => {
    expect(isOnlyContextWords(password, words)).toBe(true);
  });

  test.each([
    "Espalier-demo-2026",
    "harbo",
    "harborx",
    "the harbor at night",
    "espalierespalie",
    "",
    "73910284651029384",
    "-----------------",
  ])("%s is more, or none", (password) => {
    expect(isOnlyContextWords(password, words)).toBe(false);
  });

  test("without words nothing is refused, and one letter is no word", () => {
    expect(isOnlyContextWords("aaaaaaaaaaaaaaaa", [])).toBe(false);
    expect(isOnlyContextWords("aaaaaaaaaaaaaaaa", ["a", "-", "", "42"])).toBe(false);
  });

  test("any concatenation of context words with decoration between is recognised, any foreign letter is not", () => {
    const names = ["harbor", "orchard", "meadow"];
    const piece = fc.tuple(fc.constantFrom(...names), fc.constantFrom("", "-", "2026", "!", " ", "00"));
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (pieces) => {
        const password = pieces.flat().join("");
        return isOnlyContextWords(password, names) && !isOnlyContextWords(`${password}q`, names);
      }),
    );
  });

  test("stays fast on the worst input", () => {
    const begun = performance.now();
    const hostile = Array.from(
      { length: 20 },
      (_, index) => `${"il".repeat(25)}${"abcdefghijklmnopqrst".charAt(index)}`,
    );
    isOnlyContextWords("1".repeat(128), hostile);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});
