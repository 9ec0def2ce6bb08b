import "server-only";
import { generateRegistrationOptions, type PublicKeyCredentialCreationOptionsJSON } from "@simplewebauthn/server";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { env } from "@/lib/foundation/env";
import { authorizeHolder, recordHolderAudit, withHolderTransaction } from "./authorize-holder";
import { requireRoomForPasskey } from "./lookups";
import { newPasskeyChallenge, passkeyAlgorithms, requireRelyingParty, userHandleOf } from "./passkey-rules";
import { requireFactorProof } from "./rules";
import { openCeremony } from "./steps";

export interface NewPasskey {
  name: string;
  options: PublicKeyCredentialCreationOptionsJSON;
}

/** Asks the browser for a new passkey: what it is to sign works once, in this session. Throws `limit-reached`. */
export async function beginPasskey(ctx: Context | PlatformContext, { name }: { name: string }): Promise<NewPasskey> {
  const holder = authorizeHolder(ctx, { account: "ram:BindMFADevice", platform: "platform:BindSecondFactor" });
  requireFactorProof(holder.allowed);
  const party = requireRelyingParty(env().origin);
  const challenge = newPasskeyChallenge();
  const bound = await withHolderTransaction(holder, async (tx) => {
    const passkeys = await requireRoomForPasskey(tx, holder);
    await openCeremony(tx, holder, "bind-passkey", challenge);
    await recordHolderAudit(tx, holder, {
      account: "ram:BindMFADevice",
      platform: "platform:BindSecondFactor",
      after: { kind: "passkey", state: "begun" },
    });
    return passkeys;
  });
  const userName = "accountId" in ctx ? `${ctx.account.name}#${ctx.actor.name}` : ctx.actor.name;
  const options = await generateRegistrationOptions({
    rpName: "Espalier",
    rpID: party.id,
    userName,
    userDisplayName: userName,
    userID: userHandleOf("accountId" in ctx ? `${ctx.accountId}|${ctx.actorKey}` : ctx.actorKey),
    challenge: new Uint8Array(Buffer.from(challenge, "base64url")),
    attestationType: "none",
    supportedAlgorithmIDs: passkeyAlgorithms,
    excludeCredentials: bound.map(({ credentialId: id, transports }) => ({ id, transports })),
    authenticatorSelection: { residentKey: "preferred", userVerification: "required" },
  });
  return { name, options };
}
