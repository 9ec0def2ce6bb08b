import "server-only";
import type { AccountId } from "@/lib/foundation/ids";
import { type AccountFacts, type Actor, actorKeyOf, type Context, type PlatformContext } from "./context";

/** A context for work inside one account: an operator's, the command line's, a service's or a job's, never a stranger's. */
export function enterAccount(platform: PlatformContext, account: AccountFacts & { accountId: AccountId }): Context {
  const actor = actorOf(platform);
  const { accountId, ...facts } = account;
  return {
    requestId: platform.requestId,
    now: platform.now,
    accountId,
    account: facts,
    scope: { kind: "account" },
    actor,
    actorKey: actorKeyOf(actor),
    authorityEpoch: null,
    policies: platform.policies,
    facts: platform.facts,
    secondFactor: platform.secondFactor,
    stepUp: platform.stepUp,
    passwordResetRequired: false,
    idempotencyKey: platform.idempotencyKey ?? null,
  };
}

function actorOf({ actor }: PlatformContext): Actor {
  if (actor.type === "operator" || actor.type === "service") return actor;
  if (actor.type === "worker") return { type: "job", sessionId: null, name: actor.name };
  throw new Error(`a ${actor.type} may not enter an account`);
}
