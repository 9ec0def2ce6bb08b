import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { trustedDevices } from "@/db/schema/trusted-devices";
import type { Allowed } from "@/lib/authorization/authorize";
import { enqueueMessage, notify } from "@/lib/domain/notifications/steps";
import { endOperatorSessions } from "@/lib/domain/sessions/operator-steps";
import { endSessions } from "@/lib/domain/sessions/steps";
import { DomainError } from "@/lib/foundation/errors";
import type { SubAccountId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";
import type { Holder } from "./authorize-holder";

/** Every other session of the holder ends, no browser is trusted any more, and the person is told. */
export async function tellFactorsChanged(tx: Tx, holder: Holder, change: "added" | "removed"): Promise<void> {
  const { allowed, subAccountId } = holder;
  const except = allowed.actor.sessionId;
  if ("accountId" in allowed) {
    await endSessions(tx, allowed, { of: subAccountId, reason: "ended", except });
    await forgetDevices(tx, allowed, subAccountId);
    await notify(tx, allowed, { kind: "factors-changed", to: subAccountId, params: { change } });
    return;
  }
  const { actor } = allowed;
  if (actor.type !== "operator" || !actor.operatorId) return;
  await endOperatorSessions(tx, allowed, { of: actor.operatorId, reason: "ended", except });
  const params = { name: actor.name, change };
  await enqueueMessage(tx, { channel: "mail", kind: "factors-changed", to: actor.name, locale: "en", params });
}

/** No browser of this person skips the second factor any more. */
export async function forgetDevices(tx: Tx, { accountId }: Allowed, of: SubAccountId | null): Promise<void> {
  const { subAccountId } = trustedDevices;
  const owner = of === null ? isNull(subAccountId) : eq(subAccountId, of);
  await tx.delete(trustedDevices).where(and(eq(trustedDevices.accountId, accountId), owner));
}

/** What stands in for a second factor goes with the last one. */
export async function dropStandIns(tx: Tx, { tables, own }: Holder): Promise<void> {
  await tx.delete(tables.codes).where(own.codes);
}

/** A challenge is passed once: of two right proofs at the same time one gets it. Throws `invalid-state`. */
export async function takeChallenge(tx: Tx, holder: Holder, id: string): Promise<void> {
  const { challenges } = holder.tables;
  const taken = await tx
    .update(challenges)
    .set({ passedAt: holder.allowed.now })
    .where(and(holder.own.challenges, eq(challenges.id, id), isNull(challenges.passedAt)))
    .returning({ id: challenges.id });
  if (taken.length === 0) throw new DomainError("invalid-state", "challenge", { reason: "challengeOver" });
}
