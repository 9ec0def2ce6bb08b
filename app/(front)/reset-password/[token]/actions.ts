"use server";
import { resetPassword } from "@/lib/domain/sign-in/reset-password";
import { ResetPasswordForm } from "@/lib/domain/sign-in/schema";
import { doorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const resetPasswordAction = doorAction({
  input: ResetPasswordForm,
  verb: resetPassword,
  after: () => setFlash("doors.flash.passwordSet"),
  done: (_input, reset) => (reset?.alias ? paths.door(reset.alias, reset.name) : paths.rootDoor()),
});
