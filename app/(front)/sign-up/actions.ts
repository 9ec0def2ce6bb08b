"use server";
import { getLocale } from "next-intl/server";
import { SignUpInput } from "@/lib/domain/accounts/schema";
import { signUp } from "@/lib/domain/accounts/sign-up";
import { doorAction } from "@/lib/entrypoints/console/console-action";
import { paths } from "@/lib/entrypoints/console/paths";
import { writeSignUpCookie } from "@/lib/entrypoints/console/sign-up-cookie";

export const signUpAction = doorAction({
  input: SignUpInput,
  echo: ["email", "phone", "companyName", "accountName", "channel"],
  verb: async (stranger, input) => signUp(stranger, { ...input, locale: await getLocale() }),
  after: writeSignUpCookie,
  done: ({ channel }) => paths.signUpCode(channel),
});
