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

const switches = Object.keys(bySwitch) as (keyof typeof bySwitch)[];

interface SelfFacts {
  /** Whoever must change its password may, even where nobody may by choice. */
  mustChangePassword?: boolean;
  /** Whoever must bind a second factor may, even where nobody may by choice. */
  mustBindFactor?: boolean;
}

const always: readonly AccountAction[] = [
  ...(["ram:GetUser", "espalier:SignOut", "espalier:RevealSecret", "espalier:ListAuditEvents"] as const),
  ...(["bss:DescribeSpend", "bss:ExportBill"] as const),
  ...(["espalier:ListNotices", "espalier:ReadNotices", "espalier:ChooseNotices", "espalier:TestAlert"] as const),
  ...(["espalier:ExportAuditEvents", "espalier:ListSessions", "espalier:EndSession", "espalier:StepUp"] as const),
  ...(["ram:ListPublicKeys", "espalier:ListServerLogins", "espalier:ListResources"] as const),
  ...(["espalier:PassSecondFactor", "espalier:ForgetDevice", "ram:GetUserMFAInfo"] as const),
];

/** One list for all whom the same switches let do the same: the evaluator reads each list once. */
const lists = new Map<string, readonly AccountAction[]>();

function actionsOf(preference: SecurityPreference, { mustChangePassword, mustBindFactor }: SelfFacts) {
  const on = switches.filter((name) => preference[name]);
  const key = `${on} ${mustBindFactor} ${mustChangePassword}`;
  const known = lists.get(key);
  if (known) return known;
  const list: AccountAction[] = [...always, ...on.flatMap((name) => bySwitch[name])];
  if (mustBindFactor) list.push("ram:BindMFADevice");
  if (mustChangePassword) list.push("ram:ChangePassword");
  lists.set(key, list);
  return list;
}

/** What a sub-account may do with itself, whatever else it holds: some of it always, some by the security preference. */
export function selfPolicy(account: AccountFacts, name: string, facts: SelfFacts = {}): HeldPolicy {
  const itself: PolicyStatement = {
    Effect: "Allow",
    Action: actionsOf(account.preference, facts),
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
