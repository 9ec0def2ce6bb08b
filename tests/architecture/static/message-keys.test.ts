import { describe, expect, it } from "vitest";
import { messageKinds } from "@/db/schema/outbox-messages";
import { errorCodes } from "@/lib/foundation/errors";
import { messagesFor } from "@/lib/foundation/messages";
import { expectListed } from "../expect-listed";
import { callsOf } from "../functions-in";
import { importsOf } from "../imports-of";
import { allFiles, codeIn, filesBelow, sourceFiles } from "../source-tree";

function flat(value: unknown, path = ""): string[] {
  if (typeof value === "string") return [path];
  return Object.entries(value as object).flatMap(([key, inner]) => flat(inner, path ? `${path}.${key}` : key));
}

const keys = flat(messagesFor("en"));
const errorKeys = new Set(keys.filter((key) => key.startsWith("errors.")).map((key) => key.slice("errors.".length)));
const literals = (text: string) => [...text.matchAll(/["'`]([A-Za-z][\w.-]*)["'`]/g)].map((match) => match[1] ?? "");

const readers = sourceFiles.filter(
  (path) => /^(?:app|components|lib)\//.test(path) && path !== "lib/foundation/messages.ts",
);

it("every file of messages is loaded", () => {
  const loader = codeIn("lib/foundation/messages.ts");
  const files = allFiles.filter(
    (path) =>
      path.startsWith("messages/") &&
      path !== "messages/en/front-door.json" &&
      path !== "messages/zh-CN/front-door.json",
  );
  expect(files.filter((path) => !loader.includes(`"@/${path}"`))).toEqual([]);
  expect(files.length).toBeGreaterThan(10);
});

/** The rooms and parts of rooms that a file's translators open. */
function spacesOf(path: string): string[] {
  const code = codeIn(path);
  const opened = callsOf("(?:getTranslations|useTranslations)", code).flatMap(literals);
  const named = [...code.matchAll(/namespace:\s*"([\w.]+)"/g)].map((match) => match[1] ?? "");
  return [...opened, ...named];
}

const importers = new Map<string, string[]>();
for (const path of readers) {
  for (const { target } of importsOf(path)) importers.set(target, [...(importers.get(target) ?? []), path]);
}

/** What a file asks translators for, its own and those of the files that import it: keys travel one step. */
function readerOf(path: string) {
  const code = codeIn(path);
  const spaces = new Set([path, ...(importers.get(path) ?? [])].flatMap(spacesOf));
  return {
    spaces: [...spaces],
    words: new Set(literals(code)),
    /** `part.${which}` */
    begun: [...code.matchAll(/`([A-Za-z][\w.-]*\.)\$\{/g)].map((match) => match[1] ?? ""),
    /** `${which}.title` */
    ended: [...code.matchAll(/`\$\{[^`]*\}((?:\.[\w-]+)+)`/g)].map((match) => match[1] ?? ""),
    /** `t(state)`: data chooses among all of a part. */
    chosen: /\b(?:t|tell|words)\(\s*[a-z]\w*(?:\.\w+)*\s*[,)]/.test(code),
    members: new Set([...code.matchAll(/[.{,]\s*([A-Za-z]\w*)\b/g)].map((match) => match[1] ?? "")),
    readsObjects: /\b(?:messagesFor|getMessages|useMessages)\(/.test(code),
  };
}

type Reader = ReturnType<typeof readerOf>;

function asksFor(key: string, { spaces, words, begun, ended, chosen, members, readsObjects }: Reader): boolean {
  if (words.has(key)) return true;
  const [room = "", ...parts] = key.split(".");
  if (readsObjects && members.has(room) && parts.some((part) => members.has(part))) return true;
  return spaces.some((space) => {
    if (!key.startsWith(`${space}.`)) return false;
    const rest = key.slice(space.length + 1);
    return (
      words.has(rest) ||
      begun.some((part) => rest.startsWith(part)) ||
      ended.some((part) => rest.endsWith(part)) ||
      (chosen && space.includes("."))
    );
  });
}

/** Rooms that data reads: the tests below hold their keys. */
const readByData = ["errors.", "notifications."];

it("every message is said somewhere", () => {
  const all = readers.map(readerOf);
  const said = keys.filter((key) => !readByData.some((prefix) => key.startsWith(prefix)));
  expect(said.filter((key) => !all.some((reader) => asksFor(key, reader)))).toEqual([]);
});

describe("errors", () => {
  const thrown = filesBelow("lib/").flatMap((path) => {
    const code = codeIn(path);
    const errors = callsOf("DomainError", code).filter((call) => /^\(\s*"/.test(call));
    const fields = callsOf("invalidField", code).filter((call) => /^\(\s*"/.test(call));
    const computed = /\breason\b/.test(errors.join("")) ? [...code.matchAll(/\bconst reason =([^;]*);/g)] : [];
    return [
      ...errors.flatMap((call) => {
        const reason = /\breason:\s*([^,}]*)/.exec(call)?.[1] ?? "";
        const ofField = /\bfield\b/.test(call);
        return literals(reason).map((key) => ({ path, key: ofField ? key : `reasons.${key}` }));
      }),
      ...fields.flatMap((call) =>
        literals(call)
          .slice(2)
          .map((key) => ({ path, key })),
      ),
      ...computed.flatMap(([, text = ""]) => literals(text).map((key) => ({ path, key: `reasons.${key}` }))),
    ];
  });
  const schemas = [...filesBelow("lib/domain/"), "lib/foundation/text-schema.ts"].filter(
    (path) => /import \* as z from "zod"/.test(codeIn(path)) || /-rules\.ts$|text-schema\.ts$/.test(path),
  );
  const checked = schemas.flatMap((path) => {
    const code = codeIn(path);
    const said = [...code.matchAll(/\b(?:message|error):\s*"(\w+)"/g)].map((match) => match[1] ?? "");
    const bounds = callsOf("\\w*", "").concat(
      [...code.matchAll(/\.(?:min|max|length|regex|refine|email|nonempty)\(/g)].flatMap((match) =>
        callsOf(match[0].slice(1, -1), code.slice(match.index + 1)).slice(0, 1),
      ),
    );
    const last = bounds.flatMap((call) => /,\s*"(\w+)",?\s*\)$/.exec(call)?.[1] ?? []);
    const enums = callsOf("enum", code.replaceAll("z.enum", "enum")).flatMap(
      (call) => /[\w\]],\s*"(\w+)"\s*\)$/.exec(call)?.[1] ?? [],
    );
    const bases = [...code.matchAll(/\bz\.(?:string|number|boolean|literal)\("(\w+)"\)/g)]
      .filter((match) => !match[0].includes("literal"))
      .map((match) => match[1] ?? "");
    return [...said, ...last, ...enums, ...bases].map((key) => ({ path, key }));
  });

  it("every code speaks, and every word of a code is of one", () => {
    const spoken = [...errorKeys].filter((key) => key.startsWith("codes."));
    expect(spoken.toSorted()).toEqual(errorCodes.map((code) => `codes.${code}`).toSorted());
  });

  it("every reason a verb throws and every key a schema gives has words", () => {
    expect(thrown.length).toBeGreaterThan(20);
    expect(checked.length).toBeGreaterThan(30);
    const silent = [...thrown, ...checked]
      .filter(({ key }) => !errorKeys.has(key))
      .map(({ path, key }) => `${path}: ${key}`);
    expect([...new Set(silent)]).toEqual([]);
  });

  it("every word of an error can be thrown", () => {
    const used = new Set([...thrown, ...checked].map(({ key }) => key));
    const mentioned = new Set(readers.flatMap((path) => literals(codeIn(path))));
    const idle = [...errorKeys].filter(
      (key) => !key.startsWith("codes.") && !used.has(key) && !mentioned.has(key.replace("reasons.", "")),
    );
    expectListed(idle, {});
  });
});

it("every kind of message has its words", () => {
  const kinds = new Set(keys.filter((key) => key.startsWith("notifications.")).map((key) => key.split(".")[1] ?? ""));
  const camel = (kind: string) => kind.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  expect(messageKinds.filter((kind) => !kinds.has(camel(kind)) && !kinds.has(kind))).toEqual([]);
});
