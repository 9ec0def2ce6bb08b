import "server-only";
import { conditionOperators, type KeyTest, type RequestKeys } from "./condition-operators";
import { type ArnTest, compileArns, compilePatterns, splitArn, type TextTest } from "./match-pattern";
import type { Conditions, HeldPolicy, PolicyDocument, PolicyStatement } from "./policy-document";

/** What is asked: several resources are allowed together or not at all. */
export interface PolicyRequest {
  readonly action: string;
  readonly resources: readonly string[];
  readonly keys: RequestKeys;
}

/** A statement that applies, counted from 0 within its policy, and the resource it applies to. */
export interface Match {
  readonly policy: HeldPolicy;
  readonly statement: number;
  readonly effect: PolicyStatement["Effect"];
  readonly resource: string;
}

type Outcome = "allowed" | "explicit-deny" | "implicit-deny";

export interface Decision {
  readonly allowed: boolean;
  readonly outcome: Outcome;
  /** The statement that decided; undefined when nothing allowed it. */
  readonly by: Match | undefined;
  /** The resource it turned on: the first that is refused, else the first. */
  readonly resource: string;
}

interface CompiledStatement {
  allows: boolean;
  action: TextTest;
  arn: ArnTest;
  condition: ((keys: RequestKeys) => boolean) | undefined;
}

/** Default deny, deny wins. Pure: no clock, no database; time and address are among the keys. */
export function evaluate(policies: readonly HeldPolicy[], { action, resources, keys }: PolicyRequest): Decision {
  const wanted = action.toLowerCase();
  let first: Match | undefined;
  let missing: string | undefined;
  for (const resource of resources) {
    const { deny, allow } = decide(policies, wanted, resource, keys);
    if (deny) return { allowed: false, outcome: "explicit-deny", by: deny, resource };
    if (!allow) missing ??= resource;
    first ??= allow;
  }
  if (missing !== undefined || !first) {
    return { allowed: false, outcome: "implicit-deny", by: undefined, resource: missing ?? "" };
  }
  return { allowed: true, outcome: "allowed", by: first, resource: first.resource };
}

function decide(policies: readonly HeldPolicy[], action: string, resource: string, keys: RequestKeys) {
  const fields = splitArn(resource);
  let allow: Match | undefined;
  for (const policy of policies) {
    const statements = compile(policy.document);
    for (let at = 0; at < statements.length; at++) {
      const statement = statements[at];
      // What is allowed already needs no second Allow.
      if (!statement || (allow && statement.allows)) continue;
      if (!applies(statement, action, fields, keys)) continue;
      if (!statement.allows) return { deny: { policy, statement: at, effect: "Deny", resource } as const, allow };
      allow = { policy, statement: at, effect: "Allow", resource };
    }
  }
  return { deny: undefined, allow };
}

/** Every statement that applies, denials first: what a person is shown, or a refused client may have decoded. */
export function findMatches(policies: readonly HeldPolicy[], { action, resources, keys }: PolicyRequest): Match[] {
  const wanted = action.toLowerCase();
  const matches = resources.flatMap((resource) => {
    const fields = splitArn(resource);
    return policies.flatMap((policy) =>
      compile(policy.document).flatMap((statement, at): Match[] =>
        applies(statement, wanted, fields, keys)
          ? [{ policy, statement: at, effect: statement.allows ? "Allow" : "Deny", resource }]
          : [],
      ),
    );
  });
  return [...matches.filter(({ effect }) => effect === "Deny"), ...matches.filter(({ effect }) => effect === "Allow")];
}

function applies(
  { action, arn, condition }: CompiledStatement,
  wanted: string,
  fields: readonly string[] | undefined,
  keys: RequestKeys,
): boolean {
  return action(wanted) && arn(fields) && (condition === undefined || condition(keys));
}

/** Kept as long as its document: the same text read again is compiled again, so nothing here outlives an authority. */
const compiled = new WeakMap<PolicyDocument, readonly CompiledStatement[]>();

function compile(document: PolicyDocument): readonly CompiledStatement[] {
  let statements = compiled.get(document);
  if (!statements) {
    statements = document.Statement.map(compileStatement);
    compiled.set(document, statements);
  }
  return statements;
}

/** Kept as long as their list: many documents that are made anew for each call share one. */
const compiledActions = new WeakMap<readonly string[], TextTest>();

function compileActions(patterns: readonly string[]): TextTest {
  let test = compiledActions.get(patterns);
  if (!test) {
    test = compilePatterns(patterns.map((pattern) => pattern.toLowerCase()));
    compiledActions.set(patterns, test);
  }
  return test;
}

/** Most statements are about another action, and many documents are made anew for each call. */
function compileWhenAsked(patterns: readonly string[]): ArnTest {
  let test: ArnTest | undefined;
  return (fields) => {
    test ??= compileArns(patterns);
    return test(fields);
  };
}

function compileStatement(statement: PolicyStatement): CompiledStatement {
  const { Effect, Action, NotAction, Resource, NotResource, Condition } = statement;
  const action = compileActions(Action ?? NotAction ?? []);
  const arn = compileWhenAsked(Resource ?? NotResource ?? []);
  return {
    allows: Effect === "Allow",
    action: NotAction ? (wanted) => !action(wanted) : action,
    arn: NotResource ? (fields) => !arn(fields) : arn,
    condition: Condition && compileConditions(Condition),
  };
}

/** All keys of an operator and all operators must hold. */
function compileConditions(conditions: Conditions): (keys: RequestKeys) => boolean {
  const tests = Object.entries(conditions).flatMap(([name, byKey]) => {
    const operator = conditionOperators.get(name);
    return Object.entries(byKey).map(([key, wanted]): [string, KeyTest] => [
      key,
      operator ? operator.compile(wanted) : () => false,
    ]);
  });
  return (keys) => tests.every(([key, test]) => test(keys[key]));
}
