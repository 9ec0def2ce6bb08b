import fc from "fast-check";
import { expect, test } from "vitest";
import { SubAccountName } from "./sub-account-name-rules";

const issue = (name: unknown) => SubAccountName.safeParse(name).error?.issues[0]?.message ?? null;

test.each(["a", "7", "ada", "samzong", "a--b", "x-1", "a".repeat(49)])("%s is a name", (name) => {
  expect(SubAccountName.parse(name)).toBe(name);
});

test.each([
  ["", "required"],
  [null, "required"],
  ["a".repeat(50), "tooLong"],
  ["Ada", "nameAlphabet"],
  ["ada lovelace", "nameAlphabet"],
  ["ada ", "nameAlphabet"],
  ["ada\n", "nameAlphabet"],
  ["harbor#ada", "nameAlphabet"],
  ["小明", "nameAlphabet"],
  ["аda", "nameAlphabet"],
  ["ada@", "nameAlphabet"],
  ["-ada", "nameEdges"],
  ["ada-", "nameEdges"],
  ["-", "nameEdges"],
])("%j is refused: %s", (name, expected) => {
  expect(issue(name)).toBe(expected);
});

test("accepts exactly the rule of product.md", () => {
  const rule = /^[a-z0-9]([a-z0-9-]{0,47}[a-z0-9])?$/;
  const names = fc.oneof(
    fc.string({ unit: fc.constantFrom(..."abz09-A_ "), maxLength: 54 }),
    fc.stringMatching(/^[a-z0-9-]{1,60}$/),
    fc.string(),
  );
  fc.assert(
    fc.property(names, (name) => (issue(name) === null) === rule.test(name)),
    { numRuns: 3000 },
  );
});
