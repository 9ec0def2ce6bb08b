import "server-only";
import type { SecurityPreference } from "@/lib/authorization/account-settings";
import type { SecondFactorState } from "@/lib/authorization/context";

interface Facts {
  bound: boolean;
  /** "Must use MFA" of the login profile. */
  bindRequired: boolean;
  preference: SecurityPreference;
  /** A browser this person signed in from before. */
  knownDevice: boolean;
  /** A browser that gave the second factor within the last week. */
  trustedDevice: boolean;
}

/** What a right password opens (RAM's MFAOperationForLogin): a session, or only the page that asks for more. */
export function secondFactorAtSignIn({ bound, bindRequired, preference, ...device }: Facts): SecondFactorState {
  const { mfaOperationForLogin: mode, enableSaveMfaTicket } = preference;
  if (!bound) return mode === "mandatory" || (mode === "independent" && bindRequired) ? "enrolment" : "none";
  if (enableSaveMfaTicket && device.trustedDevice) return "trusted-device";
  return mode === "adaptive" && device.knownDevice ? "none" : "pending";
}

/** Operators always give one; only demonstration data lets them in without. */
export function operatorFactorAtSignIn({ bound, demo }: { bound: boolean; demo: boolean }): SecondFactorState {
  if (bound) return "pending";
  return demo ? "none" : "enrolment";
}
