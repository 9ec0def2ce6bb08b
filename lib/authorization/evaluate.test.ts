import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conditionOperators } from "./condition-operators";
import { evaluate, findMatches, type PolicyRequest } from "./evaluate";
import { type HeldPolicy, type PolicyStatement, rolePolicy } from "./policy-document";

const ada = "acs:ram::1234:user/ada";
const ask = (overrides: Partial<PolicyRequest> = {}): PolicyRequest => ({
  action: "ram:GetUser",
  resources: [ada],
  keys: {},
  ...overrides,
});
const allow = (more: Partial<PolicyStatement> = {}): PolicyStatement => ({
  Effect: "Allow",
  Action: ["*"],
  Resource: ["*"],
  ...more,
});
const holding = (...statements: PolicyStatement[]): HeldPolicy[] => [rolePolicy("test", ...statements)];
const outcome = (statements: PolicyStatement[], request = ask()) => evaluate(holding(...statements), request).outcome;

describe("deciding", () => {
  it("refuses what nothing allows, and names no statement", () => {
    expect(evaluate([], ask())).toEqual({ allowed: false, outcome: "implicit-deny", by: undefined, resource: ada });
    expect(evaluate(holding(allow()), ask({ resources: [] })).allowed).toBe(false);
  });

  it("lets a denial win over every permission, whatever their order, and names the statement", () => {
    const policies = [
      ...holding(allow()),
      ...holding(allow({ Action: ["ram:List*"] }), { ...allow(), Effect: "Deny" }),
    ];
    const decision = evaluate(policies, ask());
    expect(decision).toMatchObject({ outcome: "explicit-deny", by: { statement: 1, effect: "Deny", resource: ada } });
    expect(decision.by?.policy).toBe(policies[1]);
    expect(evaluate([...policies].reverse(), ask()).outcome).toBe("explicit-deny");
  });

  it("asks all of several resources: one that is missing refuses, one that is denied refuses explicitly", () => {
    const both = ask({ resources: [ada, "acs:ram::1234:policy/x"] });
    const people = allow({ Resource: ["acs:ram:*:*:user/*"] });
    expect(evaluate(holding(people), both)).toMatchObject({ outcome: "implicit-deny", resource: both.resources[1] });
    expect(outcome([people, allow({ Resource: ["acs:ram:*:*:policy/*"] })], both)).toBe("allowed");
    const denied = [allow(), { ...allow({ Resource: ["acs:ram:*:*:policy/*"] }), Effect: "Deny" as const }];
    expect(outcome(denied, both)).toBe("explicit-deny");
  });

  it("takes a statement with neither Action nor NotAction for one that never applies", () => {
    expect(outcome([{ Effect: "Allow", Resource: ["*"] }])).toBe("implicit-deny");
    expect(outcome([{ Effect: "Allow", Action: ["*"] }])).toBe("implicit-deny");
  });

  it("tells all statements that apply, denials first", () => {
    const matches = findMatches(holding(allow(), { ...allow(), Effect: "Deny" }, allow({ Action: ["oss:*"] })), ask());
    expect(matches.map(({ effect, statement }) => [effect, statement])).toEqual([
      ["Deny", 1],
      ["Allow", 0],
    ]);
  });
});

describe("names", () => {
  it.each([
    ["ram:GetUser", true],
    ["RAM:getuser", true],
    ["ram:Get*", true],
    ["ram:?etUser", true],
    ["ram:Get", false],
    ["ram:GetUser?", false],
    ["ims:*", false],
  ])("an action is matched without regard to case: %s", (pattern, matches) => {
    expect(outcome([allow({ Action: [pattern] })]) === "allowed").toBe(matches);
    expect(outcome([{ Effect: "Allow", NotAction: [pattern], Resource: ["*"] }]) === "allowed").toBe(!matches);
  });

  it.each([
    ["acs:ram::1234:user/ada", true],
    ["acs:ram:*:1234:user/ada", true],
    ["acs:ram::1234:user/ADA", false],
    ["acs:*:*:*:*", true],
    ["acs:ram:*:*", false],
    ["acs:ram:*", false],
    ["acs:ram::*:user/a?a", true],
    ["acs:ram::12*:*/ada", true],
    ["acs:*:1234:user/ada", false],
    ["acs:ram::1234", false],
  ])("a resource is matched field by field, with regard to case: %s", (pattern, matches) => {
    expect(outcome([allow({ Resource: [pattern] })]) === "allowed").toBe(matches);
    expect(outcome([{ Effect: "Allow", Action: ["*"], NotResource: [pattern] }]) === "allowed").toBe(!matches);
  });

  it("a wildcard crosses a colon in the last field only", () => {
    const deep = ask({ resources: ["acs:oss:cn:1234:bucket/a:b/c"] });
    expect(outcome([allow({ Resource: ["acs:oss:cn:1234:bucket/*c"] })], deep)).toBe("allowed");
    expect(outcome([allow({ Resource: ["acs:oss:*:bucket/a:b/c"] })], deep)).toBe("implicit-deny");
  });

  it("one character of a pattern is not everybody: `user/?` does not reach `user/*`", () => {
    const everybody = ask({ resources: ["acs:ram::1234:user/*"] });
    expect(outcome([allow({ Resource: ["acs:ram::1234:user/?"] })], everybody)).toBe("implicit-deny");
    expect(outcome([allow({ Resource: ["acs:ram::1234:user/*"] })], everybody)).toBe("allowed");
  });

  it("a hostile pattern costs no more than its length times the text's", () => {
    const pattern = `${"a*".repeat(1_500)}b`;
    const long = ask({ resources: [`acs:x:::${"a".repeat(2_000)}`] });
    expect(outcome([allow({ Resource: [`acs:x:::${pattern}`] })], long)).toBe("implicit-deny");
  });
});

describe("conditions", () => {
  const when = (operator: string, wanted: string | string[], said?: string) =>
    outcome(
      [allow({ Condition: { [operator]: { "x:key": [wanted].flat() } } })],
      ask({ keys: said === undefined ? {} : { "x:key": said } }),
    ) === "allowed";

  it.each([
    ["StringEquals", "Ada", "Ada", true],
    ["StringEquals", "Ada", "ada", false],
    ["StringEquals", "a*", "ada", false],
    ["StringNotEquals", "Ada", "ada", true],
    ["StringEqualsIgnoreCase", "Ada", "aDA", true],
    ["StringNotEqualsIgnoreCase", "Ada", "aDA", false],
    ["StringLike", "a?a*", "ada", true],
    ["StringLike", "?", "😀", true],
    ["StringLike", "?", "*", true],
    ["StringNotLike", "A*", "ada", true],
    ["NumericEquals", "10", "10.00", true],
    ["NumericEquals", "9007199254740993", "9007199254740992", false],
    ["NumericNotEquals", "1", "2", true],
    ["NumericLessThan", "-1", "-1.5", true],
    ["NumericLessThanEquals", "0.1", "0.1", true],
    ["NumericGreaterThan", "2", "10", true],
    ["NumericGreaterThanEquals", "2", "1.99", false],
    ["NumericEquals", "1", "one", false],
    ["NumericNotEquals", "1", "one", false],
    ["DateEquals", "2026-01-01T00:00:00Z", "2026-01-01T08:00:00+08:00", true],
    ["DateNotEquals", "2026-01-01", "2026-01-01T00:00:00Z", false],
    ["DateLessThan", "2026-01-01", "2025-12-31T23:59:59.999Z", true],
    ["DateLessThanEquals", "2026-01-01", "2026-01-01", true],
    ["DateGreaterThan", "2026-01-01", "2026-01-01", false],
    ["DateGreaterThanEquals", "2026-01-01", "2026-01-02", true],
    ["DateLessThan", "2026-01-01", "yesterday", false],
    ["Bool", "true", "TRUE", true],
    ["Bool", "false", "true", false],
    ["Bool", "false", "no", false],
    ["IpAddress", "203.0.113.0/24", "203.0.113.7", true],
    ["IpAddress", "203.0.113.7", "203.0.113.8", false],
    ["IpAddress", "203.0.113.0/24", "::ffff:203.0.113.7", true],
    ["IpAddress", "::ffff:203.0.113.0/120", "203.0.113.7", true],
    ["IpAddress", "2001:db8::/32", "2001:db8::1", true],
    ["IpAddress", "0.0.0.0/0", "2001:db8::1", false],
    ["NotIpAddress", "203.0.113.0/24", "198.51.100.1", true],
    ["NotIpAddress", "203.0.113.0/24", "unknown", false],
  ])("%s %s holds for %s: %s", (operator, wanted, said, holds) => {
    expect(when(operator, wanted, said)).toBe(holds);
  });

  it("any value of a key suffices; a Not operator wants none of them", () => {
    expect(when("StringEquals", ["a", "b"], "b")).toBe(true);
    expect(when("StringNotEquals", ["a", "b"], "b")).toBe(false);
    expect(when("StringNotEquals", ["a", "b"], "c")).toBe(true);
  });

  it("a key the request lacks fails an operator and passes its negation", () => {
    for (const name of conditionOperators.keys()) {
      const value = name.startsWith("Date")
        ? "2026-01-01"
        : name.includes("Ip")
          ? "::1"
          : name === "Bool"
            ? "true"
            : "1";
      expect([name, when(name, value)]).toEqual([name, name.includes("Not")]);
    }
  });

  it("all keys and all operators must hold", () => {
    const condition = { Bool: { "acs:MFAPresent": ["true"] }, StringEquals: { "x:a": ["1"], "x:b": ["2"] } };
    const keys = { "acs:MFAPresent": "true", "x:a": "1", "x:b": "2" };
    const statement = allow({ Condition: condition });
    expect(outcome([statement], ask({ keys }))).toBe("allowed");
    for (const key of Object.keys(keys)) {
      expect(outcome([statement], ask({ keys: { ...keys, [key]: "false" } }))).toBe("implicit-deny");
    }
  });
});

describe("properties", () => {
  const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), minLength: 1, maxLength: 4 });
  const statement = fc.record({
    Effect: fc.constantFrom("Allow" as const, "Deny" as const),
    Action: fc.array(
      pattern.map((name) => `x:${name}`),
      { minLength: 1, maxLength: 2 },
    ),
    Resource: fc.array(
      pattern.map((id) => `acs:x:::${id}`),
      { minLength: 1, maxLength: 2 },
    ),
  });
  const set = fc.array(statement, { maxLength: 5 });
  const request = fc
    .record({
      name: fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 4 }),
      id: fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 4 }),
    })
    .map(({ name, id }) => ask({ action: `x:${name}`, resources: [`acs:x:::${id}`] }));

  it("one more denial never allows more", () => {
    fc.assert(
      fc.property(set, statement, request, (statements, more, asked) => {
        const stricter = [...statements, { ...more, Effect: "Deny" as const }];
        return !(outcome(stricter, asked) === "allowed" && outcome(statements, asked) !== "allowed");
      }),
    );
  });

  it("one permission less never allows more", () => {
    fc.assert(
      fc.property(set, fc.nat(), request, (statements, at, asked) => {
        const index = at % (statements.length || 1);
        if (statements[index]?.Effect !== "Allow") return true;
        const fewer = statements.filter((_, position) => position !== index);
        return !(outcome(fewer, asked) === "allowed" && outcome(statements, asked) !== "allowed");
      }),
    );
  });

  it("order and repetition of statements decide nothing", () => {
    fc.assert(
      fc.property(set, request, (statements, asked) => {
        const other = [...statements].reverse();
        return outcome([...other, ...statements], asked) === outcome(statements, asked);
      }),
    );
  });
});
