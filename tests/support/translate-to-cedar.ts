import { isIP } from "node:net";
import type { RequestKeys } from "@/lib/authorization/condition-operators";
import type { HeldPolicy, PolicyStatement } from "@/lib/authorization/policy-document";

/**
 * Policies and requests in Cedar's language. Texts become attributes of the context; each key of a request is given
 * once in every type it can be read as, so that an operator finds the one it needs or none.
 */

/** Cedar's patterns know no `?`: it is written out over the characters that the generated texts are made of. */
const ofNames = [..."abxyr12/:"];
const ofValues = [..."abABtruefalsTRUEF0123456789.-+:Z"];

const quote = (text: string) => JSON.stringify(text);

function pattern(attribute: string, text: string, alphabet = ofNames): string {
  const at = text.indexOf("?");
  if (at >= 0) {
    const spelled = alphabet.map((character) =>
      pattern(attribute, `${text.slice(0, at)}${character}${text.slice(at + 1)}`, alphabet),
    );
    return `(${spelled.join(" || ")})`;
  }
  return text.includes("*") ? `${attribute} like ${quote(text)}` : `${attribute} == ${quote(text)}`;
}

const any = (parts: readonly string[]) => (parts.length === 0 ? "false" : `(${parts.join(" || ")})`);

function arn(text: string): string {
  if (text === "*") return "true";
  const fields = /^([^:]*):([^:]*):([^:]*):([^:]*):(.*)$/.exec(text)?.slice(1);
  if (!fields) return "false";
  return `(context has f0 && ${fields.map((field, at) => pattern(`context.f${at}`, field)).join(" && ")})`;
}

const decimal = (text: string) => Number(text).toFixed(4);
const moment = (text: string) => new Date(text).toISOString();

interface Type {
  /** Of the key, in the context. */
  name: string;
  holds: (attribute: string, wanted: string) => string;
}

const typed: Record<string, Type> = {
  StringEquals: { name: "text", holds: (said, wanted) => `${said} == ${quote(wanted)}` },
  StringEqualsIgnoreCase: { name: "lower", holds: (said, wanted) => `${said} == ${quote(wanted.toLowerCase())}` },
  StringLike: { name: "text", holds: (said, wanted) => pattern(said, wanted, ofValues) },
  NumericEquals: { name: "number", holds: (said, wanted) => `${said} == decimal("${decimal(wanted)}")` },
  NumericLessThan: { name: "number", holds: (said, wanted) => `${said}.lessThan(decimal("${decimal(wanted)}"))` },
  NumericLessThanEquals: {
    name: "number",
    holds: (said, wanted) => `${said}.lessThanOrEqual(decimal("${decimal(wanted)}"))`,
  },
  NumericGreaterThan: { name: "number", holds: (said, wanted) => `${said}.greaterThan(decimal("${decimal(wanted)}"))` },
  NumericGreaterThanEquals: {
    name: "number",
    holds: (said, wanted) => `${said}.greaterThanOrEqual(decimal("${decimal(wanted)}"))`,
  },
  DateEquals: { name: "moment", holds: (said, wanted) => `${said} == datetime("${moment(wanted)}")` },
  DateLessThan: { name: "moment", holds: (said, wanted) => `${said} < datetime("${moment(wanted)}")` },
  DateLessThanEquals: { name: "moment", holds: (said, wanted) => `${said} <= datetime("${moment(wanted)}")` },
  DateGreaterThan: { name: "moment", holds: (said, wanted) => `${said} > datetime("${moment(wanted)}")` },
  DateGreaterThanEquals: { name: "moment", holds: (said, wanted) => `${said} >= datetime("${moment(wanted)}")` },
  Bool: { name: "flag", holds: (said, wanted) => `${said} == ${wanted.toLowerCase()}` },
  IpAddress: { name: "address", holds: (said, wanted) => `${said}.isInRange(ip("${wanted}"))` },
};

const negations: Record<string, string> = {
  StringNotEquals: "StringEquals",
  StringNotEqualsIgnoreCase: "StringEqualsIgnoreCase",
  StringNotLike: "StringLike",
  NumericNotEquals: "NumericEquals",
  DateNotEquals: "DateEquals",
  NotIpAddress: "IpAddress",
};

/** The name of a key among the context's: a hexadecimal word. */
const nameOf = (key: string) => `k${Buffer.from(key).toString("hex")}`;

function condition(operator: string, key: string, wanted: readonly string[]): string {
  const type = typed[negations[operator] ?? operator];
  if (!type) throw new Error(`no translation of ${operator}`);
  const name = nameOf(key);
  const matches = any(wanted.map((one) => type.holds(`context.${name}.${type.name}`, one)));
  const isReadable = `context.${name} has ${type.name}`;
  return negations[operator]
    ? `(!(context has ${name}) || (${isReadable} && !${matches}))`
    : `(context has ${name} && ${isReadable} && ${matches})`;
}

function statementText({ Effect, Action, NotAction, Resource, NotResource, Condition = {} }: PolicyStatement): string {
  const actions = any(
    (Action ?? NotAction ?? []).map((one) => (one === "*" ? "true" : pattern("context.action", one.toLowerCase()))),
  );
  const arns = any((Resource ?? NotResource ?? []).map(arn));
  const conditions = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, wanted]) => condition(operator, key, wanted)),
  );
  const parts = [NotAction ? `!${actions}` : actions, NotResource ? `!${arns}` : arns, ...conditions];
  return `${Effect === "Allow" ? "permit" : "forbid"} (principal, action, resource) when { ${parts.join(" && ")} };`;
}

/** One Cedar policy a statement, named `<policy>.<statement>`. */
export function toCedarPolicies(policies: readonly HeldPolicy[]): Record<string, string> {
  return Object.fromEntries(
    policies.flatMap(({ document }, at) =>
      document.Statement.map((statement, index) => [`${at}.${index}`, statementText(statement)] as const),
    ),
  );
}

const extension = (fn: string, arg: string) => ({ __extn: { fn, arg } });

function everyType(said: string) {
  return {
    text: said,
    lower: said.toLowerCase(),
    ...(/^-?\d+(\.\d+)?$/.test(said) && { number: extension("decimal", decimal(said)) }),
    ...(/^\d{4}-\d\d-\d\d/.test(said) && { moment: extension("datetime", moment(said)) }),
    ...(/^(true|false)$/i.test(said) && { flag: said.toLowerCase() === "true" }),
    ...(isIP(said) > 0 && { address: extension("ip", said) }),
  };
}

export interface CedarRequest {
  action: string;
  resource: string;
  keys: RequestKeys;
}

export function toCedarContext({ action, resource, keys }: CedarRequest) {
  const fields = /^([^:]*):([^:]*):([^:]*):([^:]*):(.*)$/.exec(resource)?.slice(1) ?? [];
  return {
    action: action.toLowerCase(),
    ...Object.fromEntries(fields.map((field, at) => [`f${at}`, field])),
    ...Object.fromEntries(Object.entries(keys).map(([key, said]) => [nameOf(key), everyType(said)])),
  };
}

const entity = (type: string) => ({ type, id: "one" });
/** Cedar decides by who, what and whereon, too; ours all stand in the context. */
export const anyone = { principal: entity("Caller"), action: entity("Action"), resource: entity("Thing") };
