import type { ActionRow } from "./action-matrix";
import { worldPassword } from "./build-world";
import { everybody, notOperator, outside } from "./refused-players";

const nowhere = "6f1b7c3e-5a0d-4c55-9a0e-2f8f3f1d9b11";

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
