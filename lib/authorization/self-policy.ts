import "server-only";
import type { AccountFacts } from "./context";
import type { PolicyDocument } from "./policy-document";

/** What every sub-account may do with itself, whatever else it holds. */
export function selfPolicy(account: AccountFacts, name: string): PolicyDocument {
  return {
    Version: "1",
    Statement: [
      {
        Effect: "Allow",
        Action: [
          "ram:GetUser",
          "ram:ChangePassword",
          "espalier:SignOut",
          "espalier:RevealSecret",
          "espalier:ListAuditEvents",
        ],
        Resource: [`acs:ram:*:${account.uid}:user/${name}`],
      },
    ],
  };
}

/** Nobody in an account decides about the account's own identity. */
export const rootUserPolicies: readonly PolicyDocument[] = [
  { Version: "1", Statement: [{ Effect: "Allow", Action: ["*"], Resource: ["*"] }] },
  {
    Version: "1",
    Statement: [{ Effect: "Deny", Action: ["espalier:DecideIdentityVerification", "platform:*"], Resource: ["*"] }],
  },
];

export const operatorPolicies: readonly PolicyDocument[] = [
  {
    Version: "1",
    Statement: [
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
    ],
  },
];
