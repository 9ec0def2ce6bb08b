import { accessKeyActions } from "./access-key-actions";
import { type Player, type World, worldPassword } from "./build-world";
import { deskActions } from "./desk-actions";
import { groupActions } from "./group-actions";
import { handOverActions } from "./hand-over-actions";
import { policyActions } from "./policy-actions";
import { notAdmins, notOfAccount, notOperator, notRoot, outside } from "./refused-players";
import { secondFactorActions } from "./second-factor-actions";
import { platformServerActions, serverActions } from "./server-actions";
import { sshKeyActions } from "./ssh-key-actions";
import { webhookActions } from "./webhook-actions";

type Fields = Record<string, string | Buffer>;

export interface ActionRow {
  page: (world: World) => string;
  form: (world: World) => Fields;
  /** Who must be refused, on its own page and on any other. */
  wrong: Player[];
  /** Who is not, with the very same form: what shows that the refusals are no accident. */
  right?: Player;
}

const of = (name: string, verb: string) => () => `/sub-accounts/${name}/${verb}`;
const decision = ({ submitted: { accountId, verificationId } }: World) => ({ accountId, verificationId });
const passwords = { current: worldPassword, password: "eleven herons on the weir" };

/** Every server action, who may not use it, and a form that would work: an action without a row fails the suite. */
export const actionMatrix: Record<string, ActionRow> = {
  ...accessKeyActions,
  ...deskActions,
  ...groupActions,
  ...handOverActions,
  ...policyActions,
  ...serverActions,
  ...platformServerActions,
  ...sshKeyActions,
  ...webhookActions,
  createSubAccountAction: {
    page: () => "/sub-accounts/new",
    form: () => ({ name: "smuggled", displayName: "Smuggled" }),
    wrong: notAdmins,
    right: "a delegated admin",
  },
  setSecurityPreferenceAction: {
    page: () => "/settings/security-preference",
    form: () => ({
      allowUserToChangePassword: "on",
      allowUserToLoginWithPasskey: "on",
      mfaOperationForLogin: "independent",
      loginSessionDurationHours: "7",
    }),
    wrong: notAdmins,
    right: "a delegated admin",
  },
  setPasswordPolicyAction: {
    page: () => "/settings/password-policy",
    form: () => ({ minimumPasswordLength: "9" }),
    wrong: notAdmins,
    right: "a delegated admin",
  },
  setLoginMaskAction: {
    page: () => "/settings/login-mask",
    form: () => ({ loginNetworkMasks: "0.0.0.0/0;::/0" }),
    wrong: notAdmins,
    right: "a delegated admin",
  },
  setKeyNetworkAction: {
    page: () => "/settings/key-network",
    form: () => ({ networkPolicy: "0.0.0.0/0 ::/0", active: "on" }),
    wrong: notAdmins,
    right: "a delegated admin",
  },
  editSubAccountAction: {
    page: of("sib", "edit"),
    form: () => ({ name: "sib", displayName: "Changed", email: "", phone: "", note: "" }),
    wrong: notOfAccount,
    right: "a delegated admin",
  },
  setPasswordAction: {
    page: of("sib", "logon"),
    form: () => ({ name: "sib", passwordChoice: "generate" }),
    wrong: notOfAccount,
    right: "the root user",
  },
  // Before the sign-in it is about is turned off.
  requireSecondFactorAction: {
    page: of("sib", "logon"),
    form: () => ({ name: "sib", required: "on" }),
    wrong: notOfAccount,
    right: "the root user",
  },
  removeLoginProfileAction: {
    page: of("sib", "logon"),
    form: () => ({ name: "sib" }),
    wrong: notOfAccount,
    right: "the root user",
  },
  disableSubAccountAction: {
    page: of("sib", "disable"),
    form: () => ({ name: "sib", reason: "because" }),
    wrong: notOfAccount,
    right: "a delegated admin",
  },
  enableSubAccountAction: {
    page: of("idle", "enable"),
    form: () => ({ name: "idle" }),
    wrong: notOfAccount,
    right: "the root user",
  },
  deleteSubAccountAction: {
    page: of("gone", "delete"),
    form: () => ({ name: "gone", typedName: "gone" }),
    wrong: notOfAccount,
    right: "the root user",
  },
  markNoticesReadAction: {
    page: () => "/notifications",
    form: () => ({}),
    wrong: [...outside, "an operator"],
    right: "a finance user",
  },
  testAlertAction: {
    page: () => "/notifications",
    form: () => ({}),
    wrong: [...outside, "an operator", "a sub-account"],
    right: "a finance user",
  },
  chooseNoticesAction: {
    page: () => "/notifications",
    form: () => ({ locale: "en", "new-device": "on" }),
    wrong: [...outside, "an operator"],
    right: "a sub-account",
  },
  endSessionsAction: {
    page: of("sib", "sessions/end"),
    form: () => ({ name: "sib", keep: "none" }),
    wrong: notOfAccount,
    right: "a delegated admin",
  },
  endSessionAction: {
    page: of("sib", "sessions"),
    form: () => ({ name: "sib", sessionId: "6f1b7c3e-5a0d-4c55-9a0e-2f8f3f1d9b11" }),
    wrong: notOfAccount,
  },
  unlockSignInAction: {
    page: of("sib", "sessions"),
    form: () => ({ name: "sib" }),
    wrong: notOfAccount,
    right: "the root user",
  },
  endOperatorSessionsAction: {
    page: () => "/operator/sessions",
    form: () => ({ sessionId: "" }),
    wrong: notOperator,
  },
  showPasswordAction: {
    page: () => "/hand-over/sib",
    form: () => ({ name: "sib", purpose: "sub-account-password" }),
    wrong: notOfAccount,
  },
  // Nothing is bound: even those who may are told so.
  resetSecondFactorsAction: { page: of("sib", "logon"), form: () => ({ name: "sib" }), wrong: notOfAccount },
  ...secondFactorActions,
  changePasswordAction: {
    page: () => "/my-sign-in",
    form: () => passwords,
    wrong: [...outside, "an operator"],
    right: "a finance user",
  },
  replaceFirstPasswordAction: {
    page: () => "/new-password",
    form: () => passwords,
    wrong: [...outside, "an operator"],
    right: "another account's sub-account",
  },
  saveIdentityVerificationAction: {
    page: () => "/identity-verification/details",
    form: () => ({ kind: "personal", intent: "save", legalName: "Somebody Else" }),
    wrong: [...notRoot, "the root user"],
    right: "an unverified account's root user",
  },
  uploadIdentityDocumentAction: {
    page: () => "/identity-verification",
    form: ({ document }) => ({ slot: "identity-front", file: document }),
    wrong: [...notRoot, "the root user"],
    right: "an unverified account's root user",
  },
  deleteIdentityDocumentAction: {
    page: () => "/identity-verification",
    form: ({ submitted }) => ({ id: submitted.documentId }),
    wrong: [...notRoot, "the root user", "another account's root user", "an unverified account's root user"],
  },
  submitIdentityVerificationAction: {
    page: () => "/identity-verification",
    form: () => ({}),
    wrong: [...notRoot, "the root user", "an unverified account's root user"],
  },
  rejectIdentityVerificationAction: {
    page: ({ submitted }) => `/operator/identity-verifications/${submitted.accountId}`,
    form: (world) => ({ ...decision(world), reason: "more" }),
    wrong: notOperator,
  },
  approveIdentityVerificationAction: {
    page: ({ submitted }) => `/operator/identity-verifications/${submitted.accountId}`,
    form: decision,
    wrong: notOperator,
    right: "an operator",
  },
  changeOperatorPasswordAction: {
    page: () => "/operator/my-sign-in",
    form: () => passwords,
    wrong: notOperator,
  },
  // Doors are open to everybody; what they refuse to a foreign page is below.
  signInRootUserAction: {
    page: () => "/login",
    form: ({ rootEmail }) => ({ name: rootEmail, password: worldPassword }),
    wrong: [],
    right: "nobody",
  },
  signInSubAccountAction: {
    page: ({ alias }) => `/${alias}/login`,
    form: ({ alias }) => ({ alias, name: "vic", password: worldPassword }),
    wrong: [],
    right: "nobody",
  },
  signInOperatorAction: {
    page: () => "/operator/login",
    form: ({ rootEmail }) => ({ name: rootEmail, password: worldPassword }),
    wrong: ["nobody"],
  },
  signUpAction: {
    page: () => "/sign-up",
    form: ({ alias }) => ({
      ...{ companyName: "Smuggled", accountName: `new-${alias}`.slice(0, 30), email: `new@${alias}.test` },
      ...{ phone: "+8613800138000", password: worldPassword, channel: "mail" },
    }),
    wrong: [],
    right: "nobody",
  },
  confirmSignUpAction: { page: () => "/sign-up/code", form: () => ({ code: "123456" }), wrong: ["nobody"] },
  resendSignUpCodeAction: { page: () => "/sign-up/code", form: () => ({ channel: "mail" }), wrong: ["nobody"] },
  requestPasswordResetAction: {
    page: () => "/reset-password",
    form: ({ rootEmail }) => ({ alias: "", name: rootEmail }),
    wrong: [],
    right: "nobody",
  },
  resetPasswordAction: {
    page: () => `/reset-password/${"a".repeat(43)}`,
    form: () => ({ token: "a".repeat(43), password: worldPassword }),
    wrong: ["nobody", "the root user"],
  },
  openClaimLinkAction: {
    page: () => `/claim/${"a".repeat(43)}`,
    form: () => ({ token: "a".repeat(43) }),
    wrong: ["nobody", "the root user"],
  },
  claimSignInAction: {
    page: () => `/claim/${"a".repeat(43)}`,
    form: () => ({ token: "a".repeat(43), password: worldPassword }),
    wrong: ["nobody", "the root user"],
  },
  setUpOperatorAction: {
    page: ({ setUpToken }) => `/operator/set-up/${setUpToken}`,
    form: ({ alias }) => ({
      token: "b".repeat(43),
      email: `op@${alias}.test`,
      displayName: "Op",
      password: worldPassword,
    }),
    wrong: ["nobody", "the root user"],
  },
  // Last: the account answers at another address from then on.
  setAccountAliasAction: {
    page: () => "/settings",
    form: () => ({ alias: "smuggled-alias" }),
    wrong: notAdmins,
    right: "a delegated admin",
  },
};
