import "server-only";
import { and, eq } from "drizzle-orm";
import { bulkRuns } from "@/db/schema/bulk-runs";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { anySubAccount } from "@/lib/authorization/resources";
import { withTransaction } from "@/lib/foundation/transaction";
import { lockRun, peekRun } from "./lookups";
import { actionOf, requireState, subjectOf } from "./rules";
import { orderSweeps, skipWaiting } from "./steps";

/** Stops a run before its next row: what is done stays done, what waits is skipped. */
export async function cancelBulkRun(ctx: Context, { id }: { id: string }): Promise<void> {
  const listing = authorize(ctx, "espalier:RunInBulk", anySubAccount(ctx));
  const { kind, params } = await peekRun(listing, id);
  const allowed = authorize(ctx, actionOf[kind], subjectOf(ctx, kind, params));
  const { accountId, now } = allowed;
  await withTransaction(allowed, async (tx) => {
    const run = await lockRun(tx, allowed, id);
    requireState(run.state, "running");
    await tx
      .update(bulkRuns)
      .set({ state: "cancelled", finishedAt: now })
      .where(and(eq(bulkRuns.accountId, accountId), eq(bulkRuns.id, id)));
    await orderSweeps(tx, allowed, id, allowed.now);
    await skipWaiting(tx, allowed, id);
    await recordAudit(tx, allowed, {
      action: "espalier:RunInBulk",
      resource: id,
      before: { kind: run.kind },
      after: { cancelled: true },
    });
  });
}
