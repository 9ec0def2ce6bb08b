import "server-only";
import { conditionOperators } from "./condition-operators";
import { splitArn } from "./match-pattern";
import type { Conditions, PolicyDocument, PolicyStatement } from "./policy-document";
import { JsonFault, type JsonMember, type JsonNode, readJson } from "./read-json";
import { ownKeys } from "./request-keys";

/** What is wrong with a document and where: a message key below `errors.reasons`, and what its words need. */
export interface DocumentFault {
  readonly reason: string;
  readonly line: number;
  readonly column: number;
  /** Such as `Statement[0].Action`; empty for the document itself. */
  readonly path: string;
  /** The element or value that is wrong, as it was written, cut short. */
  readonly element: string;
}

class Malformed extends Error {
  override readonly name = "Malformed";
  readonly reason: string;
  readonly at: number;
  readonly path: string;
  readonly element: string;

  constructor(reason: string, at: number, path: string, element = "") {
    super(reason);
    this.reason = reason;
    this.at = at;
    this.path = path;
    this.element = element;
  }
}

export type ParsedDocument = { readonly document: PolicyDocument } | { readonly fault: DocumentFault };

/** Reads a document strictly: every element known, none missing, no value that could never match. Never throws. */
export function parsePolicyDocument(text: string): ParsedDocument {
  try {
    return { document: readDocument(readJson(text)) };
  } catch (error) {
    if (!(error instanceof Malformed || error instanceof JsonFault)) throw error;
    const before = text.slice(0, error.at).split("\n");
    const column = [...(before.at(-1) ?? "")].length + 1;
    const { reason, element } = error;
    const path = error instanceof Malformed ? error.path : "";
    return { fault: { reason, line: before.length, column, path, element: element.slice(0, 80) } };
  }
}

function readDocument(node: JsonNode): PolicyDocument {
  const members = membersOf(node, "");
  requireKnown(members, ["Version", "Statement"], "");
  const version = wanted(members, "Version", node, "");
  if (version.kind !== "text" || version.value !== "1") throw new Malformed("documentVersion", version.at, "Version");
  const statements = wanted(members, "Statement", node, "");
  if (statements.kind !== "list") throw new Malformed("documentNotList", statements.at, "Statement");
  if (statements.items.length === 0) throw new Malformed("documentEmpty", statements.at, "Statement");
  return { Version: "1", Statement: statements.items.map((item, at) => readStatement(item, `Statement[${at}]`)) };
}

const statementElements = ["Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"];

function readStatement(node: JsonNode, path: string): PolicyStatement {
  const members = membersOf(node, path);
  requireKnown(members, statementElements, path);
  const effect = wanted(members, "Effect", node, path);
  if (effect.kind !== "text" || (effect.value !== "Allow" && effect.value !== "Deny")) {
    throw new Malformed("documentEffect", effect.at, `${path}.Effect`);
  }
  const condition = members.find(({ name }) => name === "Condition");
  return {
    Effect: effect.value,
    ...readEither(members, node, path, ["Action", "NotAction"], "documentAction", isAction),
    ...readEither(members, node, path, ["Resource", "NotResource"], "documentResource", isArn),
    ...(condition && { Condition: readConditions(condition.value, `${path}.Condition`) }),
  };
}

/** Exactly one of two elements, whose texts must each be such as can match something. */
function readEither(
  members: readonly JsonMember[],
  node: JsonNode,
  path: string,
  names: readonly [string, string],
  reason: string,
  isSound: (text: string) => boolean,
): Record<string, readonly string[]> {
  const given = members.filter(({ name }) => names.includes(name));
  const [one, second] = given;
  if (!one) throw new Malformed("documentMissing", node.at, path, names.join(" / "));
  if (second) throw new Malformed("documentBoth", second.at, path, names.join(" / "));
  const texts = textsOf(one.value, `${path}.${one.name}`);
  for (const { value, at } of texts) {
    if (!isSound(value)) throw new Malformed(reason, at, `${path}.${one.name}`, value);
  }
  return { [one.name]: texts.map(({ value }) => value) };
}

/** `*`, or `service:Name`, with wildcards in either. */
const isAction = (text: string) => text === "*" || /^[\w.*?-]+:[\w.*?-]+$/.test(text);

/** `*`, or five fields. Anything else matches nothing, and a Deny that matches nothing is a trap. */
function isArn(text: string): boolean {
  if (text === "*") return true;
  const fields = splitArn(text);
  return fields !== undefined && /^(?:acs|\*)$/.test(fields[0] ?? "") && fields[1] !== "" && fields[4] !== "";
}

function readConditions(node: JsonNode, path: string): Conditions {
  const operators = membersOf(node, path);
  const read = operators.map(({ name, at, value }) => {
    if (!conditionOperators.has(name)) throw new Malformed("documentOperator", at, path, name);
    return [name, readKeys(name, value, `${path}.${name}`)] as const;
  });
  return Object.fromEntries(read);
}

function readKeys(operator: string, node: JsonNode, path: string) {
  const read = membersOf(node, path).map(({ name, at, value }) => {
    const isKnown = name.startsWith("acs:")
      ? (ownKeys as readonly string[]).includes(name)
      : /^[A-Za-z][\w-]*:[\w/.-]+$/.test(name);
    if (!isKnown) throw new Malformed("documentKey", at, path, name);
    const texts = textsOf(value, `${path}.${name}`, ["text", "number", "boolean"]);
    for (const text of texts) {
      if (!conditionOperators.get(operator)?.mayWrite(text.value)) {
        throw new Malformed("documentValue", text.at, `${path}.${name}`, text.value);
      }
    }
    return [name, texts.map((text) => text.value)] as const;
  });
  return Object.fromEntries(read);
}

function membersOf(node: JsonNode, path: string): readonly JsonMember[] {
  if (node.kind !== "object") throw new Malformed("documentNotObject", node.at, path);
  if (node.members.length === 0) throw new Malformed("documentEmpty", node.at, path);
  return node.members;
}

function requireKnown(members: readonly JsonMember[], known: readonly string[], path: string): void {
  const strange = members.find(({ name }) => !known.includes(name));
  if (strange) throw new Malformed("documentUnknown", strange.at, path, strange.name);
}

function wanted(members: readonly JsonMember[], name: string, node: JsonNode, path: string): JsonNode {
  const member = members.find((one) => one.name === name);
  if (!member) throw new Malformed("documentMissing", node.at, path, name);
  return member.value;
}

/** A text, or a list of texts that is not empty. */
function textsOf(node: JsonNode, path: string, kinds: readonly JsonNode["kind"][] = ["text"]) {
  const nodes = node.kind === "list" ? node.items : [node];
  if (nodes.length === 0) throw new Malformed("documentEmpty", node.at, path);
  return nodes.map((one) => {
    if (!("value" in one) || !kinds.includes(one.kind)) throw new Malformed("documentNotText", one.at, path);
    if (one.value === "") throw new Malformed("documentEmpty", one.at, path);
    return { value: one.value, at: one.at };
  });
}
