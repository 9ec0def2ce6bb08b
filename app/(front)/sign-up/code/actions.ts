"use server";
import { confirmSignUp } from "@/lib/domain/accounts/confirm-sign-up";
import { resendSignUpCode } from "@/lib/domain/accounts/resend-sign-up-code";
import { ResendSignUpCodeForm, SignUpCodeForm } from "@/lib/domain/accounts/schema";
import { doorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";
import { clearSignUpCookie, readSignUpCookie } from "@/lib/entrypoints/console/sign-up-cookie";

export const confirmSignUpAction = doorAction({
  input: SignUpCodeForm,
  verb: async (stranger, { code }) => confirmSignUp(stranger, { token: await readSignUpCookie(), code }),
  after: async ({ accountName }) => {
    await clearSignUpCookie();
    await setFlash("doors.flash.accountMade", { accountName });
  },
  done: () => paths.rootDoor(),
});

export const resendSignUpCodeAction = doorAction({
  input: ResendSignUpCodeForm,
  verb: async (stranger, { channel }) => resendSignUpCode(stranger, { token: await readSignUpCookie(), channel }),
  after: () => setFlash("doors.flash.codeSent"),
  done: ({ channel }) => paths.signUpCode(channel),
});
