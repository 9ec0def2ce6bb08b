"use server";
import { beginPasskey } from "@/lib/domain/second-factors/begin-passkey";
import { bindPasskey } from "@/lib/domain/second-factors/bind-passkey";
import { BeginPasskeyForm, BindPasskeyForm } from "@/lib/domain/second-factors/schema";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";
import { writeSessionCookie } from "@/lib/entrypoints/console/session-cookie";
import { showOnce } from "@/lib/entrypoints/console/shown-once";

export const beginOperatorPasskeyAction = operatorAction({
  input: BeginPasskeyForm,
  echo: ["name"],
  verb: beginPasskey,
  after: async (made, { requestId }) => showOnce(requestId, JSON.stringify(made), "passkey"),
  done: () => undefined,
});

export const bindOperatorPasskeyAction = operatorAction({
  input: BindPasskeyForm,
  verb: bindPasskey,
  after: async ({ token }) => {
    if (token) await writeSessionCookie(token);
    await setFlash("secondFactor.flash.passkeyBound");
  },
  // What stands in for a lost factor is made with the first one.
  done: (_input, bound) =>
    bound?.recoveryCodesLeft === 0 ? paths.operator.recoveryCodes() : paths.operator.mySignIn(),
});
