import "server-only";
import { DomainError } from "@/lib/foundation/errors";
import { type Fence, mintFence, mintPlatformFence, type PlatformFence, type Scope } from "@/lib/foundation/fence";
import { AccessDenied, type Asked } from "./access-denied";
import type { AccountAction, PlatformAction } from "./actions";
import { actingSubAccount, type Context, type PlatformContext } from "./context";
import { evaluate } from "./evaluate";
import { requestKeys } from "./request-keys";
import { anySubAccount, type Resource, subAccountResource } from "./resources";

/** `asked`: what was decided, for a rule behind the policy that refuses it after all. */
export type Allowed = Context & Fence & { asked?: Asked };
export type PlatformAllowed = PlatformContext & PlatformFence;

type AnyAction = AccountAction | PlatformAction;

const allowedWhileResetting = new Set<AnyAction>(["ram:ChangePassword", "espalier:SignOut"]);
const allowedWhilePending = new Set<AnyAction>([
  ...(["espalier:SignOut", "espalier:PassSecondFactor"] as const),
  ...(["platform:SignOut", "platform:PassSecondFactor"] as const),
]);
const allowedWhileEnrolling = new Set<AnyAction>([
  ...(["espalier:SignOut", "ram:GetUserMFAInfo", "ram:BindMFADevice"] as const),
  ...(["platform:SignOut", "platform:GetSecondFactors", "platform:BindSecondFactor"] as const),
]);

/** What a session must do first before it opens anything else: the reason that the refusal names. */
function whatWaits(
  { secondFactor, ...ctx }: Pick<Context, "secondFactor"> & Partial<Pick<Context, "passwordResetRequired">>,
  action: AnyAction,
): string | undefined {
  if (secondFactor === "pending") return allowedWhilePending.has(action) ? undefined : "secondFactorPending";
  if (ctx.passwordResetRequired) return allowedWhileResetting.has(action) ? undefined : "passwordResetRequired";
  if (secondFactor === "enrolment" && !allowedWhileEnrolling.has(action)) return "secondFactorEnrolment";
  return undefined;
}

/**
 * Decides whether the caller may do `action` to `asked` (to several things: all of them), and returns the only thing a
 * transaction opens with. The scope stays the caller's own unless a policy allowed something wider, and widens for this
 * call only. Throws `forbidden`, `not-found` where the caller may not know of the thing, both as `AccessDenied`;
 * `invalid-state` while a first password must be changed or a second factor given.
 */
export function authorize(
  ctx: Context,
  action: AccountAction,
  asked: Resource | readonly [Resource, ...Resource[]],
): Allowed {
  const waitsFor = whatWaits(ctx, action);
  if (waitsFor) throw new DomainError("invalid-state", "sign-in", { reason: waitsFor });
  const resources = "arn" in asked ? ([asked] as const) : asked;
  const request = { action, resources: resources.map(({ arn }) => arn), keys: requestKeys(ctx) };
  const decision = evaluate(ctx.policies, request);
  if (!decision.allowed) {
    const refused = resources.find(({ arn }) => arn === decision.resource) ?? resources[0];
    throw new AccessDenied(refused.known ? "forbidden" : "not-found", refused.noun, action, { decision, request });
  }
  return mintFence({ ...ctx, scope: scopeOf(ctx, resources), asked: request });
}

function scopeOf(ctx: Context, resources: readonly Resource[]): Scope {
  const acting = actingSubAccount(ctx.actor);
  return acting && resources.every(({ own }) => own)
    ? { kind: "sub-account", subAccountId: acting.subAccountId }
    : { kind: "account" };
}

/** For lists of sub-accounts: all of them where a policy allows it, otherwise the caller itself, otherwise `forbidden`. */
export function authorizeWidest(ctx: Context, action: AccountAction): Allowed {
  const all = anySubAccount(ctx);
  if (mayDo(ctx, action, all)) return authorize(ctx, action, all);
  const acting = actingSubAccount(ctx.actor);
  return authorize(ctx, action, acting ? subAccountResource(ctx, acting.name) : all);
}

/** For drawing only: a control that is not drawn is still refused by its verb. */
export function mayDo(ctx: Context, action: AccountAction, resource: Resource): boolean {
  const request = { action, resources: [resource.arn], keys: requestKeys(ctx) };
  return !whatWaits(ctx, action) && evaluate(ctx.policies, request).allowed;
}

/** The same decision for the platform's own things. */
export function authorizePlatform(ctx: PlatformContext, action: PlatformAction): PlatformAllowed {
  const waitsFor = whatWaits(ctx, action);
  if (waitsFor) throw new DomainError("invalid-state", "sign-in", { reason: waitsFor });
  const request = { action, resources: ["acs:platform:::*"], keys: requestKeys(ctx) };
  if (!evaluate(ctx.policies, request).allowed) {
    throw new DomainError("forbidden", "platform", { details: { action } });
  }
  return mintPlatformFence({ ...ctx });
}
