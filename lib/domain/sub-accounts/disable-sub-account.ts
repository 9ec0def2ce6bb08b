import "server-only";
import { and, eq, sql } from "drizzle-orm";
import { subAccountCounters } from "@/db/schema/sub-account-counters";
import { subAccounts } from "@/db/schema/sub-accounts";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { subAccountResource } from "@/lib/authorization/resources";
import { endSessions } from "@/lib/domain/sessions/steps";
import { DomainError } from "@/lib/foundation/errors";
import { withTransaction } from "@/lib/foundation/transaction";

/** Stops everything of a sub-account on its next request; `reason` is shown to administrators. */
export async function disableSubAccount(ctx: Context, { name, reason }: { name: string; reason: string }) {
  const allowed = authorize(ctx, "espalier:DisableSubAccount", subAccountResource(ctx, name));
  const { accountId, now } = allowed;
  await withTransaction(allowed, async (tx) => {
    const [person] = await tx
      .update(subAccounts)
      .set({ state: "disabled", disabledAt: now, disabledReason: reason })
      .where(and(eq(subAccounts.accountId, accountId), eq(subAccounts.name, name), eq(subAccounts.state, "active")))
      .returning({ id: subAccounts.id });
    if (!person) throw new DomainError("not-found", "sub-account");
    await endSessions(tx, allowed, { of: person.id, reason: "disabled" });
    await tx
      .update(subAccountCounters)
      .set({
        active: sql`${subAccountCounters.active} - 1`,
        disabled: sql`${subAccountCounters.disabled} + 1`,
      })
      .where(eq(subAccountCounters.accountId, accountId));
    await recordAudit(tx, allowed, {
      action: "espalier:DisableSubAccount",
      resource: name,
      subAccountId: person.id,
      before: { state: "active" },
      after: { state: "disabled", reason },
    });
  });
}
