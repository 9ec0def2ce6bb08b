import { describe, expect, it } from "vitest";
import { isWithinRanges, parseAddressRange } from "./address-ranges";

describe("an address or range", () => {
  it.each([
    ["203.0.113.7", "203.0.113.7"],
    ["203.0.113.7/24", "203.0.113.0/24"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["2001:DB8:0:0::1", "2001:db8::1"],
    ["2001:db8::1/32", "2001:db8::/32"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
  ])("%s is kept as %s", (typed, kept) => {
    expect(parseAddressRange(typed)).toBe(kept);
  });

  it.each([
    "",
    "10.1",
    "0x7f.1",
    "010.0.0.1/8x",
    "10.0.0.0/33",
    "10.0.0.0/-1",
    "::1/129",
    "10.0.0.0/8/8",
    "host",
    "::ffff:10.0.0.0/104",
  ])("%j is none", (typed) => {
    expect(parseAddressRange(typed)).toBeUndefined();
  });
});

describe("an address lies within", () => {
  it.each([
    ["203.0.113.9", ["203.0.113.0/24"], true],
    ["::ffff:203.0.113.9", ["203.0.113.0/24"], true],
    ["203.0.114.9", ["203.0.113.0/24", "203.0.114.9"], true],
    ["203.0.114.9", ["203.0.113.0/24"], false],
    ["2001:db8:1::5", ["2001:db8::/32"], true],
    ["2001:db9::5", ["2001:db8::/32", "0.0.0.0/0"], false],
    ["unix socket", ["0.0.0.0/0", "::/0"], false],
    ["203.0.113.9", [], false],
  ] as const)("%s in %j: %s", (address, ranges, within) => {
    expect(isWithinRanges(address, ranges)).toBe(within);
  });
});
