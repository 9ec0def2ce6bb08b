import "server-only";
import type { PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import { and, eq } from "drizzle-orm";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { authorizeHolder, withHolderTransaction } from "./authorize-holder";
import { readPasskeyRequest, requireOpenChallenge } from "./lookups";
import { newPasskeyChallenge } from "./passkey-rules";

/** Asks the browser for one of the holder's passkeys to pass this challenge; what it is to sign works once. */
export async function beginPasskeyStepUp(
  ctx: Context | PlatformContext,
  { id }: { id: string },
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const holder = authorizeHolder(ctx, { account: "espalier:StepUp", platform: "platform:StepUp" });
  const passkeyChallenge = newPasskeyChallenge();
  return withHolderTransaction(holder, async (tx) => {
    await requireOpenChallenge(tx, holder, id);
    const { challenges } = holder.tables;
    await tx
      .update(challenges)
      .set({ passkeyChallenge })
      .where(and(holder.own.challenges, eq(challenges.id, id)));
    return readPasskeyRequest(tx, holder, passkeyChallenge);
  });
}
