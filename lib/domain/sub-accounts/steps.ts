import "server-only";
import { eq, sql } from "drizzle-orm";
import { subAccountCounters } from "@/db/schema/sub-account-counters";
import type { Allowed } from "@/lib/authorization/authorize";
import { env } from "@/lib/foundation/env";
import { DomainError } from "@/lib/foundation/errors";
import type { Tx } from "@/lib/foundation/transaction";

/**
 * Keeps the account's counters: the last statement of its transaction, since all changes of the account share the row.
 * Throws `limit-reached` where more would come to be than an account may have.
 */
export async function countSubAccounts(
  tx: Tx,
  { accountId }: Allowed,
  { active = 0, disabled = 0 }: { active?: number; disabled?: number },
): Promise<void> {
  const [row] = await tx
    .update(subAccountCounters)
    .set({
      active: sql`${subAccountCounters.active} + ${active}`,
      disabled: sql`${subAccountCounters.disabled} + ${disabled}`,
    })
    .where(eq(subAccountCounters.accountId, accountId))
    .returning({ active: subAccountCounters.active, disabled: subAccountCounters.disabled });
  const max = env().subAccountsMax;
  if (row && active + disabled > 0 && row.active + row.disabled > max) {
    throw new DomainError("limit-reached", "sub-account", { reason: "tooManySubAccounts", details: { max } });
  }
}
