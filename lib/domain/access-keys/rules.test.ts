import { describe, expect, it } from "vitest";
import { mayCallFrom, standingOf } from "./rules";

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
    ["its own switched off", "203.0.113.7", { ...only("10.0.0.0/8"), active: false }, only("10.0.0.0/8"), true],
    ["no lists at all", "203.0.113.7", { active: true, lists: [] }, null, true],
    ["one of several lists", "10.0.0.1", { active: true, lists: [["203.0.113.7"], ["10.0.0.0/8"]] }, null, true],
  ] as const)("%s", (_, address, own, ofAccount, allowed) => {
    const plain = (policy: typeof own | typeof ofAccount) =>
      policy && { active: policy.active, lists: policy.lists.map((list) => [...list]) };
    expect(mayCallFrom(address, plain(own), plain(ofAccount))).toBe(allowed);
  });
});
