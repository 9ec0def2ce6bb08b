"use server";
import { requestPasswordReset } from "@/lib/domain/sign-in/request-password-reset";
import { type Door, RequestResetForm } from "@/lib/domain/sign-in/schema";
import { doorAction } from "@/lib/entrypoints/console/console-action";
import { paths } from "@/lib/entrypoints/console/paths";
import { env } from "@/lib/foundation/env";

export const requestPasswordResetAction = doorAction({
  input: RequestResetForm,
  echo: ["name"],
  verb: (stranger, { alias, name }) => {
    const door: Door = alias ? { kind: "sub-account", alias } : { kind: "root-user" };
    const linkOf = (token: string) => `${env().origin}${paths.resetPassword(token)}`;
    return requestPasswordReset(stranger, { door, name, linkOf });
  },
  done: ({ alias }) => paths.resetAsked(alias),
});
