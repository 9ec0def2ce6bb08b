import "server-only";
import { and, eq } from "drizzle-orm";
import { mfaDevices } from "@/db/schema/mfa-devices";
import type { Allowed } from "@/lib/authorization/authorize";
import { notify } from "@/lib/domain/notifications/steps";
import { endSessions } from "@/lib/domain/sessions/steps";
import { forgetDevices } from "@/lib/domain/sign-in/factor-steps";
import { DomainError } from "@/lib/foundation/errors";
import type { SubAccountId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";
import { isBound } from "./lookups";

/** Takes a device nobody uses out of the list, for one taker. Throws `not-found`, and `conflict` for one that is bound. */
export async function takeFreeDevice(tx: Tx, allowed: Allowed, name: string) {
  const [device] = await tx
    .delete(mfaDevices)
    .where(and(eq(mfaDevices.accountId, allowed.accountId), eq(mfaDevices.name, name)))
    .returning();
  if (device) return device;
  if (await isBound(tx, allowed, name)) throw new DomainError("conflict", "mfa-device", { reason: "deviceBound" });
  throw new DomainError("not-found", "mfa-device");
}

/** A sub-account's sessions end, no browser is trusted any more, and the person is told. */
export async function tellPersonChanged(
  tx: Tx,
  allowed: Allowed,
  of: SubAccountId,
  change: "added" | "removed",
): Promise<void> {
  await endSessions(tx, allowed, { of, reason: "ended", except: allowed.actor.sessionId });
  await forgetDevices(tx, allowed, of);
  await notify(tx, allowed, { kind: "factors-changed", to: of, params: { change } });
}
