import "server-only";

/** A value with the place it stands at: numbers and booleans as they were written. */
export type JsonNode = { readonly at: number } & (
  | { readonly kind: "text" | "number" | "boolean"; readonly value: string }
  | { readonly kind: "null" }
  | { readonly kind: "list"; readonly items: readonly JsonNode[] }
  | { readonly kind: "object"; readonly members: readonly JsonMember[] }
);

export interface JsonMember {
  readonly name: string;
  readonly at: number;
  readonly value: JsonNode;
}

export type JsonFaultReason = "documentNotJson" | "documentTwice" | "documentTooDeep";

/** Where and why a text is not JSON as we read it. */
export class JsonFault extends Error {
  override readonly name = "JsonFault";
  readonly reason: JsonFaultReason;
  readonly at: number;
  readonly element: string;

  constructor(reason: JsonFaultReason, at: number, element = "") {
    super(reason);
    this.reason = reason;
    this.at = at;
    this.element = element;
  }
}

/** Deeper than any policy document: statement, condition, operator, list. */
const depthMax = 8;
const space = /[ \t\r\n]*/y;
const string = /"(?:[^"\\]|\\.)*"/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const word = /true|false|null/y;

/** JSON with places. Unlike JSON.parse it refuses a name given twice, of which only one would count. */
export function readJson(text: string): JsonNode {
  let at = 0;

  function take(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  }

  function skip(character: string): boolean {
    take(space);
    if (text[at] !== character) return false;
    at++;
    return true;
  }

  function expectNext(character: string): void {
    if (!skip(character)) throw new JsonFault("documentNotJson", at);
  }

  function readValue(depth: number): JsonNode {
    take(space);
    const start = at;
    if (depth > depthMax) throw new JsonFault("documentTooDeep", start);
    if (skip("{")) return { at: start, kind: "object", members: readMembers(depth) };
    if (skip("[")) return { at: start, kind: "list", items: readItems(depth) };
    const quoted = take(string);
    if (quoted !== undefined) return { at: start, kind: "text", value: unquote(quoted, start) };
    const digits = take(number);
    if (digits !== undefined) return { at: start, kind: "number", value: digits };
    const said = take(word);
    if (said === undefined) throw new JsonFault("documentNotJson", start);
    return said === "null" ? { at: start, kind: "null" } : { at: start, kind: "boolean", value: said };
  }

  function readItems(depth: number): JsonNode[] {
    const items: JsonNode[] = [];
    if (skip("]")) return items;
    do items.push(readValue(depth + 1));
    while (skip(","));
    expectNext("]");
    return items;
  }

  function readMembers(depth: number): JsonMember[] {
    const members: JsonMember[] = [];
    if (skip("}")) return members;
    do {
      take(space);
      const start = at;
      const quoted = take(string);
      if (quoted === undefined) throw new JsonFault("documentNotJson", start);
      const name = unquote(quoted, start);
      if (members.some((member) => member.name === name)) throw new JsonFault("documentTwice", start, name);
      expectNext(":");
      members.push({ name, at: start, value: readValue(depth + 1) });
    } while (skip(","));
    expectNext("}");
    return members;
  }

  const value = readValue(0);
  take(space);
  if (at < text.length) throw new JsonFault("documentNotJson", at);
  return value;
}

function unquote(quoted: string, at: number): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    throw new JsonFault("documentNotJson", at);
  }
}
