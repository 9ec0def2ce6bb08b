import "server-only";
import type { Allowed, PlatformAllowed } from "@/lib/authorization/authorize";
import { type Actor, actorKeyOf, type PlatformContext, withoutSession } from "@/lib/authorization/context";
import { mintFence, mintPlatformFence } from "@/lib/foundation/fence";
import type { AccountPrincipal, OperatorPrincipal } from "./find-principal";

/**
 * The fence of somebody who just proved who they are, for their own rows only. Verbs at a door have nobody to ask
 * `authorize` for: the proof is the password, the code or the link they checked.
 */
export function provedAs(stranger: PlatformContext, principal: AccountPrincipal): Allowed {
  const { subAccountId } = principal;
  const actor: Actor = subAccountId
    ? { type: "sub-account", subAccountId, sessionId: null, name: principal.name }
    : { type: "root-user", sessionId: null, name: principal.name };
  return mintFence({
    requestId: stranger.requestId,
    now: stranger.now,
    accountId: principal.accountId,
    account: principal.account,
    scope: subAccountId ? ({ kind: "sub-account", subAccountId } as const) : ({ kind: "account" } as const),
    actor,
    // A disabled sub-account's refused attempts are still recorded: only an active one acts in its own name.
    actorKey: principal.disabled ? "stranger:" : actorKeyOf(actor),
    authorityEpoch: null,
    policies: [],
    facts: stranger.facts,
    ...withoutSession,
    passwordResetRequired: principal.passwordResetRequired,
    idempotencyKey: null,
  });
}

export function provedAsOperator(stranger: PlatformContext, { operatorId, name }: OperatorPrincipal): PlatformAllowed {
  const actor = { type: "operator", operatorId, sessionId: null, name } as const;
  return mintPlatformFence({ ...stranger, actor, actorKey: actorKeyOf(actor) });
}
