import "server-only";
import { verifyAuthenticationResponse } from "@simplewebauthn/server";
import { hasCountedOn, type RelyingParty } from "./passkey-rules";
import type { PasskeyAnswer } from "./schema";

export interface StoredPasskey {
  credentialId: string;
  publicKey: Uint8Array;
  signCount: number;
}

export type PasskeyVerdict = { signCount: number } | { wrong: "passkeyWrong" | "passkeyCopied" };

/**
 * Whether this passkey signed this challenge, on this origin, after it saw who is there. `passkeyCopied`: the signature
 * holds, and its counter has gone back.
 */
export async function verifyPasskey(
  { id: expectedRPID, origin: expectedOrigin }: RelyingParty,
  challenge: string,
  { credentialId, publicKey, signCount }: StoredPasskey,
  answer: PasskeyAnswer,
): Promise<PasskeyVerdict> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: answer as Parameters<typeof verifyAuthenticationResponse>[0]["response"],
      expectedChallenge: challenge,
      expectedOrigin,
      expectedRPID,
      // The counter is judged here, to tell a copy from nonsense: the library throws alike for both.
      credential: { id: credentialId, publicKey: new Uint8Array(publicKey), counter: 0 },
      requireUserVerification: true,
    });
    if (!verified) return { wrong: "passkeyWrong" };
    const { newCounter } = authenticationInfo;
    return hasCountedOn(signCount, newCounter) ? { signCount: newCounter } : { wrong: "passkeyCopied" };
  } catch {
    return { wrong: "passkeyWrong" };
  }
}
