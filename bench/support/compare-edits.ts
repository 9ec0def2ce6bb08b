import { and, eq } from "drizzle-orm";
import { subAccounts } from "@/db/schema/sub-accounts";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { subAccountResource } from "@/lib/authorization/resources";
import { editSubAccount } from "@/lib/domain/sub-accounts/edit-sub-account";
import { lockSubAccount } from "@/lib/domain/sub-accounts/lookups";
import { claimOnce } from "@/lib/foundation/idempotency";
import { newId } from "@/lib/foundation/ids";
import { withTransaction } from "@/lib/foundation/transaction";
import type { Subject } from "./interleave";

/** What edits are told apart by: each changes the name shown, and claims a key of its own, as a form's does. */
const turnOf = (ctx: Context, name: string, turn: number) => ({
  as: { ...ctx, now: new Date(), idempotencyKey: newId() },
  input: { name, displayName: `Turn ${turn} ${newId()}` },
});

/**
 * The verb, and its transaction statement by statement but for the audit event. The product has no switch for that: the
 * second one is written here, of the same parts.
 */
export function editsToCompare(ctx: Context, name: string, cpuMs: () => number): Subject[] {
  return [
    {
      name: "edit with its audit event",
      operate: (turn) => {
        const { as, input } = turnOf(ctx, name, turn);
        return editSubAccount(as, input);
      },
      cpuMs,
    },
    {
      name: "the same without",
      operate: async (turn) => {
        const { as, input } = turnOf(ctx, name, turn);
        const allowed = authorize(as, "ram:UpdateUser", subAccountResource(as, name));
        await withTransaction(allowed, async (tx) => {
          await claimOnce(tx, allowed, input);
          const before = await lockSubAccount(tx, allowed, name);
          await tx
            .update(subAccounts)
            .set({ displayName: input.displayName, updatedAt: allowed.now })
            .where(and(eq(subAccounts.accountId, allowed.accountId), eq(subAccounts.id, before.id)))
            .returning();
        });
      },
      cpuMs,
    },
  ];
}
