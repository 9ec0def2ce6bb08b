"use server";
import { PasskeyDoorForm } from "@/lib/domain/second-factors/schema";
import { SignInForm } from "@/lib/domain/sign-in/schema";
import { doorAction } from "@/lib/entrypoints/console/console-action";
import { afterSignIn, keepSignedIn, passkeyAt, signInAt } from "@/lib/entrypoints/console/sign-in-door";

export const signInOperatorAction = doorAction({
  input: SignInForm,
  echo: ["name"],
  verb: (stranger, credentials) => signInAt(stranger, { kind: "operator" }, credentials),
  after: keepSignedIn,
  done: ({ next }, signedIn) => afterSignIn(next, signedIn),
});

export const signInOperatorByPasskeyAction = doorAction({
  input: PasskeyDoorForm,
  verb: (stranger, { passkey }) => passkeyAt(stranger, "operator", passkey),
  after: keepSignedIn,
  done: ({ next }, signedIn) => afterSignIn(next, signedIn),
});
