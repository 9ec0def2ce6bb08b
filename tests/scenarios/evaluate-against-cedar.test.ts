import { preparsePolicySet, statefulIsAuthorized } from "@cedar-policy/cedar-wasm/nodejs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { conditionOperators } from "@/lib/authorization/condition-operators";
import { evaluate, findMatches, type PolicyRequest } from "@/lib/authorization/evaluate";
import { parsePolicyDocument } from "@/lib/authorization/parse-policy-document";
import type { HeldPolicy, PolicyDocument, PolicyStatement } from "@/lib/authorization/policy-document";
import { dose } from "@/tests/support/dose";
import { anyone, toCedarContext, toCedarPolicies } from "@/tests/support/translate-to-cedar";

/**
 * Cedar as the second opinion: every generated policy set is translated, and both decide every request.
 *
 * What Cedar cannot express, and how it is compared nevertheless:
 * - `?`: written out over the characters the generated texts are made of.
 * - a value that cannot be read in an operator's type: the context then lacks the key in that type.
 * - an explicit denial against an implicit one: Cedar denies in both, and names no statement in the second.
 * - several resources in one request: asked one by one and put together here.
 * Not compared: IPv4 addresses in IPv6 clothes, numbers beyond Cedar's four decimal places, characters beyond the
 * Basic Multilingual Plane. These have cases of their own in lib/authorization/evaluate.test.ts.
 */
const pairs = dose(10_000, 100_000);
const requestsEach = 25;

const characters = (...units: string[]) => fc.string({ unit: fc.constantFrom(...units), maxLength: 4 });
/** Each is written out once for every character. */
const fewQuestions = (texts: fc.Arbitrary<string>, max = 2) =>
  texts.filter((text) => text.split("?").length <= max + 1);

const service = fc.constantFrom("x", "y");
const region = fc.constantFrom("", "r");
const uid = fc.constantFrom("1", "2");
const wild = <T extends string>(texts: fc.Arbitrary<T>) => fc.oneof(texts, fc.constantFrom("*", "?", "*?"));
const listOf = <T>(of: fc.Arbitrary<T>) => fc.array(of, { minLength: 1, maxLength: 3 });

const actionPattern = fc.oneof(
  fc.constant("*"),
  fc.tuple(wild(service), fewQuestions(characters("a", "B", "*", "?"))).map(([of, name]) => `${of}:${name || "*"}`),
);
const arnPattern = fc.oneof(
  fc.constant("*"),
  fc
    .tuple(wild(service), wild(region), wild(uid), fewQuestions(characters("a", "b", "/", ":", "*", "?")))
    .map(([of, where, whose, id]) => `acs:${of}:${where}:${whose}:${id || "*"}`),
);
const action = fc.tuple(service, characters("a", "b", "B")).map(([of, name]) => `${of}:${name || "a"}`);
const resource = fc
  .tuple(service, region, uid, characters("a", "b", "/", ":", "*"))
  .map(([of, where, whose, id]) => `acs:${of}:${where}:${whose}:${id}`);

const texts = ["a", "A", "ab", "aB", "b"];
const values = {
  String: fc.constantFrom(...texts),
  Like: fewQuestions(characters("a", "b", "A", "*", "?"), 1).map((text) => text || "*"),
  Numeric: fc.constantFrom("0", "-1", "1", "1.0", "1.5", "10", "9.75", "-10"),
  Date: fc.constantFrom("2026-01-01", "2026-01-01T00:00:00Z", "2026-01-01T08:00:00+08:00", "2026-01-02T03:04:05.678Z"),
  Bool: fc.constantFrom("true", "false", "TRUE", "False"),
  Address: fc.constantFrom("10.0.0.0/8", "10.1.2.3", "0.0.0.0/0", "2001:db8::/32", "::1", "2001:db8::1/128"),
};
const said = fc.oneof(
  ...[values.String, values.Numeric, values.Date, values.Bool],
  fc.constantFrom("10.1.2.3", "10.200.0.1", "192.0.2.1", "2001:db8::1", "::1"),
);

const keyNames = ["acs:CurrentTime", "acs:SourceIp", "acs:MFAPresent", "x:tag"];
const key = fc.constantFrom(...keyNames);

function valuesOf(operator: string): fc.Arbitrary<string> {
  if (operator.endsWith("Like")) return values.Like;
  if (operator.endsWith("IpAddress")) return values.Address;
  return values[operator.replace(/(?:Not)?(?:Equals|LessThan|GreaterThan).*$/, "") as keyof typeof values];
}

const oneCondition = fc
  .constantFrom(...conditionOperators.keys())
  .chain((operator) =>
    fc
      .dictionary(key, listOf(valuesOf(operator)), { minKeys: 1, maxKeys: 2, noNullPrototype: true })
      .map((keys) => [operator, keys] as const),
  );
const conditions = fc.array(oneCondition, { minLength: 1, maxLength: 2 }).map((given) => Object.fromEntries(given));

const statement: fc.Arbitrary<PolicyStatement> = fc
  .record({
    Effect: fc.constantFrom("Allow" as const, "Allow" as const, "Deny" as const),
    actions: listOf(actionPattern),
    notAction: fc.boolean(),
    arns: listOf(arnPattern),
    notResource: fc.boolean(),
    Condition: fc.option(conditions, { nil: undefined, freq: 2 }),
  })
  .map(({ Effect, actions, notAction, arns, notResource, Condition }) => ({
    Effect,
    [notAction ? "NotAction" : "Action"]: actions,
    [notResource ? "NotResource" : "Resource"]: arns,
    ...(Condition && { Condition }),
  }));

const policies = fc.array(fc.array(statement, { minLength: 1, maxLength: 3 }), { maxLength: 3 });
const requests = fc.array(
  fc.record({
    action,
    resources: fc.array(resource, { minLength: 1, maxLength: 2 }),
    keys: fc.dictionary(key, said, { noNullPrototype: true }),
  }),
  { minLength: requestsEach, maxLength: requestsEach },
);

function held(statements: PolicyStatement[], at: number): HeldPolicy {
  const written: PolicyDocument = { Version: "1", Statement: statements };
  // By way of its text: what is compared is what a stored policy does.
  const parsed = parsePolicyDocument(JSON.stringify(written));
  if ("fault" in parsed) throw new Error(JSON.stringify(parsed.fault));
  const attachedTo = { kind: "sub-account", name: "ada" } as const;
  return { name: String(at), type: "Custom", version: "v1", attachedTo, document: parsed.document };
}

interface Opinion {
  allowed: boolean;
  /** The statements it goes by, as `<policy>.<statement>`. */
  by: string[];
}

function askCedar({ action: wanted, keys }: PolicyRequest, resource: string): Opinion {
  const context = toCedarContext({ action: wanted, resource, keys });
  const answer = statefulIsAuthorized({ ...anyone, context, preparsedPolicySetId: "set", entities: [] });
  if (answer.type !== "success") throw new Error(JSON.stringify(answer.errors));
  const { decision, diagnostics } = answer.response;
  expect(diagnostics.errors).toEqual([]);
  return { allowed: decision === "allow", by: diagnostics.reason };
}

const seen = { allowed: 0, "explicit-deny": 0, "implicit-deny": 0 };

function compare(set: readonly HeldPolicy[], request: PolicyRequest): void {
  const decision = evaluate(set, request);
  const opinions = request.resources.map((one) => askCedar(request, one));
  const outcome = opinions.every(({ allowed }) => allowed)
    ? "allowed"
    : opinions.some(({ allowed, by }) => !allowed && by.length > 0)
      ? "explicit-deny"
      : "implicit-deny";
  expect(decision.outcome).toBe(outcome);
  expect(decision.allowed).toBe(outcome === "allowed");
  seen[outcome]++;
  const at = request.resources.indexOf(decision.resource);
  const statementsOf = opinions[at]?.by ?? [];
  if (decision.by) expect(statementsOf).toContain(`${decision.by.policy.name}.${decision.by.statement}`);
  const effect = outcome === "allowed" ? "Allow" : "Deny";
  const matches = findMatches(set, { ...request, resources: [decision.resource] });
  const ours = matches.filter((one) => one.effect === effect).map((one) => `${one.policy.name}.${one.statement}`);
  expect(new Set(ours)).toEqual(new Set(statementsOf));
}

it(`decides ${pairs} generated pairs of policy set and request as Cedar does, by the same statements`, () => {
  fc.assert(
    fc.property(policies, requests, (documents, asked) => {
      const set = documents.map(held);
      const answer = preparsePolicySet("set", { staticPolicies: toCedarPolicies(set) });
      if (answer.type !== "success") throw new Error(JSON.stringify(answer.errors));
      for (const request of asked) compare(set, request);
    }),
    { numRuns: pairs / requestsEach },
  );
  // A comparison in which nearly everything is refused would show little.
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(pairs / 20);
}, 600_000);
