import "server-only";
import { count, eq } from "drizzle-orm";
import { generateSecret, generateURI } from "otplib";
import { mfaDevices } from "@/db/schema/mfa-devices";
import { secondFactors } from "@/db/schema/second-factors";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { mfaDeviceResource } from "@/lib/authorization/resources";
import { lockAccount } from "@/lib/domain/accounts/steps";
import { sealForAccount } from "@/lib/foundation/data-keys";
import { DomainError } from "@/lib/foundation/errors";
import { newId } from "@/lib/foundation/ids";
import { withTransaction } from "@/lib/foundation/transaction";
import type { NewTotp } from "./begin-totp";
import { boundApps, isBound } from "./lookups";
import { mfaDevicesMax } from "./rules";

/**
 * An authenticator app that nobody uses yet, as RAM makes them: its seed is in the answer and nowhere else in clear.
 * Throws `already-exists` for a name that is taken, `limit-reached` past RAM's VirtualMFADevicesQuota.
 */
export async function createMfaDevice(ctx: Context, { name }: { name: string }): Promise<NewTotp> {
  const allowed = authorize(ctx, "ram:CreateVirtualMFADevice", mfaDeviceResource(ctx, name));
  requireStepUp(allowed, "second-factor");
  const { accountId } = allowed;
  const seed = generateSecret();
  const id = newId();
  await withTransaction(allowed, async (tx) => {
    await lockAccount(tx, allowed);
    const [free] = await tx.select({ found: count() }).from(mfaDevices).where(eq(mfaDevices.accountId, accountId));
    const [bound] = await tx.select({ found: count() }).from(secondFactors).where(boundApps(allowed));
    if ((free?.found ?? 0) + (bound?.found ?? 0) >= mfaDevicesMax) {
      throw new DomainError("limit-reached", "mfa-device", {
        reason: "tooManyMfaDevices",
        details: { max: mfaDevicesMax },
      });
    }
    const sealedSeed = await sealForAccount(tx, { accountId, purpose: "second-factor", row: id }, seed);
    const made = (await isBound(tx, allowed, name))
      ? []
      : await tx.insert(mfaDevices).values({ accountId, id, name, sealedSeed }).onConflictDoNothing().returning();
    if (made.length === 0) throw new DomainError("already-exists", "mfa-device");
    await recordAudit(tx, allowed, { action: "ram:CreateVirtualMFADevice", resource: name });
  });
  return { seed, uri: generateURI({ issuer: "Espalier", label: `${ctx.account.name}#${name}`, secret: seed }) };
}
