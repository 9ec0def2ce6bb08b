import type { SubAccountDetail } from "@/lib/domain/sub-accounts/presenter";

/** Which sentence says how this sub-account signs in; the keys are those below `subAccounts.words`. */
export function signInSentence(person: SubAccountDetail, now: Date) {
  if (person.state === "disabled") return "disabled";
  if (!person.consoleSignIn) return "off";
  if (person.waitsForOwner) return "link";
  if (person.lastSignInAt) return person.passwordResetRequired ? "mustChange" : "signedIn";
  if (person.passwordExpiresAt) return person.passwordExpiresAt > now ? "generated" : "expired";
  return person.passwordResetRequired ? "waitingChange" : "waiting";
}
