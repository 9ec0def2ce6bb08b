import "server-only";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { noteSecondFactor } from "@/lib/domain/sessions/step-up-steps";
import { registerPasskey } from "@/lib/domain/sign-in/factor-steps";
import { env } from "@/lib/foundation/env";
import { DomainError, invalidField } from "@/lib/foundation/errors";
import { newId } from "@/lib/foundation/ids";
import { isUniqueViolation } from "@/lib/foundation/sql-errors";
import { authorizeHolder, recordHolderAudit, withHolderTransaction } from "./authorize-holder";
import { readHolder, requireRoomForPasskey } from "./lookups";
import { requireRelyingParty } from "./passkey-rules";
import { requireFactorProof } from "./rules";
import type { BindPasskeyForm } from "./schema";
import { tellFactorsChanged } from "./steps";
import { takeCeremony } from "./take-passkey-challenge";
import { verifyNewPasskey } from "./verify-new-passkey";

export interface BoundPasskey {
  token: string | undefined;
  recoveryCodesLeft: number;
}

/**
 * Binds the passkey that the browser made. Every other session of the person ends; this one has given its second factor
 * and goes on under a new cookie. Throws `invalid-input` on `passkey`, `already-exists` where somebody has it.
 */
export async function bindPasskey(
  ctx: Context | PlatformContext,
  { name, passkey }: BindPasskeyForm,
): Promise<BoundPasskey> {
  const holder = authorizeHolder(ctx, { account: "ram:BindMFADevice", platform: "platform:BindSecondFactor" });
  requireFactorProof(holder.allowed);
  const party = requireRelyingParty(env().origin);
  const challenge = await takeCeremony(holder, "bind-passkey");
  if (!challenge) throw new DomainError("invalid-state", "second-factor", { reason: "passkeyOver" });
  const made = await verifyNewPasskey(party, challenge, passkey);
  if (!made) throw invalidField("second-factor", "passkey", "passkeyWrong");
  try {
    return await withHolderTransaction(holder, async (tx) => {
      await requireRoomForPasskey(tx, holder);
      const row = { id: newId(), kind: "passkey", name, ...made, publicKey: Buffer.from(made.publicKey) } as const;
      const at = { boundAt: ctx.now, lastUsedAt: ctx.now };
      await tx.insert(holder.tables.factors).values({ ...holder.owner.factors, ...row, ...at });
      await registerPasskey(tx, holder.subAccountId, made.credentialId);
      await tellFactorsChanged(tx, holder, "added");
      await recordHolderAudit(tx, holder, {
        account: "ram:BindMFADevice",
        platform: "platform:BindSecondFactor",
        after: { kind: "passkey", name, state: "bound" },
      });
      const { means } = await readHolder(tx, holder);
      const token = ctx.actor.sessionId ? await noteSecondFactor(tx, holder.allowed, "passkey") : undefined;
      return { token, recoveryCodesLeft: means.recoveryCodes };
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new DomainError("already-exists", "second-factor", { reason: "passkeyBound", cause: error });
  }
}
