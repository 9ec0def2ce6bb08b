import "server-only";
import { randomBytes } from "node:crypto";
import { isIP } from "node:net";
import { DomainError } from "@/lib/foundation/errors";
import { isLoopbackHost } from "@/lib/foundation/loopback";
import { hashToken } from "@/lib/foundation/tokens";

/** Of one person: a phone, a laptop, a key in the drawer, and room. */
export const passkeysMax = 10;

/** Ed25519, ES256 and RS256, by COSE's numbers: what authenticators make, and what this runtime checks without experiments. */
export const passkeyAlgorithms = [-8, -7, -257];

/** What a passkey is asked for beside a step-up: the challenge row's purpose. */
export type CeremonyPurpose = "sign-in" | "bind-passkey";

export interface RelyingParty {
  /** The name a passkey is made for: it answers on no other. */
  id: string;
  /** The only origin whose answers count. */
  origin: string;
}

/**
 * Whose passkeys these are, by the configured origin and never by what a request says. Browsers make passkeys for names
 * only: on loopback that is `localhost`; undefined where the console has nothing but an address.
 */
export function relyingPartyOf(origin: string): RelyingParty | undefined {
  const url = new URL(origin);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) === 0) return { id: host, origin };
  if (!isLoopbackHost(host)) return undefined;
  url.hostname = "localhost";
  return { id: "localhost", origin: url.origin };
}

/** Throws `invalid-state` where no browser would make one. */
export function requireRelyingParty(origin: string): RelyingParty {
  const party = relyingPartyOf(origin);
  if (!party) throw new DomainError("invalid-state", "second-factor", { reason: "passkeysNeedName" });
  return party;
}

export const newPasskeyChallenge = () => randomBytes(32).toString("base64url");

/** The same person on the same authenticator replaces the passkey instead of piling them up; says nothing of who it is. */
export const userHandleOf = (person: string) => new Uint8Array(Buffer.from(hashToken(`passkey-user|${person}`), "hex"));

/** An authenticator that counts has counted on since; one that was copied has not. */
export function hasCountedOn(stored: number, counted: number): boolean {
  return (stored === 0 && counted === 0) || counted > stored;
}
