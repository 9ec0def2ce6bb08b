import { expect, test } from "vitest";
import { judgePassword } from "./judge-password";

const alone = { secondFactor: false, contextWords: ["espalier", "harbor", "ada", "Harbor Logistics"] };
const beside = { ...alone, secondFactor: true };

test.each([
  ["short", alone, "passwordTooShort"],
  ["kT7$wq-ZpX2#vN", alone, "passwordTooShort"],
  ["kT7$wq-ZpX2#vN", beside, null],
  ["x".repeat(129), alone, "passwordTooLong"],
  ["P@ssw0rd-19900101", alone, "passwordCommon"],
  ["password", beside, "passwordCommon"],
  ["Harbor-Logistics-2026", alone, "passwordContainsName"],
  ["Espalier-demo-2026", alone, null],
] as const)("%s", (password, setting, expected) => {
  expect(judgePassword(password, setting)).toBe(expected);
});

test("an over-long password is refused before anything costly looks at it", () => {
  const begun = performance.now();
  expect(judgePassword("1".repeat(6_000_000), alone)).toBe("passwordTooLong");
  expect(performance.now() - begun).toBeLessThan(5_000);
});
