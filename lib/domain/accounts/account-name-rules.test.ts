import fc from "fast-check";
import { expect, test } from "vitest";
import { AccountName } from "./account-name-rules";
import { reservedAliases } from "./reserved-aliases";

const issue = (name: unknown) => AccountName.safeParse(name).error?.issues[0]?.message ?? null;

test.each(["harbor", "orchard", "meadow", "daocloud-test", "abc", "123", "a-1", "a".repeat(32)])(
  "%s is a name",
  (name) => {
    expect(AccountName.parse(name)).toBe(name);
  },
);

test.each([
  ["", "required"],
  [undefined, "required"],
  [12, "required"],
  ["ab", "tooShort"],
  ["a".repeat(33), "tooLong"],
  ["Harbor", "nameAlphabet"],
  ["har bor", "nameAlphabet"],
  [" harbor", "nameAlphabet"],
  ["harbor\n", "nameAlphabet"],
  ["har_bor", "nameAlphabet"],
  ["har.bor", "nameAlphabet"],
  ["hаrbor", "nameAlphabet"],
  ["港口", "nameAlphabet"],
  ["１２３", "nameAlphabet"],
  ["har\0bor", "nameAlphabet"],
  ["-harbor", "nameEdges"],
  ["harbor-", "nameEdges"],
  ["---", "nameEdges"],
  ["har--bor", "doubleHyphen"],
  ["login", "reserved"],
  ["operator", "reserved"],
  ["sub-accounts", "reserved"],
])("%j is refused: %s", (name, expected) => {
  expect(issue(name)).toBe(expected);
});

test("accepts exactly the rule of product.md", () => {
  const rule = /^(?!.*--)[a-z0-9][a-z0-9-]{1,30}[a-z0-9]$/;
  const near = fc.string({ unit: fc.constantFrom(..."abz09-A_ "), maxLength: 36 });
  const names = fc.oneof(near, fc.stringMatching(/^[a-z0-9-]{1,40}$/), fc.string());
  fc.assert(
    fc.property(names, (name) => (issue(name) === null) === (rule.test(name) && !reservedAliases.has(name))),
    {
      numRuns: 3000,
    },
  );
});

test("every reserved word would be a name otherwise, or is too short to be one", () => {
  for (const word of reservedAliases) {
    expect(word).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(issue(word)).toBe(word.length < 3 ? "tooShort" : "reserved");
  }
});
