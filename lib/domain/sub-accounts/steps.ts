import "server-only";
import { eq, sql } from "drizzle-orm";
import { subAccountCounters } from "@/db/schema/sub-account-counters";
import type { Allowed } from "@/lib/authorization/authorize";
import type { Tx } from "@/lib/foundation/transaction";

/** Keeps the account's counters: the last statement of its transaction, since all changes of the account share the row. */
export async function countSubAccounts(
  tx: Tx,
  { accountId }: Allowed,
  { active = 0, disabled = 0 }: { active?: number; disabled?: number },
): Promise<void> {
  await tx
    .update(subAccountCounters)
    .set({
      active: sql`${subAccountCounters.active} + ${active}`,
      disabled: sql`${subAccountCounters.disabled} + ${disabled}`,
    })
    .where(eq(subAccountCounters.accountId, accountId));
}
