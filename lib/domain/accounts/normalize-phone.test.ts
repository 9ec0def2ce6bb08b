import { expect, test } from "vitest";
import { normalizePhone } from "./normalize-phone";

test.each([
  ["13800138000", "+8613800138000"],
  ["+8613800138000", "+8613800138000"],
  ["+4915112345678", "+4915112345678"],
  ["+12133734253", "+12133734253"],
])("%s is %s", (phone, expected) => {
  expect(normalizePhone(phone)).toBe(expected);
});

test("a number without + belongs to the given country", () => {
  expect(normalizePhone("02079460958", "GB")).toBe("+442079460958");
});

test.each(["", "1", "+999123456789", "+861", "+8613800138000123", "abc", "tel 13800138000", "13800138000 ext. 5"])(
  "%j cannot exist",
  (phone) => {
    expect(normalizePhone(phone)).toBeNull();
  },
);
