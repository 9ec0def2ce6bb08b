import "server-only";
import type { AccountId } from "@/lib/foundation/ids";
import type { AccountFacts, Context, PlatformContext } from "./context";

/** A context for platform work inside one account: an operator's or the command line's, never a stranger's. */
export function enterAccount(platform: PlatformContext, account: AccountFacts & { accountId: AccountId }): Context {
  const { actor } = platform;
  if (actor.type !== "operator") throw new Error(`a ${actor.type} may not enter an account`);
  const { accountId, uid, name, alias, companyName, verification } = account;
  return {
    requestId: platform.requestId,
    now: platform.now,
    accountId,
    account: { uid, name, alias, companyName, verification },
    scope: { kind: "account" },
    actor,
    actorKey: platform.actorKey,
    authorityEpoch: null,
    policies: platform.policies,
    facts: platform.facts,
    secondFactor: platform.secondFactor,
    stepUp: platform.stepUp,
    passwordResetRequired: false,
    idempotencyKey: null,
  };
}
