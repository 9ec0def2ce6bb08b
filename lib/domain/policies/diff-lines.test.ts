import fc from "fast-check";
import { expect, it } from "vitest";
import { diffLines } from "./diff-lines";

it("tells lines that stayed, went and came, in their order", () => {
  expect(diffLines("a\nb\nc", "a\nx\nc\nd").map(({ kind, text }) => `${kind} ${text}`)).toEqual([
    "same a",
    "gone b",
    "new x",
    "same c",
    "new d",
  ]);
});

it("both texts can be read back from it", () => {
  const text = fc.array(fc.constantFrom("a", "b", "c", ""), { minLength: 1 }).map((lines) => lines.join("\n"));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before, after);
      const without = (kind: string) => lines.filter((line) => line.kind !== kind).map((line) => line.text);
      return without("new").join("\n") === before && without("gone").join("\n") === after;
    }),
  );
});
