import "server-only";
import type { SecurityPreference } from "./account-settings";
import { type AccountAction, operatorsOwnActions } from "./actions";
import type { AccountFacts } from "./context";
import { allowAll, type HeldPolicy, type PolicyStatement, rolePolicy } from "./policy-document";

/** What each switch of the security preference lets sub-accounts do with themselves; each room adds its own actions. */
const bySwitch = {
  allowUserToChangePassword: ["ram:ChangePassword"],
  allowUserToManageAccessKeys: [
    "ram:CreateAccessKey",
    "ram:ListAccessKeys",
    "ram:UpdateAccessKey",
    "ram:DeleteAccessKey",
    "ram:GetAccessKeyLastUsed",
  ],
  allowUserToManageMfaDevices: ["ram:BindMFADevice", "ram:UnbindMFADevice"],
  allowUserToManagePublicKeys: ["ram:UploadPublicKey", "ram:UpdatePublicKey", "ram:DeletePublicKey"],
} as const satisfies Partial<Record<keyof SecurityPreference, readonly AccountAction[]>>;

function switchedOn({ preference }: AccountFacts): string[] {
  const names = Object.keys(bySwitch) as (keyof typeof bySwitch)[];
  return names.filter((name) => preference[name]).flatMap((name) => [...bySwitch[name]]);
}

interface SelfFacts {
  /** Whoever must change its password may, even where nobody may by choice. */
  mustChangePassword?: boolean;
  /** Whoever must bind a second factor may, even where nobody may by choice. */
  mustBindFactor?: boolean;
}

/** What a sub-account may do with itself, whatever else it holds: some of it always, some by the security preference. */
export function selfPolicy(
  account: AccountFacts,
  name: string,
  { mustChangePassword = false, mustBindFactor = false }: SelfFacts = {},
): HeldPolicy {
  const itself: PolicyStatement = {
    Effect: "Allow",
    Action: [
      ...["ram:GetUser", "espalier:SignOut", "espalier:RevealSecret", "espalier:ListAuditEvents", "bss:DescribeSpend"],
      ...["bss:ExportBill"],
      ...["espalier:ListNotices", "espalier:ReadNotices", "espalier:ChooseNotices", "espalier:TestAlert"],
      ...["espalier:ExportAuditEvents", "espalier:ListSessions", "espalier:EndSession", "espalier:StepUp"],
      ...["ram:ListPublicKeys", "espalier:ListServerLogins"],
      "espalier:ListResources",
      ...["espalier:PassSecondFactor", "espalier:ForgetDevice", "ram:GetUserMFAInfo"],
      ...switchedOn(account),
      ...(mustBindFactor ? ["ram:BindMFADevice"] : []),
      ...(mustChangePassword ? ["ram:ChangePassword"] : []),
    ],
    Resource: [`acs:ram:*:${account.uid}:user/${name}`],
  };
  // RAM names a person's own device after the person.
  const ownDevice: PolicyStatement = {
    Effect: "Allow",
    Action: ["ram:CreateVirtualMFADevice", "ram:DeleteVirtualMFADevice"],
    Resource: [`acs:ram:*:${account.uid}:mfa/${name}`],
  };
  const mayManageDevices = account.preference.allowUserToManageMfaDevices;
  return {
    name: "itself",
    type: "Self",
    version: "v1",
    attachedTo: { kind: "sub-account", name },
    document: { Version: "1", Statement: mayManageDevices ? [itself, ownDevice] : [itself] },
  };
}

/** Nobody in an account decides about the account's own identity, or credits its own wallet. */
const notTheOperators = rolePolicy("account", {
  Effect: "Deny",
  Action: [...operatorsOwnActions, "platform:*"],
  Resource: ["*"],
});

export const rootUserPolicies: readonly HeldPolicy[] = [allowAll, notTheOperators];

/** All that a sub-account holds: what policies gave it, what it may do with itself, and what nobody here may do. */
export function subAccountPolicies(
  account: AccountFacts,
  name: string,
  held: readonly HeldPolicy[],
  facts: SelfFacts = {},
): HeldPolicy[] {
  return [selfPolicy(account, name, facts), ...held, notTheOperators];
}

export const operatorPolicies: readonly HeldPolicy[] = [
  rolePolicy(
    "operator",
    { Effect: "Allow", Action: ["platform:*"], Resource: ["*"] },
    {
      Effect: "Allow",
      Action: [
        ...operatorsOwnActions,
        "espalier:GetIdentityVerification",
        "espalier:ReadIdentityDocument",
        "bss:DescribeWallet",
        ...["espalier:RegisterServer", "espalier:ListServers", "espalier:UpdateServer", "espalier:DeleteServer"],
        ...["espalier:IssueServerCredential", "espalier:RevokeServerCredentials"],
        ...["espalier:GrantServerLogin", "espalier:RevokeServerLogin"],
        ...["espalier:RedeliverWebhook", "espalier:RedeliverDeadWebhooks"],
      ],
      Resource: ["*"],
    },
  ),
];
