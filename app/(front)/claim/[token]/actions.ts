"use server";
import { claimSignIn, openClaimLink } from "@/lib/domain/sign-in/claim-link";
import { OpenClaimLinkForm, ResetPasswordForm } from "@/lib/domain/sign-in/schema";
import { doorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";

export const openClaimLinkAction = doorAction({
  input: OpenClaimLinkForm,
  verb: openClaimLink,
  done: ({ token }) => paths.claim(token),
});

export const claimSignInAction = doorAction({
  input: ResetPasswordForm,
  verb: claimSignIn,
  after: () => setFlash("doors.flash.passwordSet"),
  done: (_input, claimed) => (claimed?.alias ? paths.door(claimed.alias, claimed.name) : paths.landing()),
});
