import "server-only";

/**
 * Every action a verb can ask for. RAM's name where RAM has one; `espalier:` where it has none. `host` actions are the
 * operator's.
 */
export const accountActions = [
  "ram:CreateUser",
  "ram:GetUser",
  "ram:ListUsers",
  "ram:UpdateUser",
  "ram:DeleteUser",
  "ram:UpdateLoginProfile",
  "ram:DeleteLoginProfile",
  "ram:AttachPolicyToUser",
  "ram:CreateAccessKey",
  "ram:ListAccessKeys",
  "ram:UpdateAccessKey",
  "ram:DeleteAccessKey",
  "ram:GetAccessKeyLastUsed",
  "ram:CreatePolicy",
  "ram:GetPolicy",
  "ram:ListPolicies",
  "ram:UpdatePolicyDescription",
  "ram:DeletePolicy",
  "ram:CreatePolicyVersion",
  "ram:GetPolicyVersion",
  "ram:ListPolicyVersions",
  "ram:SetDefaultPolicyVersion",
  "ram:DeletePolicyVersion",
  "ram:DetachPolicyFromUser",
  "ram:AttachPolicyToGroup",
  "ram:DetachPolicyFromGroup",
  "ram:ListPoliciesForUser",
  "ram:ListPoliciesForGroup",
  "ram:ListEntitiesForPolicy",
  "ram:CreateGroup",
  "ram:GetGroup",
  "ram:UpdateGroup",
  "ram:DeleteGroup",
  "ram:ListGroups",
  "ram:AddUserToGroup",
  "ram:RemoveUserFromGroup",
  "ram:ListGroupsForUser",
  "ram:ListUsersForGroup",
  "espalier:DisableSubAccount",
  "espalier:EnableSubAccount",
  "ram:ChangePassword",
  "ram:GetSecurityPreference",
  "ram:SetSecurityPreference",
  "ram:GetPasswordPolicy",
  "ram:SetPasswordPolicy",
  "espalier:RevealSecret",
  "espalier:ListAuditEvents",
  "espalier:ExportAuditEvents",
  "espalier:SignOut",
  "espalier:ListSessions",
  "espalier:EndSession",
  "espalier:UnlockSignIn",
  "espalier:StepUp",
  "espalier:GetIdentityVerification",
  "espalier:SaveIdentityVerification",
  "espalier:SubmitIdentityVerification",
  "espalier:UploadIdentityDocument",
  "espalier:DeleteIdentityDocument",
  "espalier:ReadIdentityDocument",
  "espalier:DecideIdentityVerification",
  "espalier:TopUpWallet",
  "espalier:ReverseTopUp",
  "espalier:AdjustWallet",
  "espalier:SetOverdraft",
  "espalier:ReconcileLedger",
  "espalier:SettleCharges",
  "bss:DescribeWallet",
] as const;

/** What the platform does inside an account: nobody of the account may, whatever it holds. */
export const operatorsOwnActions = [
  "espalier:DecideIdentityVerification",
  "espalier:TopUpWallet",
  "espalier:ReverseTopUp",
  "espalier:AdjustWallet",
  "espalier:SetOverdraft",
  "espalier:ReconcileLedger",
  "espalier:SettleCharges",
] as const satisfies readonly (typeof accountActions)[number][];

export const platformActions = [
  "platform:CreateAccount",
  "platform:ListAccounts",
  "platform:CreateOperator",
  "platform:CreateSetUpLink",
  "platform:ListIdentityVerifications",
  "platform:ListOutbox",
  "platform:DeliverOutbox",
  "platform:MakeAuditPartitions",
  "platform:SweepNonces",
  "platform:CreateServiceKey",
  "platform:ListServiceKeys",
  "platform:RevokeServiceKey",
  "platform:ChangePassword",
  "platform:GetOwnSignIn",
  "platform:SignOut",
  "platform:EndOwnSession",
  "platform:ListWallets",
  "platform:StepUp",
  "platform:ListAuditEvents",
] as const;

/** What the log calls acts at a door, where a password, a code or a link decides and no policy is asked. */
export const doorActions = [
  "espalier:SignIn",
  "espalier:SignUp",
  "espalier:ResetPassword",
  "espalier:RequestPasswordReset",
  "espalier:OpenClaimLink",
  "espalier:ClaimSignIn",
] as const;

export type AccountAction = (typeof accountActions)[number];
export type PlatformAction = (typeof platformActions)[number];
export type Action = AccountAction | PlatformAction;
export type DoorAction = (typeof doorActions)[number];
