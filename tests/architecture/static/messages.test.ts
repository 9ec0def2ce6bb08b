import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const folder = fileURLToPath(new URL("../../../messages/", import.meta.url));
const rooms = (locale: string) => readdirSync(`${folder}${locale}`).toSorted();

function flat(value: unknown, path = ""): [key: string, text: string][] {
  if (typeof value === "string") return [[path, value]];
  return Object.entries(value as object).flatMap(([key, inner]) => flat(inner, path ? `${path}.${key}` : key));
}

const read = (locale: string, room: string) =>
  new Map(flat(JSON.parse(readFileSync(`${folder}${locale}/${room}`, "utf8"))));

/** Names of `{parameters}` and `<tags>`, wherever they stand in the sentence, also inside the cases of a plural. */
function placeholders(text: string): string[] {
  const names = new Set([...text.matchAll(/<(\w+)>/g)].map((match) => `<${match[1]}>`));
  collect(text, 0, names);
  return [...names].toSorted();
}

/** Reads a message until the brace that closes it, and returns where that stands. */
function collect(text: string, from: number, names: Set<string>): number {
  let at = from;
  while (at < text.length && text[at] !== "}") {
    const argument = text[at] === "{" ? /^\{\s*(\w+)\s*/.exec(text.slice(at)) : null;
    if (!argument) {
      at++;
      continue;
    }
    names.add(argument[1] ?? "");
    at += argument[0].length;
    while (at < text.length && text[at] !== "}") at = text[at] === "{" ? collect(text, at + 1, names) + 1 : at + 1;
    at++;
  }
  return at;
}

it("has the same rooms in every language", () => {
  expect(rooms("zh-CN")).toEqual(rooms("en"));
});

describe.each(rooms("en"))("%s", (room) => {
  const en = read("en", room);
  const zh = read("zh-CN", room);

  it("has the same keys in every language", () => {
    expect([...zh.keys()].toSorted()).toEqual([...en.keys()].toSorted());
  });

  it("has the same parameters and tags in every language", () => {
    for (const [key, text] of en) expect([key, placeholders(zh.get(key) ?? "")]).toEqual([key, placeholders(text)]);
  });

  it("leaves nothing untranslated: empty in one language means empty in the other", () => {
    for (const [key, text] of en) expect([key, zh.get(key)?.trim() === ""]).toEqual([key, text.trim() === ""]);
  });

  it("keeps the house's tone: nobody is begged, nothing is an accident, nobody is congratulated", () => {
    for (const [key, text] of en) expect(text, key).not.toMatch(/\b(please|oops|sorry|successfully|tenant)\b/i);
    for (const [key, text] of zh) expect(text, key).not.toMatch(/你|成功地|租户/);
  });

  it("writes Chinese with full-width punctuation and a space beside Latin letters", () => {
    for (const [key, text] of zh) {
      const words = text.replaceAll(/\{[^{}]*\}|<\/?\w+>/g, "");
      expect(words, key).not.toMatch(/\p{Script=Han}[,;:!?]|\p{Script=Han}[A-Za-z]|[A-Za-z]\p{Script=Han}/u);
    }
  });

  it("sets no space between Chinese characters, nor beside their punctuation", () => {
    for (const [key, text] of zh) {
      expect(text, key).not.toMatch(
        /\p{Script=Han} +\p{Script=Han}| {2}|[，。；：！？、）」》] | [，。；：！？、（「《]/u,
      );
    }
  });
});
