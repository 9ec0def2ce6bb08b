import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { loginProfiles } from "@/db/schema/login-profiles";
import { resetLinks } from "@/db/schema/reset-links";
import { rootUsers } from "@/db/schema/root-users";
import type { Allowed } from "@/lib/authorization/authorize";
import { notify } from "@/lib/domain/notifications/steps";
import type { SubAccountId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";
import { rememberPassword } from "./password-history-steps";

/** Stores a password its owner chose: nothing has to be changed any more, links that would set another one are dead. */
export async function storeOwnPassword(
  tx: Tx,
  allowed: Allowed,
  { subAccountId }: { subAccountId: SubAccountId | null },
  passwordHash: string,
): Promise<void> {
  const { accountId, now } = allowed;
  if (subAccountId === null) {
    await tx.update(rootUsers).set({ passwordHash, passwordChangedAt: now }).where(eq(rootUsers.accountId, accountId));
  } else {
    await rememberPassword(tx, allowed, subAccountId);
    await tx
      .update(loginProfiles)
      .set({ passwordHash, passwordChangedAt: now, passwordExpiresAt: null, passwordResetRequired: false })
      .where(and(eq(loginProfiles.accountId, accountId), eq(loginProfiles.subAccountId, subAccountId)));
  }
  await killResetLinks(tx, allowed, subAccountId);
  await notify(tx, allowed, { kind: "password-changed", to: subAccountId, params: { by: "self" } });
}

/** Every link this person has not used yet stops working; answers how many did. */
export async function killResetLinks(
  tx: Tx,
  allowed: Allowed,
  subAccountId: SubAccountId | null,
  endedAs: "replaced" | "revoked" = "replaced",
): Promise<number> {
  const owner = subAccountId === null ? isNull(resetLinks.subAccountId) : eq(resetLinks.subAccountId, subAccountId);
  const killed = await tx
    .update(resetLinks)
    .set({ usedAt: allowed.now, endedAs })
    .where(and(eq(resetLinks.accountId, allowed.accountId), owner, isNull(resetLinks.usedAt)))
    .returning({ tokenHash: resetLinks.tokenHash });
  for (const { tokenHash } of killed) await tx.execute(sql`select auth.release_key('reset-link', ${tokenHash})`);
  return killed.length;
}
