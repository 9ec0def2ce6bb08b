import "server-only";
import type { AccountFacts } from "./context";
import { allowAll, type HeldPolicy, type PolicyStatement, rolePolicy } from "./policy-document";

/** What every sub-account may do with itself, whatever else it holds. */
export function selfPolicy(account: AccountFacts, name: string): HeldPolicy {
  const itself: PolicyStatement = {
    Effect: "Allow",
    Action: [
      "ram:GetUser",
      "ram:ChangePassword",
      "espalier:SignOut",
      "espalier:RevealSecret",
      "espalier:ListAuditEvents",
    ],
    Resource: [`acs:ram:*:${account.uid}:user/${name}`],
  };
  return {
    name: "itself",
    type: "Self",
    version: "v1",
    attachedTo: { kind: "sub-account", name },
    document: { Version: "1", Statement: [itself] },
  };
}

/** Nobody in an account decides about the account's own identity. */
const notTheOperators = rolePolicy("account", {
  Effect: "Deny",
  Action: ["espalier:DecideIdentityVerification", "platform:*"],
  Resource: ["*"],
});

export const rootUserPolicies: readonly HeldPolicy[] = [allowAll, notTheOperators];

/** All that a sub-account holds: what policies gave it, what it may do with itself, and what nobody here may do. */
export function subAccountPolicies(account: AccountFacts, name: string, held: readonly HeldPolicy[]): HeldPolicy[] {
  return [selfPolicy(account, name), ...held, notTheOperators];
}

export const operatorPolicies: readonly HeldPolicy[] = [
  rolePolicy(
    "operator",
    { Effect: "Allow", Action: ["platform:*"], Resource: ["*"] },
    {
      Effect: "Allow",
      Action: [
        "espalier:GetIdentityVerification",
        "espalier:ReadIdentityDocument",
        "espalier:DecideIdentityVerification",
      ],
      Resource: ["*"],
    },
  ),
];
