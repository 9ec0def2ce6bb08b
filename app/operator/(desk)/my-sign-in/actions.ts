"use server";
import { changeOwnPassword } from "@/lib/domain/operators/change-own-password";
import { ChangePasswordForm } from "@/lib/domain/sign-in/schema";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";
import { writeSessionCookie } from "@/lib/entrypoints/console/session-cookie";

export const changeOperatorPasswordAction = operatorAction({
  input: ChangePasswordForm,
  verb: changeOwnPassword,
  after: async ({ token }) => {
    await writeSessionCookie(token);
    await setFlash("doors.flash.passwordChanged");
  },
  done: () => paths.operator.mySignIn(),
});
