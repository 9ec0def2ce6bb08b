import "server-only";
import { and, desc, eq, sql } from "drizzle-orm";
import { loginProfiles } from "@/db/schema/login-profiles";
import { passwordHistory } from "@/db/schema/password-history";
import { subAccounts } from "@/db/schema/sub-accounts";
import type { Allowed } from "@/lib/authorization/authorize";
import { DomainError } from "@/lib/foundation/errors";
import { withReadTransaction } from "@/lib/foundation/transaction";
import { verifyPassword } from "./hash-password";

/**
 * Throws `invalid-input` on field `password` for one of the last passwords of the sub-account that the policy refuses to
 * see again, the present one included. Costs a hash for each, so it comes after every other rule.
 */
export async function requireUnusedPassword(allowed: Allowed, name: string, password: string): Promise<void> {
  const count = allowed.account.passwordPolicy.passwordReusePrevention;
  if (count === 0) return;
  for (const hash of await readLastHashes(allowed, name, count)) {
    if (!(await verifyPassword(hash, password))) continue;
    throw new DomainError("invalid-input", "password", {
      reason: "passwordUsedBefore",
      details: { field: "password", count },
    });
  }
}

function readLastHashes(allowed: Allowed, name: string, count: number): Promise<string[]> {
  const { accountId } = allowed;
  return withReadTransaction(allowed, async (tx) => {
    const [present] = await tx
      .select({ id: subAccounts.id, hash: loginProfiles.passwordHash })
      .from(subAccounts)
      .innerJoin(
        loginProfiles,
        and(eq(loginProfiles.accountId, subAccounts.accountId), eq(loginProfiles.subAccountId, subAccounts.id)),
      )
      .where(and(eq(subAccounts.accountId, accountId), sql`${subAccounts.name} collate "C" = ${name}`));
    if (!present) return [];
    const before = await tx
      .select({ hash: passwordHistory.passwordHash })
      .from(passwordHistory)
      .where(and(eq(passwordHistory.accountId, accountId), eq(passwordHistory.subAccountId, present.id)))
      .orderBy(desc(passwordHistory.replacedAt))
      .limit(count - 1);
    return [present, ...before].flatMap(({ hash }) => hash ?? []);
  });
}
