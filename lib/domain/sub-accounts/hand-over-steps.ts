import "server-only";
import { sql } from "drizzle-orm";
import { resetLinks } from "@/db/schema/reset-links";
import type { Allowed } from "@/lib/authorization/authorize";
import { storeReveal } from "@/lib/domain/sessions/reveal-steps";
import { killResetLinks } from "@/lib/domain/sign-in/steps";
import type { SubAccountId } from "@/lib/foundation/ids";
import { newId } from "@/lib/foundation/ids";
import { hashToken, newToken } from "@/lib/foundation/tokens";
import type { Tx } from "@/lib/foundation/transaction";
import type { PreparedProfile } from "./prepare-login-profile";
import { claimHours } from "./rules";

/** A fresh claim link of one person, whose earlier links die. Its token is nowhere but in the answer. */
async function insertClaimLink(tx: Tx, allowed: Allowed, subAccountId: SubAccountId): Promise<string> {
  const { accountId, actor, now } = allowed;
  await killResetLinks(tx, allowed, subAccountId);
  const token = newToken();
  await tx.insert(resetLinks).values({
    accountId,
    id: newId(now.getTime()),
    subAccountId,
    kind: "claim",
    madeBy: actor.name,
    tokenHash: hashToken(token),
    expiresAt: new Date(now.getTime() + claimHours * 3_600_000),
    createdAt: now,
  });
  await tx.execute(sql`select auth.register_key('reset-link', ${hashToken(token)}, ${subAccountId})`);
  return token;
}

/**
 * Leaves what was made for a person to be shown once to whoever made it: the password, or a claim link. A job has
 * nobody to show it to: its batch makes its links when it is handed over.
 */
export async function leaveForHandOver(
  tx: Tx,
  allowed: Allowed,
  { id, name }: { id: SubAccountId; name: string },
  { password }: PreparedProfile,
): Promise<void> {
  if (password !== undefined) {
    await storeReveal(tx, allowed, { purpose: "sub-account-password", subject: name }, password);
  } else if (allowed.actor.sessionId) {
    const token = await insertClaimLink(tx, allowed, id);
    await storeReveal(tx, allowed, { purpose: "claim-link", subject: name }, token);
  }
}
