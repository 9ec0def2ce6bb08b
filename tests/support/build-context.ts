import { actorKeyOf, type Context, type PlatformContext } from "@/lib/authorization/context";
import { allowAll } from "@/lib/authorization/policy-document";
import { operatorPolicies } from "@/lib/authorization/self-policy";
import { type StepUpPurpose, stepUpPurposes } from "@/lib/authorization/step-up-purposes";
import { newId, newOperatorId } from "@/lib/foundation/ids";

export const testPassword = "Espalier-test-2026";

/** People of tests have just proved who they are, for everything; `withoutStepUp` takes it away. */
export const freshlyProved = { secondFactor: "none", stepUp: new Set(stepUpPurposes) } as const;

/** The same person, who has proved nothing lately: for the refusal of every verb that asks `requireStepUp`. */
export function withoutStepUp<C extends Context | PlatformContext>(ctx: C): C {
  return { ...ctx, stepUp: new Set<StepUpPurpose>() };
}

const requestOf = () => ({
  requestId: newId(),
  now: new Date(),
  facts: { ip: randomAddress(), userAgent: "Test" },
  ...freshlyProved,
});

/** Of a network of its own, so that throttling of one test never meets another. */
export function randomAddress(): string {
  const part = () => Math.floor(Math.random() * 65_536).toString(16);
  return `2001:db8:${part()}:${part()}::1`;
}

/** Somebody at a door. */
export function buildStranger(overrides: Partial<PlatformContext> = {}): PlatformContext {
  const actor = { type: "stranger", sessionId: null, name: "" } as const;
  return { ...requestOf(), platform: true, actor, actorKey: actorKeyOf(actor), policies: [], ...overrides };
}

/** An operator who signed in, with a `name` one of several; `host` is the command line, which may do everything. */
export function buildOperator({ host = false, name = "" } = {}): PlatformContext {
  const operatorId = name ? newOperatorId() : null;
  const actor = { type: "operator", operatorId, sessionId: null, name: name || "operator@espalier.test" } as const;
  const policies = host ? [allowAll] : operatorPolicies;
  return { ...requestOf(), platform: true, actor, actorKey: actorKeyOf(actor), policies };
}

/** The same person at a later moment, with what is true of the account by then. */
export function later(ctx: Context, overrides: Partial<Context>): Context {
  return { ...ctx, ...overrides, requestId: newId() };
}
