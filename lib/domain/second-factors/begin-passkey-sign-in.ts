import "server-only";
import type { PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { DomainError } from "@/lib/foundation/errors";
import { authorizeHolder, withHolderTransaction } from "./authorize-holder";
import { readPasskeyRequest } from "./lookups";
import { newPasskeyChallenge } from "./passkey-rules";
import { openCeremony } from "./steps";

/** Asks the browser for one of the holder's passkeys, in a session that waits for its second factor. */
export async function beginPasskeySignIn(
  ctx: Context | PlatformContext,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const holder = authorizeHolder(ctx, { account: "espalier:PassSecondFactor", platform: "platform:PassSecondFactor" });
  if (ctx.secondFactor !== "pending") {
    throw new DomainError("invalid-state", "second-factor", { reason: "secondFactorGiven" });
  }
  const challenge = newPasskeyChallenge();
  return withHolderTransaction(holder, async (tx) => {
    await openCeremony(tx, holder, "sign-in", challenge);
    return readPasskeyRequest(tx, holder, challenge);
  });
}
