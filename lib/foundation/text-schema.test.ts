import fc from "fast-check";
import { expect, test } from "vitest";
import { boundedText } from "./text-schema";

const name = boundedText(10);
const note = boundedText(20, { min: 0, multiline: true });
const issue = (schema: typeof name, value: unknown) => schema.safeParse(value).error?.issues[0];

test("trims and composes, and counts code points", () => {
  expect(name.parse("  Ada \t")).toBe("Ada");
  expect(name.parse("cafe\u0301")).toBe("caf\u00e9");
  expect(name.parse("🌳".repeat(10))).toBe("🌳".repeat(10));
  expect(name.parse("e\u0301".repeat(10))).toBe("\u00e9".repeat(10));
  expect(issue(name, "🌳".repeat(11))).toMatchObject({ message: "tooLong", params: { max: 10 } });
  expect(issue(boundedText(10, { min: 3 }), "ab")).toMatchObject({ message: "tooShort", params: { min: 3 } });
});

test("says what is missing", () => {
  for (const value of ["", "   ", undefined, null, 5, ["a"], {}]) expect(issue(name, value)?.message).toBe("required");
  expect(note.parse("  ")).toBe("");
});

test.each([
  "a\0b",
  "a\u0007b",
  "a\u0085b",
  "a\nb",
  "a\u2028b",
  "a\uFEFFb",
  "a\uD800b",
  "\uDC00",
  "a\u202Egpj.exe",
  "a\u2066b",
])("refuses %j", (text) => {
  expect(issue(name, text)?.message).toBe("textCharacters");
});

test("keeps line breaks where they are wanted, as one kind", () => {
  expect(note.parse("one\r\ntwo\rthree\n")).toBe("one\ntwo\nthree");
  expect(issue(note, "one\u202Etwo")?.message).toBe("textCharacters");
  expect(issue(note, "one\0two")?.message).toBe("textCharacters");
});

test("what is accepted once is accepted again unchanged, and fits", () => {
  const anything = fc.string({ unit: "binary", maxLength: 15 });
  fc.assert(
    fc.property(anything, (text) => {
      const first = name.safeParse(text);
      if (!first.success) return true;
      return name.parse(first.data) === first.data && [...first.data].length <= 10 && first.data.isWellFormed();
    }),
    { numRuns: 2000 },
  );
});

test("refuses ten megabytes", () => {
  expect(issue(name, "x".repeat(10_000_000))?.message).toBe("tooLong");
});
