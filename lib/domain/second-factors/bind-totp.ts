import "server-only";
import { and, desc, eq, isNull } from "drizzle-orm";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { noteSecondFactor } from "@/lib/domain/sessions/step-up-steps";
import { forgiveAttempt, requireAttempt } from "@/lib/domain/sign-in/throttle";
import { DomainError, invalidField } from "@/lib/foundation/errors";
import {
  authorizeHolder,
  type Holder,
  openForHolder,
  recordHolderAudit,
  withHolderRead,
  withHolderTransaction,
} from "./authorize-holder";
import { requireNoTotp } from "./lookups";
import { matchTotpStep } from "./match-totp-step";
import { firstCode, requireFactorProof } from "./rules";
import { tellFactorsChanged } from "./steps";

/**
 * Binds the authenticator app that was begun, once two codes in a row show that it has the seed. Every other session
 * of the person ends; this one has given its second factor and goes on under a new cookie.
 */
export async function bindTotp(
  ctx: Context | PlatformContext,
  { first, second }: { first: string; second: string },
): Promise<{ token: string | undefined }> {
  const holder = authorizeHolder(ctx, { account: "ram:BindMFADevice", platform: "platform:BindSecondFactor" });
  requireFactorProof(holder.allowed);
  const begun = await readBegun(holder);
  if (!begun) throw new DomainError("invalid-state", "second-factor", { reason: "totpNotBegun" });
  const attempts = [{ bucket: "device", of: `bind-totp|${begun.id}` }] as const;
  await requireAttempt(ctx.now, attempts);
  const step = matchTotpStep(begun.seed, first, ctx.now, firstCode);
  if (step === undefined) throw invalidField("second-factor", "first", "codeWrong");
  if (matchTotpStep(begun.seed, second, ctx.now, firstCode) !== step + 1) {
    throw invalidField("second-factor", "second", first === second ? "codeSame" : "codeWrong");
  }
  await forgiveAttempt(ctx.now, attempts);
  return withHolderTransaction(holder, async (tx) => {
    const { factors } = holder.tables;
    await requireNoTotp(tx, holder);
    const bound = await tx
      .update(factors)
      .set({ boundAt: ctx.now, lastUsedAt: ctx.now, lastStep: step + 1 })
      .where(and(holder.own.factors, eq(factors.id, begun.id), isNull(factors.boundAt)))
      .returning({ id: factors.id });
    if (bound.length === 0) throw new DomainError("invalid-state", "second-factor", { reason: "totpNotBegun" });
    await tellFactorsChanged(tx, holder, "added");
    await recordHolderAudit(tx, holder, {
      account: "ram:BindMFADevice",
      platform: "platform:BindSecondFactor",
      after: { kind: "totp", state: "bound" },
    });
    const token = ctx.actor.sessionId ? await noteSecondFactor(tx, holder.allowed, "totp") : undefined;
    return { token };
  });
}

async function readBegun(holder: Holder): Promise<{ id: string; seed: string } | undefined> {
  const { factors } = holder.tables;
  return withHolderRead(holder, async (tx) => {
    const [row] = await tx
      .select({ id: factors.id, sealedSeed: factors.sealedSeed })
      .from(factors)
      .where(and(holder.own.factors, eq(factors.kind, "totp"), isNull(factors.boundAt)))
      .orderBy(desc(factors.createdAt))
      .limit(1);
    if (!row?.sealedSeed) return undefined;
    const seed = await openForHolder(tx, holder, { purpose: "second-factor", row: row.id }, row.sealedSeed);
    return { id: row.id, seed };
  });
}
