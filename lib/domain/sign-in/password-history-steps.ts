import "server-only";
import { and, desc, eq, notInArray } from "drizzle-orm";
import { loginProfiles } from "@/db/schema/login-profiles";
import { passwordHistory } from "@/db/schema/password-history";
import type { Allowed } from "@/lib/authorization/authorize";
import { newId, type SubAccountId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";

/**
 * Before a password is replaced: keeps its hash while the policy refuses to see it again, and forgets older ones. An
 * account without such a rule keeps none.
 */
export async function rememberPassword(tx: Tx, allowed: Allowed, subAccountId: SubAccountId): Promise<void> {
  const { accountId, now } = allowed;
  const keep = Math.max(0, allowed.account.passwordPolicy.passwordReusePrevention - 1);
  const own = and(eq(passwordHistory.accountId, accountId), eq(passwordHistory.subAccountId, subAccountId));
  if (keep > 0) {
    const [profile] = await tx
      .select({ hash: loginProfiles.passwordHash })
      .from(loginProfiles)
      .where(and(eq(loginProfiles.accountId, accountId), eq(loginProfiles.subAccountId, subAccountId)));
    const id = newId(now.getTime());
    if (profile?.hash) {
      await tx
        .insert(passwordHistory)
        .values({ accountId, id, subAccountId, passwordHash: profile.hash, replacedAt: now });
    }
  }
  const newest = tx
    .select({ id: passwordHistory.id })
    .from(passwordHistory)
    .where(own)
    .orderBy(desc(passwordHistory.replacedAt))
    .limit(keep);
  await tx.delete(passwordHistory).where(and(own, notInArray(passwordHistory.id, newest)));
}
