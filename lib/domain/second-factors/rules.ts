import "server-only";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import type { StepUpPurpose } from "@/lib/authorization/step-up-purposes";

/** How long the page that asks may lie open; a code in it lives shorter. */
export const challengeMinutes = 15;
/** Of one session at once: older ones are dropped. */
export const challengesMax = 20;

/** RAM's VirtualMFADevicesQuota. */
export const mfaDevicesMax = 1000;

/** The first of two codes in a row is a step old when the second one comes, and typing takes a while. */
export const firstCode = { behind: 3, ahead: 1 };

/** Among the kept values of a form: a file was chosen in it. No field is called so. */
export const droppedFile = "$file";

export type CodeChannel = "mail" | "sms";
export type ProofMethod = "totp" | "passkey" | "recovery-code" | "code" | "password-code" | "password";

/** What somebody has to prove with. */
export interface ProofMeans {
  totp: boolean;
  passkeys: number;
  recoveryCodes: number;
  channels: readonly CodeChannel[];
  /** Root user, delegated admin, finance user; an operator is none of them. */
  administrator: boolean;
}

/** For keys the code alone is enough (product.md): the password opened the session that asks. */
const codeAlone: ReadonlySet<StepUpPurpose> = new Set(["access-keys"]);
/** How somebody without any other means gets one; changing the password asks for it anyway. */
const passwordAlone: ReadonlySet<StepUpPurpose> = new Set(["second-factor", "password"]);

/**
 * By what a fresh proof may be given, the strongest first. Whoever has a second factor proves with it; the password
 * and a code stand in only where there is none. Empty: a second factor has to be bound first.
 */
export function stepUpMethods(purpose: StepUpPurpose, means: ProofMeans): ProofMethod[] {
  const bound = means.totp || means.passkeys > 0;
  const methods: ProofMethod[] = [];
  if (means.passkeys > 0) methods.push("passkey");
  if (means.totp) methods.push("totp");
  if (bound && means.recoveryCodes > 0) methods.push("recovery-code");
  const reachable = means.channels.length > 0;
  if (reachable && means.administrator && codeAlone.has(purpose)) methods.push("code");
  else if (reachable && !bound) methods.push("password-code");
  else if (!bound && passwordAlone.has(purpose)) methods.push("password");
  return methods;
}

/** Binding asks for a fresh proof, but for a session that may do nothing else until a factor is bound. */
export function requireFactorProof(allowed: Context | PlatformContext): void {
  if (allowed.secondFactor !== "enrolment") requireStepUp(allowed, "second-factor");
}

/** By what a sign-in goes on after the password. */
export function signInMethods({ totp, passkeys, recoveryCodes }: ProofMeans): ProofMethod[] {
  const methods: ProofMethod[] = [];
  if (passkeys > 0) methods.push("passkey");
  if (totp) methods.push("totp");
  if (recoveryCodes > 0) methods.push("recovery-code");
  return methods;
}

/** `r***@example.test`, `+86 *** 8000`: enough to recognise one's own. */
export function maskAddress(address: string): string {
  const at = address.indexOf("@");
  return at > 0 ? `${address.slice(0, 1)}•••${address.slice(at)}` : `••• ${address.slice(-4)}`;
}
