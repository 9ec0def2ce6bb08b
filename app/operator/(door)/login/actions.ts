"use server";
import { SignInForm } from "@/lib/domain/sign-in/schema";
import { doorAction } from "@/lib/entrypoints/console/console-action";
import { afterSignIn, keepSignedIn, signInAt } from "@/lib/entrypoints/console/sign-in-door";

export const signInOperatorAction = doorAction({
  input: SignInForm,
  echo: ["name"],
  verb: (stranger, credentials) => signInAt(stranger, { kind: "operator" }, credentials),
  after: keepSignedIn,
  done: ({ next }, signedIn) => afterSignIn(next, signedIn),
});
