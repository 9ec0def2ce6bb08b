import { describe, expect, it } from "vitest";
import { shortcutOf } from "./shortcut-of";

const bare = { ctrlKey: false, metaKey: false, altKey: false };
const rooms = ["s", "k"];
const of = (key: string, held: Partial<typeof bare> = {}, awaitsRoom = false) =>
  shortcutOf({ key, ...bare, ...held }, awaitsRoom, rooms);

describe("a single key", () => {
  it.each([
    ["?", "sheet"],
    ["/", "search"],
    ["j", "next"],
    ["k", "previous"],
    ["x", "tick"],
    ["g", "awaitRoom"],
  ])("%s", (key, what) => expect(of(key)).toBe(what));

  it("is nothing with a modifier held, in capitals, or when it is no key of ours", () => {
    for (const held of ["ctrlKey", "metaKey", "altKey"] as const) {
      for (const key of ["?", "/", "j", "x", "g", "s"]) expect(of(key, { [held]: true })).toBeUndefined();
    }
    for (const key of ["J", "G", "s", "Enter", "Escape", "Tab"]) expect(of(key)).toBeUndefined();
  });
});

it("asks for the palette with Ctrl or ⌘, not with both, not with Alt", () => {
  expect(of("k", { ctrlKey: true })).toBe("palette");
  expect(of("k", { metaKey: true })).toBe("palette");
  expect(of("k", { ctrlKey: true, metaKey: true })).toBeUndefined();
  expect(of("k", { ctrlKey: true, altKey: true })).toBeUndefined();
});

it("after g leads to a room that is there, and anything else is nothing", () => {
  expect(of("s", {}, true)).toEqual({ room: "s" });
  expect(of("k", {}, true)).toEqual({ room: "k" });
  for (const key of ["j", "x", "?", "/", "g", "b"]) expect(of(key, {}, true)).toBeUndefined();
  expect(of("s", { ctrlKey: true }, true)).toBeUndefined();
});
