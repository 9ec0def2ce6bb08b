import { preparsePolicySet, statefulIsAuthorized } from "@cedar-policy/cedar-wasm/nodejs";
import { evaluate as decide, type PolicyRequest } from "@/lib/authorization/evaluate";
import { type HeldPolicy, type PolicyStatement, rolePolicy } from "@/lib/authorization/policy-document";
import { anyone, toCedarContext, toCedarPolicies } from "@/tests/support/translate-to-cedar";
import { interleave } from "./support/interleave";
import type { BenchOptions, Report } from "./support/report";

const sizes = [1, 30, 200];
/** Decisions an operation makes: one alone is shorter than what it takes to count it. */
const batch = 50;

/** Policies as people write them: several actions, one kind of resource, every fourth with a condition. */
function policiesOf(statements: number): HeldPolicy[] {
  const made = Array.from({ length: statements }, (_, at): PolicyStatement => {
    const service = `service${at % 20}`;
    return {
      Effect: at % 10 === 9 ? "Deny" : "Allow",
      Action: [`${service}:Get*`, `${service}:List*`, `${service}:Update${at}`],
      Resource: [`acs:${service}:*:1234567890123456:thing/${at}-*`],
      ...(at % 4 === 3 && { Condition: { IpAddress: { "acs:SourceIp": ["203.0.113.0/24", "198.51.100.0/24"] } } }),
    };
  });
  // Five statements a policy, as many policies as that takes.
  return Array.from({ length: Math.ceil(statements / 5) }, (_, at) => ({
    ...rolePolicy(`policy-${at}`, ...made.slice(at * 5, at * 5 + 5)),
    type: "Custom" as const,
  }));
}

/** Allowed, denied explicitly and implicitly in turn, spread over all statements. */
function requestsOf(statements: number): PolicyRequest[] {
  return Array.from({ length: batch }, (_, turn) => {
    const at = (turn * 7) % statements;
    const service = `service${at % 20}`;
    return {
      action: turn % 3 === 2 ? `${service}:Delete` : `${service}:GetThing`,
      resources: [`acs:${service}:cn-hangzhou:1234567890123456:thing/${at}-${turn}`],
      keys: { "acs:SourceIp": "203.0.113.7", "acs:SecureTransport": "true", "acs:MFAPresent": "false" },
    };
  });
}

function askCedar(set: string, { action, resources: [resource = ""], keys }: PolicyRequest): boolean {
  const context = toCedarContext({ action, resource, keys });
  const answer = statefulIsAuthorized({ ...anyone, context, preparsedPolicySetId: set, entities: [] });
  if (answer.type !== "success") throw new Error(JSON.stringify(answer.errors));
  return answer.response.decision === "allow";
}

/** A decision of ours against one of Cedar's, compiled to WebAssembly, with its policies parsed beforehand. */
export async function evaluate({ quick }: BenchOptions): Promise<Report> {
  const cpuMs = () => (process.cpuUsage().user + process.cpuUsage().system) / 1000;
  const subjects = sizes.flatMap((size) => {
    const [policies, requests] = [policiesOf(size), requestsOf(size)];
    const parsed = preparsePolicySet(`of-${size}`, { staticPolicies: toCedarPolicies(policies) });
    if (parsed.type !== "success") throw new Error(JSON.stringify(parsed.errors));
    for (const request of requests) {
      if (decide(policies, request).allowed !== askCedar(`of-${size}`, request)) throw new Error("they disagree");
    }
    const all = (ask: (request: PolicyRequest) => unknown) => async () => {
      for (const request of requests) ask(request);
    };
    return [
      { name: `${size}: ours`, operate: all((request) => decide(policies, request)), cpuMs },
      { name: `${size}: Cedar`, operate: all((request) => askCedar(`of-${size}`, request)), cpuMs },
    ];
  });
  const measured = await interleave(subjects, {
    rounds: 5,
    count: quick ? 20 : 100,
    warmUp: quick ? 20 : 100,
    atOnce: 1,
  });
  const cpu = (name: string) => measured.find((one) => one.name === name)?.cpuMs ?? Number.NaN;
  return {
    outcomes: sizes.map((size) => ({
      what: `${size} ${size === 1 ? "statement" : "statements"}, times as fast as Cedar`,
      ratio: cpu(`${size}: Cedar`) / cpu(`${size}: ours`),
      sense: "at-least" as const,
      firstRelease: 20,
      goal: 100,
    })),
    measured,
    facts: [`an operation is ${batch} decisions; ours name the deciding statement, as Cedar's diagnostics do`],
  };
}
