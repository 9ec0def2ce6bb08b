"use server";
import { beginPasskeyAtDoor } from "@/lib/domain/second-factors/begin-passkey-at-door";
import { NothingForm, PasskeyDoorForm } from "@/lib/domain/second-factors/schema";
import { SignInForm } from "@/lib/domain/sign-in/schema";
import { doorAction } from "@/lib/entrypoints/console/console-action";
import { showOnce } from "@/lib/entrypoints/console/shown-once";
import { afterSignIn, keepSignedIn, passkeyAt, signInAt } from "@/lib/entrypoints/console/sign-in-door";

export const signInRootUserAction = doorAction({
  input: SignInForm,
  echo: ["name"],
  verb: (stranger, credentials) => signInAt(stranger, { kind: "root-user" }, credentials),
  after: keepSignedIn,
  done: ({ next }, signedIn) => afterSignIn(next, signedIn),
});

/** At every door the same: the passkey says whose it is. */
export const askPasskeyAtDoorAction = doorAction({
  input: NothingForm,
  verb: beginPasskeyAtDoor,
  after: async (options, { requestId }) => showOnce(requestId, JSON.stringify(options), "passkey"),
  done: () => undefined,
});

export const signInByPasskeyAction = doorAction({
  input: PasskeyDoorForm,
  verb: (stranger, { passkey }) => passkeyAt(stranger, "root-user", passkey),
  after: keepSignedIn,
  done: ({ next }, signedIn) => afterSignIn(next, signedIn),
});
