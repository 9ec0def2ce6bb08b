import type { ActionRow } from "./action-matrix";
import { worldPassword } from "./build-world";
import { everybody, notOperator, outside } from "./refused-players";

const nowhere = "6f1b7c3e-5a0d-4c55-9a0e-2f8f3f1d9b11";

/** An answer as a browser would give it, to a question nobody asked. */
const madeNowhere = JSON.stringify({
  ...{ id: "AAAA", rawId: "AAAA", type: "public-key", clientExtensionResults: {} },
  response: { clientDataJSON: "e30", attestationObject: "oA" },
});

/** Somebody at a door with a passkey that nobody has bound. */
const passkeyNowhere = JSON.stringify({
  ...{ id: "AAAA", rawId: "AAAA", type: "public-key", clientExtensionResults: {} },
  response: { clientDataJSON: "e30", authenticatorData: "AAAA", signature: "AAAA" },
});

/** Of somebody's own second factor, of which nobody here has any: all are refused, unless said otherwise. */
const ofPerson = (
  name: string,
  page: string,
  form: () => Record<string, string>,
  wrong = everybody,
): Record<string, ActionRow> => ({
  [name]: { page: () => page, form, wrong },
});

/** Of proving who somebody is, and by what. */
export const secondFactorActions: Record<string, ActionRow> = {
  ...ofPerson("passSecondFactorAction", "/second-factor", () => ({ method: "totp", code: "123456" })),
  ...ofPerson("beginEnrolmentAction", "/second-factor", () => ({}), [...outside, "an operator"]),
  ...ofPerson("bindEnrolmentAction", "/second-factor", () => ({ first: "123456", second: "123456" })),
  ...ofPerson("beginTotpAction", "/my-sign-in/authenticator", () => ({}), [...outside, "an operator"]),
  ...ofPerson("bindTotpAction", "/my-sign-in/authenticator", () => ({ first: "123456", second: "123456" })),
  ...ofPerson("makeRecoveryCodesAction", "/my-sign-in/recovery-codes", () => ({})),
  ...ofPerson("removeFactorAction", `/my-sign-in/factors/${nowhere}/remove`, () => ({ id: nowhere })),
  ...ofPerson("forgetDeviceAction", "/my-sign-in", () => ({ id: nowhere })),
  ...ofPerson("passOperatorSecondFactorAction", "/operator/second-factor", () => ({ method: "totp", code: "123456" })),
  ...ofPerson("beginOperatorEnrolmentAction", "/operator/second-factor", () => ({}), notOperator),
  ...ofPerson("bindOperatorEnrolmentAction", "/operator/second-factor", () => ({ first: "123456", second: "123456" })),
  ...ofPerson("beginOperatorTotpAction", "/operator/my-sign-in/authenticator", () => ({}), notOperator),
  ...ofPerson("bindOperatorTotpAction", "/operator/my-sign-in/authenticator", () => ({ first: "1", second: "1" })),
  ...ofPerson("makeOperatorRecoveryCodesAction", "/operator/my-sign-in/recovery-codes", () => ({})),
  ...ofPerson("removeOperatorFactorAction", `/operator/my-sign-in/factors/${nowhere}/remove`, () => ({ id: nowhere })),
  ...ofPerson("askPasskeyAction", "/second-factor", () => ({})),
  ...ofPerson("askOperatorPasskeyAction", "/operator/second-factor", () => ({})),
  ...ofPerson("beginPasskeyAction", "/my-sign-in/passkeys/new", () => ({ name: "key" }), [...outside, "an operator"]),
  ...ofPerson("bindPasskeyAction", "/my-sign-in/passkeys/new", () => ({ name: "key", passkey: madeNowhere })),
  ...ofPerson("renamePasskeyAction", `/my-sign-in/factors/${nowhere}/rename`, () => ({ id: nowhere, name: "key" })),
  ...ofPerson("beginOperatorPasskeyAction", "/operator/my-sign-in/passkeys/new", () => ({ name: "key" }), notOperator),
  ...ofPerson("bindOperatorPasskeyAction", "/operator/my-sign-in/passkeys/new", () => ({
    ...{ name: "key", passkey: madeNowhere },
  })),
  ...ofPerson("renameOperatorPasskeyAction", `/operator/my-sign-in/factors/${nowhere}/rename`, () => ({
    ...{ id: nowhere, name: "key" },
  })),
  ...ofPerson("askPasskeyStepUpAction", `/step-up/${nowhere}`, () => ({ id: nowhere })),
  ...ofPerson("askOperatorPasskeyStepUpAction", `/operator/step-up/${nowhere}`, () => ({ id: nowhere })),
  askPasskeyAtDoorAction: { page: () => "/login", form: () => ({}), wrong: [], right: "nobody" },
  signInByPasskeyAction: {
    page: () => "/login",
    form: () => ({ passkey: passkeyNowhere }),
    wrong: ["nobody"],
  },
  signInOperatorByPasskeyAction: {
    page: () => "/operator/login",
    form: () => ({ passkey: passkeyNowhere }),
    wrong: ["nobody"],
  },
  // Nothing is bound: even an operator is told so, and the account is nobody.
  resetRootSecondFactorsAction: {
    page: () => `/operator/accounts/${nowhere}/reset-second-factors`,
    form: () => ({ accountId: nowhere, reason: "because", proofSeen: "on" }),
    wrong: notOperator,
  },
  // A challenge belongs to one session: everybody else's answers as one that never was.
  sendStepUpCodeAction: {
    page: () => `/step-up/${nowhere}`,
    form: () => ({ id: nowhere, channel: "mail" }),
    wrong: everybody,
  },
  passStepUpAction: {
    page: () => `/step-up/${nowhere}`,
    form: () => ({ id: nowhere, method: "password", password: worldPassword }),
    wrong: everybody,
  },
  sendOperatorStepUpCodeAction: {
    page: () => `/operator/step-up/${nowhere}`,
    form: () => ({ id: nowhere, channel: "mail" }),
    wrong: everybody,
  },
  passOperatorStepUpAction: {
    page: () => `/operator/step-up/${nowhere}`,
    form: () => ({ id: nowhere, method: "password", password: worldPassword }),
    wrong: everybody,
  },
};
