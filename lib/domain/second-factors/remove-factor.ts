import "server-only";
import { and, eq } from "drizzle-orm";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { spendStepUp } from "@/lib/domain/sessions/step-up-steps";
import { releasePasskeys } from "@/lib/domain/sign-in/factor-steps";
import { DomainError } from "@/lib/foundation/errors";
import { authorizeHolder, recordHolderAudit, withHolderTransaction } from "./authorize-holder";
import { readHolder } from "./lookups";
import { dropStandIns, tellFactorsChanged } from "./steps";

/**
 * Removes one's own authenticator app or passkey; with the last of them go the recovery codes. Every other session of
 * the person ends. Throws `invalid-state` where the last one is required.
 */
export async function removeFactor(ctx: Context | PlatformContext, { id }: { id: string }): Promise<void> {
  const holder = authorizeHolder(ctx, { account: "ram:UnbindMFADevice", platform: "platform:UnbindSecondFactor" });
  requireStepUp(holder.allowed, "second-factor");
  await withHolderTransaction(holder, async (tx) => {
    await spendStepUp(tx, holder.allowed, "second-factor");
    const { factors } = holder.tables;
    const removed = await tx
      .delete(factors)
      .where(and(holder.own.factors, eq(factors.id, id)))
      .returning({ kind: factors.kind, name: factors.name, credentialId: factors.credentialId });
    const [factor] = removed;
    if (!factor) throw new DomainError("not-found", "second-factor");
    await releasePasskeys(tx, removed);
    const { means, required } = await readHolder(tx, holder);
    const isLast = !means.totp && means.passkeys === 0;
    if (isLast && required) throw new DomainError("invalid-state", "second-factor", { reason: "factorRequired" });
    if (isLast) await dropStandIns(tx, holder);
    await tellFactorsChanged(tx, holder, "removed");
    await recordHolderAudit(tx, holder, {
      account: "ram:UnbindMFADevice",
      platform: "platform:UnbindSecondFactor",
      before: { kind: factor.kind, name: factor.name },
    });
  });
}
