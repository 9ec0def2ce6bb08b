"use server";
import { SubAccountSignInForm } from "@/lib/domain/sign-in/schema";
import { doorAction } from "@/lib/entrypoints/console/console-action";
import { afterSignIn, keepSignedIn, signInAt } from "@/lib/entrypoints/console/sign-in-door";

export const signInSubAccountAction = doorAction({
  input: SubAccountSignInForm,
  echo: ["name"],
  verb: (stranger, { alias, ...credentials }) => signInAt(stranger, { kind: "sub-account", alias }, credentials),
  after: keepSignedIn,
  done: ({ next }, signedIn) => afterSignIn(next, signedIn),
});
