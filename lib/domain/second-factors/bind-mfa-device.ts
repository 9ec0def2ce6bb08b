import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { secondFactors } from "@/db/schema/second-factors";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { permissionsResource } from "@/lib/authorization/resources";
import { forgiveAttempt, requireAttempt } from "@/lib/domain/sign-in/throttle";
import { lockSubAccount } from "@/lib/domain/sub-accounts/lookups";
import { openForAccount } from "@/lib/foundation/data-keys";
import { DomainError } from "@/lib/foundation/errors";
import { type Tx, withTransaction } from "@/lib/foundation/transaction";
import { lockBoundApp } from "./lookups";
import { matchTotpStep } from "./match-totp-step";
import { takeFreeDevice, tellPersonChanged } from "./mfa-device-steps";
import { firstCode } from "./rules";

interface Binding {
  deviceName: string;
  userName: string;
  /** Two codes in a row. */
  first: string;
  second: string;
}

/**
 * Gives a sub-account an authenticator app that was made before, once two codes in a row show that somebody has it. The
 * person's sessions end and it is told. Throws `already-exists` where the person or the app is bound already.
 */
export async function bindMfaDevice(ctx: Context, { deviceName, userName, ...codes }: Binding): Promise<void> {
  const allowed = authorize(ctx, "ram:BindMFADevice", permissionsResource(ctx, userName));
  requireStepUp(allowed, "second-factor");
  const attempts = [{ bucket: "device", of: `bind-mfa-device|${ctx.accountId}|${deviceName}` }] as const;
  await requireAttempt(ctx.now, attempts);
  await withTransaction(allowed, async (tx) => {
    const { accountId, now } = allowed;
    const { id: subAccountId } = await lockSubAccount(tx, allowed, userName);
    const device = await takeDeviceToBind(tx, allowed, deviceName);
    if (await lockBoundApp(tx, allowed, subAccountId)) {
      throw new DomainError("already-exists", "second-factor", { reason: "totpBound" });
    }
    const row = { accountId, purpose: "second-factor", row: device.id } as const;
    const lastStep = requireCodes((await openForAccount(tx, row, device.sealedSeed)).toString("utf8"), codes, now);
    const ofPerson = and(eq(secondFactors.accountId, accountId), eq(secondFactors.subAccountId, subAccountId));
    // One that the person began in the console and never proved gives way.
    await tx.delete(secondFactors).where(and(ofPerson, eq(secondFactors.kind, "totp"), isNull(secondFactors.boundAt)));
    const { id, name, sealedSeed } = device;
    await tx.insert(secondFactors).values({
      ...{ accountId, subAccountId, id, kind: "totp", name, sealedSeed, lastStep },
      ...{ boundAt: now, lastUsedAt: now, createdAt: device.createdAt },
    });
    await tellPersonChanged(tx, allowed, subAccountId, "added");
    await recordAudit(tx, allowed, {
      action: "ram:BindMFADevice",
      resource: userName,
      subAccountId,
      after: { kind: "totp", name, state: "bound" },
    });
  });
  await forgiveAttempt(ctx.now, attempts);
}

async function takeDeviceToBind(tx: Tx, allowed: Allowed, name: string) {
  try {
    return await takeFreeDevice(tx, allowed, name);
  } catch (error) {
    const isTaken = error instanceof DomainError && error.code === "conflict";
    throw isTaken ? new DomainError("already-exists", "mfa-device", { reason: "deviceBound" }) : error;
  }
}

/** The step of the second code: neither it nor an older one is taken again. */
function requireCodes(seed: string, { first, second }: Pick<Binding, "first" | "second">, now: Date): number {
  const step = matchTotpStep(seed, first, now, firstCode);
  if (step === undefined || matchTotpStep(seed, second, now, firstCode) !== step + 1) {
    throw new DomainError("forbidden", "mfa-device", { reason: "mfaCodesWrong" });
  }
  return step + 1;
}
