import "server-only";
import { and, eq } from "drizzle-orm";
import { mfaDevices } from "@/db/schema/mfa-devices";
import { recoveryCodes } from "@/db/schema/recovery-codes";
import { secondFactors } from "@/db/schema/second-factors";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { permissionsResource } from "@/lib/authorization/resources";
import { lockSubAccount } from "@/lib/domain/sub-accounts/lookups";
import { DomainError } from "@/lib/foundation/errors";
import { withTransaction } from "@/lib/foundation/transaction";
import { lockBoundApp } from "./lookups";
import { tellPersonChanged } from "./mfa-device-steps";

/**
 * Takes a sub-account's authenticator app away. The app itself stays and can be bound again, unless it `goes`. Where a
 * factor is required, the person binds a new one at the next sign-in. Throws `not-found` where there is none.
 */
export async function unbindMfaDevice(
  ctx: Context,
  { userName, goes = false }: { userName: string; goes?: boolean },
): Promise<{ name: string }> {
  const allowed = authorize(ctx, "ram:UnbindMFADevice", permissionsResource(ctx, userName));
  requireStepUp(allowed, "second-factor");
  return withTransaction(allowed, async (tx) => {
    const { accountId } = allowed;
    const { id: subAccountId } = await lockSubAccount(tx, allowed, userName);
    const app = await lockBoundApp(tx, allowed, subAccountId);
    if (!app?.sealedSeed) throw new DomainError("not-found", "user-mfa-device");
    const { id, name, sealedSeed } = app;
    const ofPerson = (table: typeof secondFactors | typeof recoveryCodes) =>
      and(eq(table.accountId, accountId), eq(table.subAccountId, subAccountId));
    await tx.delete(secondFactors).where(and(ofPerson(secondFactors), eq(secondFactors.id, id)));
    const left = await tx.select({ id: secondFactors.id }).from(secondFactors).where(ofPerson(secondFactors)).limit(1);
    // What stands in for a second factor goes with the last one.
    if (left.length === 0) await tx.delete(recoveryCodes).where(ofPerson(recoveryCodes));
    if (!goes) await tx.insert(mfaDevices).values({ accountId, id, name, sealedSeed });
    await tellPersonChanged(tx, allowed, subAccountId, "removed");
    await recordAudit(tx, allowed, {
      action: "ram:UnbindMFADevice",
      resource: userName,
      subAccountId,
      before: { kind: "totp", name },
      after: { kept: !goes },
    });
    return { name };
  });
}
