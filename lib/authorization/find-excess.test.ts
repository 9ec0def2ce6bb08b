import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { covers, overlaps } from "./compare-patterns";
import { evaluate } from "./evaluate";
import { findExcess } from "./find-excess";
import { matchesWildcards } from "./match-pattern";
import { allowAll, type HeldPolicy, type PolicyStatement, rolePolicy } from "./policy-document";

const holding = (...Statement: PolicyStatement[]): HeldPolicy[] => [
  { ...rolePolicy("x", ...Statement), type: "Custom" },
];
const allow = (more: Partial<PolicyStatement> = {}): PolicyStatement => ({
  Effect: "Allow",
  Action: ["ram:*"],
  Resource: ["*"],
  ...more,
});
const mayGive = (held: readonly HeldPolicy[], ...statements: PolicyStatement[]) =>
  findExcess(held, statements) === undefined;

describe("giving", () => {
  it("whoever holds everything may give anything", () => {
    expect(mayGive([allowAll], allow({ Action: ["*"] }))).toBe(true);
    expect(mayGive([allowAll], { Effect: "Allow", NotAction: ["ram:*"], NotResource: ["acs:ram:*:*:user/a"] })).toBe(
      true,
    );
  });

  it("what is held may be given, wholly or in part, and nothing beside it", () => {
    const held = holding(allow());
    expect(mayGive(held, allow({ Action: ["ram:Get*", "RAM:ListUsers"] }))).toBe(true);
    expect(findExcess(held, [allow({ Action: ["ram:GetUser", "oss:*"] })])).toEqual({ action: "oss:*", resource: "*" });
    expect(mayGive(held, allow({ Action: ["*"] }))).toBe(false);
    expect(mayGive(held, { Effect: "Allow", NotAction: ["oss:*"], Resource: ["*"] })).toBe(false);
    expect(mayGive(holding(allow({ Resource: ["acs:ram:*:*:user/*"] })), allow())).toBe(false);
  });

  it("two statements together may cover what neither does", () => {
    const held = holding(allow({ Action: ["ram:Get*"] }), allow({ Action: ["ram:List*"] }));
    expect(mayGive(held, allow({ Action: ["ram:GetUser", "ram:ListUsers"] }))).toBe(true);
    expect(mayGive(held, allow({ Action: ["ram:GetUser", "ram:CreateUser"] }))).toBe(false);
  });

  it("nothing may be given that is denied to the giver, not even in part", () => {
    const denied = { ...allow({ Action: ["ram:Delete*"] }), Effect: "Deny" as const };
    expect(mayGive(holding(allow(), denied), allow())).toBe(false);
    expect(mayGive(holding(allow(), denied), allow({ Action: ["ram:?eleteUser"] }))).toBe(false);
    expect(mayGive(holding(allow(), denied), allow({ Action: ["ram:Get*"] }))).toBe(true);
  });

  it("what is held under a condition may be given under the same one only", () => {
    const mfa = { Condition: { Bool: { "acs:MFAPresent": ["true"] } } };
    const held = holding(allow(mfa));
    expect(mayGive(held, allow())).toBe(false);
    expect(mayGive(held, allow({ Condition: { Bool: { "acs:MFAPresent": ["false"] } } }))).toBe(false);
    const stricter = { Condition: { ...mfa.Condition, IpAddress: { "acs:SourceIp": ["10.0.0.0/8"] } } };
    expect(mayGive(held, allow(stricter))).toBe(true);
  });

  it("what everybody may do with itself is nobody's to give", () => {
    const self: HeldPolicy = { ...rolePolicy("x", allow()), type: "Self" };
    expect(mayGive([self], allow({ Action: ["ram:GetUser"] }))).toBe(false);
  });
});

const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 5 });
const text = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 6 });

describe("patterns", () => {
  it("a pattern that covers another matches all that it matches", () => {
    fc.assert(
      fc.property(pattern, pattern, text, (wide, narrow, one) => {
        fc.pre(covers(wide, narrow));
        return !matchesWildcards(narrow, one) || matchesWildcards(wide, one);
      }),
    );
  });

  it("patterns that both match a text overlap", () => {
    fc.assert(
      fc.property(pattern, pattern, text, (one, other, said) => {
        fc.pre(matchesWildcards(one, said) && matchesWildcards(other, said));
        return overlaps(one, other) && overlaps(other, one);
      }),
    );
    expect(overlaps("a*", "b*")).toBe(false);
    expect(overlaps("*a", "*b")).toBe(false);
    expect(overlaps("a?", "a")).toBe(false);
  });
});

it("whoever may give a policy can do itself all that the policy lets do", () => {
  const name = fc.constantFrom("*", "x:*", "x:a", "x:a?", "x:b*", "x:ab", "y:a");
  const arn = fc.constantFrom("*", "acs:x:::*", "acs:x:::a", "acs:x:::a*", "acs:*:::b", "acs:x:::?");
  const statement = fc
    .record({
      Effect: fc.constantFrom("Allow" as const, "Allow" as const, "Deny" as const),
      names: fc.array(name, { minLength: 1, maxLength: 2 }),
      notAction: fc.boolean(),
      arns: fc.array(arn, { minLength: 1, maxLength: 2 }),
      notResource: fc.boolean(),
      isConditional: fc.boolean(),
    })
    .map(
      ({ Effect, names, notAction, arns, notResource, isConditional }): PolicyStatement => ({
        Effect,
        [notAction ? "NotAction" : "Action"]: names,
        [notResource ? "NotResource" : "Resource"]: arns,
        ...(isConditional && { Condition: { Bool: { "acs:MFAPresent": ["true"] } } }),
      }),
    );
  const request = fc.record({
    action: fc.constantFrom("x:a", "x:ab", "x:b", "x:bb", "y:a", "z:z"),
    resources: fc.constantFrom(["acs:x:::a"], ["acs:x:::ab"], ["acs:y:::b"], ["acs:x:::"], ["acs:x:::*"]),
    keys: fc.constantFrom({ "acs:MFAPresent": "true" }, { "acs:MFAPresent": "false" }),
  });
  let given = 0;
  fc.assert(
    fc.property(fc.array(statement, { minLength: 1, maxLength: 3 }), statement, request, (held, gift, asked) => {
      const giver = holding(...held);
      const allowed = { ...gift, Effect: "Allow" as const };
      if (findExcess(giver, [allowed])) return true;
      given++;
      return !evaluate(holding(allowed), asked).allowed || evaluate(giver, asked).allowed;
    }),
    { numRuns: 10_000 },
  );
  expect(given).toBeGreaterThan(200);
});
