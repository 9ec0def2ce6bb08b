import "server-only";
import { generateAuthenticationOptions, type PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import type { PlatformContext } from "@/lib/authorization/context";
import { env } from "@/lib/foundation/env";
import { newDoorChallenge } from "./door-challenge-rules";
import { requireRelyingParty } from "./passkey-rules";

/** Asks the browser for whichever passkey it has for this console: whose it is, the passkey says. */
export async function beginPasskeyAtDoor(stranger: PlatformContext): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return generateAuthenticationOptions({
    rpID: requireRelyingParty(env().origin).id,
    challenge: new Uint8Array(Buffer.from(newDoorChallenge(stranger.now), "base64url")),
    userVerification: "required",
  });
}
