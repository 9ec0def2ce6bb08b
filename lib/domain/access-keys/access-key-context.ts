import "server-only";
import { type Actor, actorKeyOf, type Context, type RequestFacts, withoutSession } from "@/lib/authorization/context";
import { rootUserPolicies, subAccountPolicies } from "@/lib/authorization/self-policy";
import { presentHeldPolicies } from "@/lib/domain/policies/present-held-policies";
import type { FoundKey } from "./check-signatures";

interface SignedCall {
  requestId: string;
  now: Date;
  facts: RequestFacts;
}

/** Who calls, once the signature holds: the key's owner, by this key. */
export function accessKeyContext(key: FoundKey, call: SignedCall): Context {
  const { id: accessKeyId, subAccountId, ownerName: name, account } = key;
  const held = presentHeldPolicies(key.held, name);
  const actor: Actor = { type: "access-key", accessKeyId, subAccountId, sessionId: null, name };
  return {
    ...call,
    accountId: key.accountId,
    account,
    scope: subAccountId === null ? { kind: "account" } : { kind: "sub-account", subAccountId },
    actor,
    actorKey: actorKeyOf(actor),
    authorityEpoch: key.authorityEpoch,
    policies: subAccountId === null ? rootUserPolicies : subAccountPolicies(account, name, held),
    ...withoutSession,
    passwordResetRequired: false,
    idempotencyKey: null,
  };
}
