import { actorKeyOf, type Context } from "@/lib/authorization/context";
import type { HeldPolicy } from "@/lib/authorization/policy-document";
import { subAccountPolicies } from "@/lib/authorization/self-policy";
import { heldSystemPolicy } from "@/lib/authorization/system-policies";
import { attachPolicyToUser } from "@/lib/domain/policies/attach-policy-to-user";
import { createSubAccount } from "@/lib/domain/sub-accounts/create-sub-account";
import { getSubAccount } from "@/lib/domain/sub-accounts/queries";
import { CreateSubAccountInput } from "@/lib/domain/sub-accounts/schema";
import { newId, type SubAccountId } from "@/lib/foundation/ids";
import { testPassword } from "./build-context";

interface SubAccountOptions {
  name?: string;
  /** A set password costs a hash; without it the sub-account cannot sign in. */
  consoleSignIn?: boolean;
  policies?: string[];
}

/** A sub-account of the root user's account, and the context it acts in. */
export async function buildSubAccount(root: Context, options: SubAccountOptions = {}): Promise<Context> {
  const { name = `sub-${newId().slice(-12)}`, consoleSignIn = false, policies = [] } = options;
  const chosen = consoleSignIn ? { consoleSignIn: "on", passwordChoice: "set", password: testPassword } : {};
  await createSubAccount(root, CreateSubAccountInput.parse({ name, ...chosen }));
  for (const policyName of policies) {
    await attachPolicyToUser({ ...root, authorityEpoch: null }, { name, policyType: "System", policyName });
  }
  const held = policies.flatMap((policy) => heldSystemPolicy(policy, { kind: "sub-account", name }) ?? []);
  return asSubAccount(root, name, held);
}

/** The context that a sub-account of the root user's account acts in, with these policies beside its own. */
export async function asSubAccount(root: Context, name: string, held: readonly HeldPolicy[] = []): Promise<Context> {
  // A policy that was attached just now made the decisions of `root` stale.
  const { id } = await getSubAccount({ ...root, authorityEpoch: null }, name);
  const subAccountId = id as SubAccountId;
  const actor = { type: "sub-account", subAccountId, sessionId: null, name } as const;
  return {
    ...root,
    scope: { kind: "sub-account", subAccountId },
    actor,
    actorKey: actorKeyOf(actor),
    authorityEpoch: null,
    policies: subAccountPolicies(root.account, name, held),
  };
}
