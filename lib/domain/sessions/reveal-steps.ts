import "server-only";
import { and, eq, isNotNull, isNull, lte, or } from "drizzle-orm";
import { reveals } from "@/db/schema/reveals";
import type { Allowed } from "@/lib/authorization/authorize";
import { actingSubAccount } from "@/lib/authorization/context";
import { sealForAccount } from "@/lib/foundation/data-keys";
import { newId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";
import { ownReveal, type RevealKey, revealMinutes, unseenHours } from "./reveal-rules";

/**
 * Leaves a secret to be shown once to the session that acts, in the transaction that made it: neither stands without
 * the other. Without a session (the command line) there is nobody to leave it for: undefined.
 */
export async function storeReveal(
  tx: Tx,
  allowed: Allowed,
  key: RevealKey,
  secret: string,
): Promise<{ id: string; expiresAt: Date } | undefined> {
  const { accountId, actor, now } = allowed;
  if (actor.type === "operator" || !actor.sessionId) return undefined;
  const expiresAt = new Date(now.getTime() + revealMinutes * 60_000);
  const longGone = new Date(now.getTime() - unseenHours * 3_600_000);
  await tx
    .delete(reveals)
    .where(and(eq(reveals.accountId, accountId), or(ownReveal(allowed, key), lte(reveals.expiresAt, longGone))));
  await tx
    .update(reveals)
    .set({ sealed: null })
    .where(and(eq(reveals.accountId, accountId), isNotNull(reveals.sealed), lte(reveals.expiresAt, now)));
  const id = newId();
  await tx.insert(reveals).values({
    accountId,
    id,
    subAccountId: actingSubAccount(actor)?.subAccountId ?? null,
    sessionId: actor.sessionId,
    purpose: key.purpose,
    subject: key.subject,
    sealed: await sealForAccount(tx, { accountId, purpose: "reveal", row: id }, secret),
    expiresAt,
    createdAt: now,
  });
  return { id, expiresAt };
}

/** Erases a secret that nobody came for in its time. False where somebody did, or where its time is not over. */
export async function dropUnseen(tx: Tx, { accountId, now }: Allowed, id: string): Promise<boolean> {
  const unseen = and(isNull(reveals.requestId), lte(reveals.expiresAt, now));
  const dropped = await tx
    .update(reveals)
    .set({ sealed: null })
    .where(and(eq(reveals.accountId, accountId), eq(reveals.id, id), unseen))
    .returning({ id: reveals.id });
  return dropped.length > 0;
}
