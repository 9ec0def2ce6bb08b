import "server-only";
import { and, eq } from "drizzle-orm";
import { loginProfiles } from "@/db/schema/login-profiles";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { subAccountResource } from "@/lib/authorization/resources";
import { DomainError } from "@/lib/foundation/errors";
import { withTransaction } from "@/lib/foundation/transaction";
import { lockSubAccount } from "./lookups";

/**
 * "Must use MFA" of a login profile (RAM's MFABindRequired): at its next sign-in the person sets a second factor up
 * before anything else opens. Throws `invalid-state` while console sign-in is off.
 */
export async function requireSecondFactor(
  ctx: Context,
  { name, required }: { name: string; required: boolean },
): Promise<void> {
  const allowed = authorize(ctx, "ram:UpdateLoginProfile", subAccountResource(ctx, name));
  requireStepUp(allowed, "password-reset");
  await withTransaction(allowed, async (tx) => {
    const person = await lockSubAccount(tx, allowed, name);
    const changed = await tx
      .update(loginProfiles)
      .set({ mfaBindRequired: required })
      .where(and(eq(loginProfiles.accountId, allowed.accountId), eq(loginProfiles.subAccountId, person.id)))
      .returning({ id: loginProfiles.subAccountId });
    if (changed.length === 0) throw new DomainError("invalid-state", "login-profile", { reason: "signInOff" });
    const after = { mfaBindRequired: required };
    await recordAudit(tx, allowed, {
      action: "ram:UpdateLoginProfile",
      resource: name,
      subAccountId: person.id,
      after,
    });
  });
}
