"use server";
import { beginPasskeySignIn } from "@/lib/domain/second-factors/begin-passkey-sign-in";
import { beginTotp } from "@/lib/domain/second-factors/begin-totp";
import { bindTotp } from "@/lib/domain/second-factors/bind-totp";
import { passSecondFactor } from "@/lib/domain/second-factors/pass-second-factor";
import { BindTotpForm, NothingForm, PassSecondFactorForm } from "@/lib/domain/second-factors/schema";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { paths, safeReturnPath } from "@/lib/entrypoints/console/paths";
import { writeSessionCookie, writeTrustCookie } from "@/lib/entrypoints/console/session-cookie";
import { showOnce } from "@/lib/entrypoints/console/shown-once";

export const passOperatorSecondFactorAction = operatorAction({
  input: PassSecondFactorForm,
  verb: passSecondFactor,
  after: async ({ token, trust }) => {
    await writeSessionCookie(token);
    if (trust) await writeTrustCookie(trust);
  },
  done: ({ next }) => safeReturnPath(next) ?? paths.operator.home(),
});

export const beginOperatorEnrolmentAction = operatorAction({
  input: NothingForm,
  verb: beginTotp,
  after: async (totp, { requestId }) => showOnce(requestId, JSON.stringify(totp)),
  done: () => undefined,
});

export const bindOperatorEnrolmentAction = operatorAction({
  input: BindTotpForm,
  verb: bindTotp,
  after: async ({ token }) => {
    if (token) await writeSessionCookie(token);
  },
  done: () => paths.operator.recoveryCodes(),
});

export const askOperatorPasskeyAction = operatorAction({
  input: NothingForm,
  verb: beginPasskeySignIn,
  after: async (options, { requestId }) => showOnce(requestId, JSON.stringify(options), "passkey"),
  done: () => undefined,
});
