import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { enqueueMessage, notify } from "@/lib/domain/notifications/steps";
import { endOperatorSessions } from "@/lib/domain/sessions/operator-steps";
import { endSessions } from "@/lib/domain/sessions/steps";
import { forgetDevices } from "@/lib/domain/sign-in/factor-steps";
import { DomainError } from "@/lib/foundation/errors";
import { newId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";
import type { Holder } from "./authorize-holder";
import type { CeremonyPurpose } from "./passkey-rules";
import { challengeMinutes } from "./rules";

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

/** What a passkey is to sign for something that is no step-up; one begun before in this session is dropped. */
export async function openCeremony(
  tx: Tx,
  { allowed, own, owner, tables: { challenges } }: Holder,
  purpose: CeremonyPurpose,
  passkeyChallenge: string,
): Promise<void> {
  const { actor, now } = allowed;
  if (!actor.sessionId) throw new DomainError("unauthenticated", "session");
  await tx.delete(challenges).where(and(own.challenges, eq(challenges.purpose, purpose)));
  await tx.insert(challenges).values({
    ...owner.challenges,
    id: newId(),
    sessionId: actor.sessionId,
    purpose,
    returnPath: "/",
    passkeyChallenge,
    expiresAt: new Date(now.getTime() + challengeMinutes * 60_000),
    createdAt: now,
  });
}
