import "server-only";
import { verifyRegistrationResponse } from "@simplewebauthn/server";
import { decodeAttestationObject, isoBase64URL } from "@simplewebauthn/server/helpers";
import { passkeyAlgorithms, type RelyingParty } from "./passkey-rules";
import type { NewPasskeyAnswer } from "./schema";

export interface VerifiedPasskey {
  credentialId: string;
  publicKey: Uint8Array;
  signCount: number;
  transports: string;
}

/** What an authenticator made for this challenge, on this origin, after it saw who is there; undefined for anything else. */
export async function verifyNewPasskey(
  { id: expectedRPID, origin: expectedOrigin }: RelyingParty,
  challenge: string,
  answer: NewPasskeyAnswer,
): Promise<VerifiedPasskey | undefined> {
  try {
    if (!isSelfMade(answer)) return undefined;
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: answer as Parameters<typeof verifyRegistrationResponse>[0]["response"],
      expectedChallenge: challenge,
      expectedOrigin,
      expectedRPID,
      requireUserVerification: true,
      supportedAlgorithmIDs: passkeyAlgorithms,
    });
    if (!verified) return undefined;
    const { id, publicKey, counter } = registrationInfo.credential;
    return { credentialId: id, publicKey, signCount: counter, transports: answer.response.transports.join(",") };
  } catch {
    // The library says by throwing what is wrong; all of it is one refusal.
    return undefined;
  }
}

/**
 * No maker vouches for it. We ask for none, and a certificate in here would make the library fetch the revocation lists
 * that it names: addresses chosen by whoever sends it.
 */
function isSelfMade({ response }: NewPasskeyAnswer): boolean {
  const attestation = decodeAttestationObject(isoBase64URL.toBuffer(response.attestationObject));
  const format = attestation.get("fmt");
  return format === "none" || (format === "packed" && attestation.get("attStmt").get("x5c") === undefined);
}
