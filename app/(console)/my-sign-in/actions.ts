"use server";
import { forgetDevice } from "@/lib/domain/second-factors/forget-device";
import { FactorForm } from "@/lib/domain/second-factors/schema";
import { changePassword } from "@/lib/domain/sign-in/change-password";
import { ChangePasswordForm } from "@/lib/domain/sign-in/schema";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";
import { writeSessionCookie } from "@/lib/entrypoints/console/session-cookie";

export const forgetDeviceAction = consoleAction({
  input: FactorForm,
  verb: forgetDevice,
  after: () => setFlash("secondFactor.flash.forgotten"),
  done: () => paths.mySignIn(),
});

export const changePasswordAction = consoleAction({
  input: ChangePasswordForm,
  verb: changePassword,
  after: async ({ token }) => {
    await writeSessionCookie(token);
    await setFlash("doors.flash.passwordChanged");
  },
  done: () => paths.mySignIn(),
});
