import "server-only";
import { and, eq, lte, or } from "drizzle-orm";
import { reveals } from "@/db/schema/reveals";
import type { Allowed } from "@/lib/authorization/authorize";
import { actingSubAccount } from "@/lib/authorization/context";
import { sealForAccount } from "@/lib/foundation/data-keys";
import { newId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";
import { ownReveal, type RevealKey, revealMinutes } from "./reveal-rules";

/**
 * Leaves a secret to be shown once to the session that acts, in the transaction that made it: neither stands without
 * the other. Without a session (the command line) there is nobody to leave it for.
 */
export async function storeReveal(tx: Tx, allowed: Allowed, key: RevealKey, secret: string): Promise<void> {
  const { accountId, actor, now } = allowed;
  if (actor.type === "operator" || !actor.sessionId) return;
  await tx
    .delete(reveals)
    .where(and(eq(reveals.accountId, accountId), or(ownReveal(allowed, key), lte(reveals.expiresAt, now))));
  const id = newId();
  await tx.insert(reveals).values({
    accountId,
    id,
    subAccountId: actingSubAccount(actor)?.subAccountId ?? null,
    sessionId: actor.sessionId,
    purpose: key.purpose,
    subject: key.subject,
    sealed: await sealForAccount(tx, { accountId, purpose: "reveal", row: id }, secret),
    expiresAt: new Date(now.getTime() + revealMinutes * 60_000),
    createdAt: now,
  });
}
