import "server-only";
import { DomainError } from "@/lib/foundation/errors";
import { type Fence, mintFence, mintPlatformFence, type PlatformFence, type Scope } from "@/lib/foundation/fence";
import type { AccountAction, PlatformAction } from "./actions";
import type { Context, PlatformContext } from "./context";
import { evaluate } from "./evaluate";
import { anySubAccount, type Resource, subAccountResource } from "./resources";

export type Allowed = Context & Fence;
export type PlatformAllowed = PlatformContext & PlatformFence;

const allowedWhileResetting = new Set<AccountAction>(["ram:ChangePassword", "espalier:SignOut"]);

/**
 * Decides whether the caller may do `action` to `resource`, and returns the only thing a transaction opens with. The
 * scope stays the caller's own unless a policy allowed something wider, and widens for this call only. Throws
 * `forbidden`, `not-found` where the caller may not know of the thing, `invalid-state` while a first password must be
 * changed.
 */
export function authorize(ctx: Context, action: AccountAction, resource: Resource): Allowed {
  if (ctx.passwordResetRequired && !allowedWhileResetting.has(action)) {
    throw new DomainError("invalid-state", "sign-in", { reason: "passwordResetRequired" });
  }
  if (!evaluate(ctx.policies, action, resource.arn).allowed) {
    throw new DomainError(resource.known ? "forbidden" : "not-found", resource.noun, { details: { action } });
  }
  return mintFence({ ...ctx, scope: scopeOf(ctx, resource) });
}

function scopeOf(ctx: Context, resource: Resource): Scope {
  return resource.own && ctx.actor.type === "sub-account"
    ? { kind: "sub-account", subAccountId: ctx.actor.subAccountId }
    : { kind: "account" };
}

/** For lists of sub-accounts: all of them where a policy allows it, otherwise the caller itself, otherwise `forbidden`. */
export function authorizeWidest(ctx: Context, action: AccountAction): Allowed {
  const all = anySubAccount(ctx);
  if (mayDo(ctx, action, all)) return authorize(ctx, action, all);
  const { actor } = ctx;
  return authorize(ctx, action, actor.type === "sub-account" ? subAccountResource(ctx, actor.name) : all);
}

/** For drawing only: a control that is not drawn is still refused by its verb. */
export function mayDo(ctx: Context, action: AccountAction, resource: Resource): boolean {
  return !ctx.passwordResetRequired && evaluate(ctx.policies, action, resource.arn).allowed;
}

/** The same decision for the platform's own things. */
export function authorizePlatform(ctx: PlatformContext, action: PlatformAction): PlatformAllowed {
  if (!evaluate(ctx.policies, action, "acs:platform:*:*:*").allowed) {
    throw new DomainError("forbidden", "platform", { details: { action } });
  }
  return mintPlatformFence({ ...ctx });
}
