import { describe, expect, it } from "vitest";
import { textOfAddressLists } from "@/lib/foundation/address-list-schema";
import { editedNetworkPolicy, mayCallFrom, soundNetworkPolicy, standingOf } from "./rules";
import { KeyNetworkForm } from "./schema";

const now = new Date("2026-11-26T12:00:00Z");
const before = new Date(now.getTime() - 1);
const after = new Date(now.getTime() + 1);

describe("what a key is worth", () => {
  it.each([
    ["active", { state: "active", expiresAt: null, retiresAt: null }],
    ["active", { state: "active", expiresAt: after, retiresAt: null }],
    ["retiring", { state: "active", expiresAt: null, retiresAt: after }],
    ["retired", { state: "active", expiresAt: null, retiresAt: now }],
    ["expired", { state: "active", expiresAt: now, retiresAt: after }],
    ["disabled", { state: "disabled", expiresAt: before, retiresAt: before }],
  ] as const)("%s: %j", (standing, key) => {
    expect(standingOf(key, now)).toBe(standing);
  });
});

describe("from where a key may call", () => {
  const only = (...list: string[]) => ({ active: true, lists: [list] });
  it.each([
    ["anywhere without a policy", "203.0.113.7", null, null, true],
    ["inside its own", "203.0.113.7", only("203.0.113.0/24"), null, true],
    ["its own, not the account's", "203.0.113.7", only("203.0.113.0/24"), only("10.0.0.0/8"), true],
    ["outside its own, inside the account's", "10.0.0.1", only("203.0.113.0/24"), only("10.0.0.0/8"), false],
    ["outside the account's", "203.0.113.7", null, only("10.0.0.0/8"), false],
    ["its own switched off", "203.0.113.7", { ...only("10.0.0.0/8"), active: false }, null, true],
    [
      "its own switched off: the account's counts",
      "203.0.113.7",
      { active: false, lists: [] },
      only("10.0.0.0/8"),
      false,
    ],
    ["its own empty: the account's counts", "203.0.113.7", { active: true, lists: [] }, only("10.0.0.0/8"), false],
    ["no lists at all", "203.0.113.7", { active: true, lists: [] }, null, true],
    ["one of several lists", "10.0.0.1", { active: true, lists: [["203.0.113.7"], ["10.0.0.0/8"]] }, null, true],
  ] as const)("%s", (_, address, own, ofAccount, allowed) => {
    const plain = (policy: typeof own | typeof ofAccount) =>
      policy && { active: policy.active, lists: policy.lists.map((list) => [...list]) };
    expect(mayCallFrom(address, plain(own), plain(ofAccount))).toBe(allowed);
  });
});

describe("what a form's addresses make of a key's network policy", () => {
  const written = { active: true, lists: [["203.0.113.0/24"], ["10.0.0.0/8", "192.0.2.1"]] };
  const off = { active: false, lists: [["203.0.113.0/24"]] };
  const only = (...ranges: string[]) => ({ active: true, lists: ranges.map((range) => [range]) });
  it.each([
    [
      "keeps lists apart that are said apart",
      written,
      [["10.0.0.7/8"], ["192.0.2.1"]],
      only("10.0.0.0/8", "192.0.2.1"),
    ],
    ["takes an active policy away where nothing is said", written, [], null],
    ["leaves a policy alone that is switched off", off, [], off],
    ["replaces it where addresses are said", off, [["192.0.2.1"]], only("192.0.2.1")],
    ["makes none out of nothing", null, [], null],
  ])("%s", (_, before, lists, after) => {
    expect(editedNetworkPolicy(before, lists)).toEqual(after);
  });

  it("keeps lists apart by empty lines, and says them again as they were", () => {
    const { lists } = written;
    const read = (networkPolicy: string) => KeyNetworkForm.parse({ networkPolicy, active: "on" }).networkPolicy;
    expect(read(textOfAddressLists(lists))).toEqual(lists);
    expect(read("\r\n203.0.113.0/24\r\n \r\n\r\n10.0.0.0/8, 192.0.2.1\r\n")).toEqual(lists);
    expect(read("203.0.113.0/24\n192.0.2.1")).toEqual([["203.0.113.0/24", "192.0.2.1"]]);
    expect(read(" \n\n ")).toEqual([]);
  });

  it("has at most eight lists and fifty addresses, spelled as ranges are kept", () => {
    const sound = (lists: string[][]) => soundNetworkPolicy({ active: true, lists });
    expect(sound([["203.0.113.9/24", "203.0.113.1/24"]])).toEqual({ active: true, lists: [["203.0.113.0/24"]] });
    expect(() => sound([["nowhere"]])).toThrow("addressRange");
    expect(() => sound(Array.from({ length: 9 }, () => ["192.0.2.1"]))).toThrow("tooManyAddressLists");
    expect(() => sound([Array.from({ length: 51 }, (_, index) => `192.0.2.${index}`)])).toThrow("tooManyAddresses");
  });
});
