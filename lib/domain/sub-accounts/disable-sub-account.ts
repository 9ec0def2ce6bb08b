import "server-only";
import { and, eq } from "drizzle-orm";
import { subAccounts } from "@/db/schema/sub-accounts";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import { actingSubAccount, type Context } from "@/lib/authorization/context";
import { subAccountResource } from "@/lib/authorization/resources";
import { orderWorkspace } from "@/lib/domain/resources/steps";
import { endSessions } from "@/lib/domain/sessions/steps";
import { DomainError } from "@/lib/foundation/errors";
import { claimOnce } from "@/lib/foundation/idempotency";
import { withTransaction } from "@/lib/foundation/transaction";
import { lockSubAccount } from "./lookups";
import type { DisableSubAccountInput } from "./schema";
import { countSubAccounts } from "./steps";

/** Stops everything of a sub-account on its next request; the reason is shown to whoever may see the sub-account. */
export async function disableSubAccount(ctx: Context, { name, reason }: DisableSubAccountInput): Promise<void> {
  const allowed = authorize(ctx, "espalier:DisableSubAccount", subAccountResource(ctx, name));
  const { accountId, now } = allowed;
  if (actingSubAccount(ctx.actor)?.name === name) {
    throw new DomainError("invalid-state", "sub-account", { reason: "notYourself" });
  }
  await withTransaction(allowed, async (tx) => {
    await claimOnce(tx, allowed, { name, reason });
    const person = await lockSubAccount(tx, allowed, name);
    if (person.state === "disabled")
      throw new DomainError("invalid-state", "sub-account", { reason: "alreadyDisabled" });
    await tx
      .update(subAccounts)
      .set({ state: "disabled", disabledAt: now, disabledReason: reason })
      .where(and(eq(subAccounts.accountId, accountId), eq(subAccounts.id, person.id)));
    await endSessions(tx, allowed, { of: person.id, reason: "disabled" });
    await orderWorkspace(tx, allowed, person, { add: ["disabled"], event: "sub_account.disabled" });
    await recordAudit(tx, allowed, {
      action: "espalier:DisableSubAccount",
      resource: name,
      subAccountId: person.id,
      before: { state: "active" },
      after: { state: "disabled", reason },
    });
    await countSubAccounts(tx, allowed, { active: -1, disabled: 1 });
  });
}
