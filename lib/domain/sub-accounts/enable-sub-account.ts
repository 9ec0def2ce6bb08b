import "server-only";
import { and, eq } from "drizzle-orm";
import { subAccounts } from "@/db/schema/sub-accounts";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { subAccountResource } from "@/lib/authorization/resources";
import { orderWorkspace } from "@/lib/domain/resources/steps";
import { DomainError } from "@/lib/foundation/errors";
import { claimOnce } from "@/lib/foundation/idempotency";
import { withTransaction } from "@/lib/foundation/transaction";
import { lockSubAccount } from "./lookups";
import { countSubAccounts } from "./steps";

/** Gives a disabled sub-account back what was there: password and policies. Sessions that ended stay ended. */
export async function enableSubAccount(ctx: Context, { name }: { name: string }): Promise<void> {
  const allowed = authorize(ctx, "espalier:EnableSubAccount", subAccountResource(ctx, name));
  await withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, { name });
    const person = await lockSubAccount(tx, allowed, name);
    if (person.state === "active") throw new DomainError("invalid-state", "sub-account", { reason: "alreadyEnabled" });
    await tx
      .update(subAccounts)
      .set({ state: "active", disabledAt: null, disabledReason: "" })
      .where(and(eq(subAccounts.accountId, allowed.accountId), eq(subAccounts.id, person.id)));
    await orderWorkspace(tx, allowed, person, { drop: ["disabled"], event: "sub_account.enabled" });
    await recordAudit(tx, allowed, {
      action: "espalier:EnableSubAccount",
      resource: name,
      subAccountId: person.id,
      before: { state: "disabled", reason: person.disabledReason },
      after: { state: "active" },
    });
    await countSubAccounts(tx, allowed, { active: 1, disabled: -1 });
  });
}
