import { actorKeyOf, type Context, type PlatformContext } from "@/lib/authorization/context";
import { allowAll } from "@/lib/authorization/policy-document";
import { operatorPolicies } from "@/lib/authorization/self-policy";
import { newId } from "@/lib/foundation/ids";

export const testPassword = "Espalier-test-2026";

const requestOf = () => ({
  requestId: newId(),
  now: new Date(),
  facts: { ip: randomAddress(), userAgent: "Test" },
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

/** An operator who signed in; `host` is the command line, which may do everything. */
export function buildOperator({ host = false } = {}): PlatformContext {
  const actor = { type: "operator", operatorId: null, sessionId: null, name: "operator@espalier.test" } as const;
  const policies = host ? [allowAll] : operatorPolicies;
  return { ...requestOf(), platform: true, actor, actorKey: actorKeyOf(actor), policies };
}

/** The same person at a later moment, with what is true of the account by then. */
export function later(ctx: Context, overrides: Partial<Context>): Context {
  return { ...ctx, ...overrides, requestId: newId() };
}
