import { expect, it } from "vitest";
import { coinDigits, differenceOf, digitsOf, formatMoney, growthPerMille } from "./format-money";
import { asMicros } from "./money";

const yuan = { locale: "en", currency: "CNY", digits: 2 };

it("writes every digit there is, grouped as the language does, with a true minus and the narrow symbol", () => {
  expect(formatMoney(asMicros(9_223_372_036_854_775_807n), { ...yuan, digits: 6 })).toBe("¥9,223,372,036,854.775807");
  expect(formatMoney(asMicros(-1_234_500_000n), yuan)).toBe("−¥1,234.50");
  expect(formatMoney(asMicros(0n), { ...yuan, locale: "zh-CN" })).toBe("¥0.00");
  expect(formatMoney(asMicros(5_000_000n), { ...yuan, currency: "JPY", digits: 0 })).toBe("¥5");
  expect(formatMoney(asMicros(5_000_000n), { ...yuan, signed: true })).toBe("+¥5.00");
  expect(formatMoney(asMicros(5_000_000n), { ...yuan, withCode: true })).toMatch(/^CNY\s5\.00$/);
});

it("gives a column the digits of the amount that needs most", () => {
  expect(digitsOf([asMicros(1_000_000n), asMicros(-1_500n)], 2)).toBe(4);
  expect(digitsOf([], 0)).toBe(0);
  expect(["JPY", "CNY"].map(coinDigits)).toEqual([0, 2]);
});

it("says by how much something grew, unless there was nothing or it grew beyond words", () => {
  expect(growthPerMille(asMicros(110n), asMicros(100n))).toBe(100);
  expect(growthPerMille(asMicros(-50n), asMicros(-100n))).toBe(500);
  expect(growthPerMille(asMicros(1n), asMicros(0n))).toBeUndefined();
  expect(growthPerMille(asMicros(10n ** 12n), asMicros(1n))).toBeUndefined();
  expect(differenceOf(asMicros(1n), asMicros(3n))).toBe(-2n);
});
