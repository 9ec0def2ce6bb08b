import "server-only";
import { trustedDevices } from "@/db/schema/trusted-devices";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { noteSecondFactor } from "@/lib/domain/sessions/step-up-steps";
import { DomainError, invalidField } from "@/lib/foundation/errors";
import { newId } from "@/lib/foundation/ids";
import { hashToken, newToken } from "@/lib/foundation/tokens";
import type { Tx } from "@/lib/foundation/transaction";
import {
  authorizeHolder,
  type Holder,
  recordHolderAudit,
  withHolderRead,
  withHolderTransaction,
} from "./authorize-holder";
import { judgeProof } from "./judge-proof";
import { readHolder } from "./lookups";
import { signInMethods } from "./rules";
import type { PassSecondFactorForm } from "./schema";

const actions = { account: "espalier:PassSecondFactor", platform: "platform:PassSecondFactor" } as const;
const trustDays = 7;

export interface PassedSecondFactor {
  token: string;
  /** The cookie of a browser that is remembered for a week; undefined where that was not asked for or is not allowed. */
  trust: string | undefined;
}

/**
 * Gives the second factor to a session that waits for it, which then opens what the person may do, under a new cookie.
 * Throws `invalid-input` on `code`; five wrong ones end the session, more of them over sessions make one wait.
 */
export async function passSecondFactor(
  ctx: Context | PlatformContext,
  { method, code, passkey, remember }: PassSecondFactorForm,
): Promise<PassedSecondFactor> {
  const holder = authorizeHolder(ctx, { account: "espalier:PassSecondFactor", platform: "platform:PassSecondFactor" });
  if (ctx.secondFactor !== "pending") {
    throw new DomainError("invalid-state", "second-factor", { reason: "secondFactorGiven" });
  }
  const { means } = await withHolderRead(holder, (tx) => readHolder(tx, holder));
  if (!signInMethods(means).includes(method)) throw invalidField("second-factor", "method", "chooseOne");
  const whose = "accountId" in ctx ? `${ctx.accountId}|${ctx.actorKey}` : ctx.actorKey;
  const alsoCounted = [{ bucket: "device", of: `second-factor|${whose}` }] as const;
  const proof = { method, code, passkey, password: "" };
  const burn = await judgeProof(holder, { ...actions, passwordHash: null, proof, alsoCounted });
  return withHolderTransaction(holder, async (tx) => {
    await burn(tx);
    const token = await noteSecondFactor(tx, holder.allowed, method);
    const trust = remember ? await trustDevice(tx, holder) : undefined;
    await recordHolderAudit(tx, holder, { ...actions, after: { method, remembered: trust !== undefined } });
    return { token, trust };
  });
}

async function trustDevice(tx: Tx, { allowed, subAccountId }: Holder): Promise<string | undefined> {
  if (!("accountId" in allowed) || !allowed.account.preference.enableSaveMfaTicket) return undefined;
  const { accountId, facts, now } = allowed;
  const token = newToken();
  await tx.insert(trustedDevices).values({
    accountId,
    id: newId(),
    subAccountId,
    tokenHash: hashToken(token),
    ip: facts.ip,
    userAgent: facts.userAgent,
    expiresAt: new Date(now.getTime() + trustDays * 86_400_000),
    createdAt: now,
  });
  return token;
}
