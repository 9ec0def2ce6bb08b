import { describe, expect, it } from "vitest";
import { findDoorOf } from "./find-door";

describe("what is typed on the first page", () => {
  it.each([
    ["harbor", "/harbor/login"],
    ["  Harbor ", "/harbor/login"],
    ["harbor#ada", "/harbor/login?name=ada"],
    ["harbor＃ada", "/harbor/login?name=ada"],
    ["harbor#", "/harbor/login"],
    ["harbor#Not A Name!", "/harbor/login"],
    ["root@harbor.test", "/login"],
  ])("%j leads to %s", (typed, door) => {
    expect(findDoorOf(typed, undefined)).toBe(door);
  });

  it("keeps the path somebody came for", () => {
    expect(findDoorOf("harbor#ada", "/sub-accounts?q=a")).toBe("/harbor/login?next=%2Fsub-accounts%3Fq%3Da&name=ada");
  });

  it.each(["", "#ada", "Harbor GmbH", "../operator", "harbor/login", "a\u0000b", "//evil.example", "x".repeat(33)])(
    "%j leads nowhere",
    (typed) => {
      expect(findDoorOf(typed, undefined)).toBeUndefined();
    },
  );
});
