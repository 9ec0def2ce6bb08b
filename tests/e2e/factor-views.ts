import type { Maker } from "../support/start-maker";
import { uniqueName } from "../support/unique-name";
import { worldPassword } from "./build-world";
import type { Person } from "./test";

const factorVisitors = [
  "a root user with a passkey",
  "a root user whose passkey is waited for",
  "an operator with a passkey",
  "an operator whose passkey is waited for",
  "a sub-account that must bind a factor",
] as const;
export type FactorVisitor = (typeof factorVisitors)[number];

/** Pages in states that only somebody with a second factor, or without one that is required, can see. */
export const factorViews: [pattern: string, path: string, as: FactorVisitor][] = [
  ["/second-factor", "/second-factor", "a root user whose passkey is waited for"],
  ["/second-factor", "/second-factor", "a sub-account that must bind a factor"],
  ["/operator/second-factor", "/operator/second-factor", "an operator whose passkey is waited for"],
  ["/step-up/[id]", "/step-up/{challenge}", "a root user with a passkey"],
  ["/operator/step-up/[id]", "/operator/step-up/{challenge}", "an operator with a passkey"],
  ["/my-sign-in", "/my-sign-in", "a root user with a passkey"],
  ["/my-sign-in/factors/[id]/remove", "/my-sign-in/factors/{factor}/remove", "a root user with a passkey"],
  ["/my-sign-in/factors/[id]/rename", "/my-sign-in/factors/{factor}/rename", "a root user with a passkey"],
  [
    "/operator/my-sign-in/factors/[id]/remove",
    "/operator/my-sign-in/factors/{factor}/remove",
    "an operator with a passkey",
  ],
  [
    "/operator/my-sign-in/factors/[id]/rename",
    "/operator/my-sign-in/factors/{factor}/rename",
    "an operator with a passkey",
  ],
];

export const isFactorVisitor = (as: string): as is FactorVisitor => factorVisitors.some((one) => one === as);

/** Makes the visitor: their cookie, and what the addresses above speak of. */
export async function makeFactorVisitor(
  as: FactorVisitor,
  maker: Maker,
  cookieOf: (person: Person) => Promise<string>,
): Promise<{ cookie: string; factor: string; challenge: string }> {
  const name = uniqueName("factor");
  if (as === "a sub-account that must bind a factor") {
    await maker.account({ name, password: worldPassword, approved: true });
    await maker.subAccount({ account: name, name: "ada", password: worldPassword, mustBindFactor: true });
    const cookie = await cookieOf({ door: "sub-account", alias: name, name: "ada", password: worldPassword });
    return { cookie, factor: "", challenge: "" };
  }
  const isOperator = as.startsWith("an operator");
  const person: Person = isOperator
    ? { door: "operator", name: `${name}@operators.test`, password: worldPassword }
    : { door: "root-user", name: `root@${name}.test`, password: worldPassword };
  if (isOperator) await maker.operator({ email: person.name, password: worldPassword });
  else await maker.account({ name, password: worldPassword, approved: true });
  const { cookie, id: factor } = await maker.passkey({ cookie: await cookieOf(person) });
  if (as.endsWith("waited for")) return { cookie: await cookieOf(person), factor, challenge: "" };
  const returnPath = isOperator ? "/operator/audit-log" : "/audit-log";
  return { cookie, factor, challenge: (await maker.challenge({ cookie, returnPath })).id };
}
