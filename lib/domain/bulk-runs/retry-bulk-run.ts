import "server-only";
import { and, eq } from "drizzle-orm";
import { bulkRows } from "@/db/schema/bulk-rows";
import { bulkRuns } from "@/db/schema/bulk-runs";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { anySubAccount } from "@/lib/authorization/resources";
import { DomainError } from "@/lib/foundation/errors";
import { enqueue } from "@/lib/foundation/queue";
import { withTransaction } from "@/lib/foundation/transaction";
import { continueBulkRunJob } from "./jobs";
import { lockRun, peekRun } from "./lookups";
import { actionOf, requireProofFor, requireState, subjectOf } from "./rules";

/** Does the refused rows of a finished run once more, in the name of whoever asks now. */
export async function retryBulkRun(ctx: Context, { id }: { id: string }): Promise<void> {
  const listing = authorize(ctx, "espalier:RunInBulk", anySubAccount(ctx));
  const { kind, params } = await peekRun(listing, id);
  const allowed = authorize(ctx, actionOf[kind], subjectOf(ctx, kind, params));
  requireProofFor(allowed, kind, params);
  const { accountId, actor } = allowed;
  await withTransaction(allowed, async (tx) => {
    const run = await lockRun(tx, allowed, id);
    requireState(run.state, "done");
    const again = await tx
      .update(bulkRows)
      .set({ state: "waiting", reason: "", details: {}, finishedAt: null })
      // A line that could not be read has nothing to be done with: it was refused before the run began.
      .where(and(eq(bulkRows.accountId, accountId), eq(bulkRows.runId, id), eq(bulkRows.state, "refused")))
      .returning({ position: bulkRows.position });
    if (again.length === 0) throw new DomainError("invalid-state", "bulk-run", { reason: "bulkNothingToDo" });
    const by = { orderedBy: actor.name, sessionId: actor.type === "operator" ? null : actor.sessionId };
    await tx
      .update(bulkRuns)
      .set({ state: "running", finishedAt: null, ...by })
      .where(and(eq(bulkRuns.accountId, accountId), eq(bulkRuns.id, id)));
    await enqueue(tx, continueBulkRunJob, { accountId, runId: id });
    await recordAudit(tx, allowed, {
      action: "espalier:RunInBulk",
      resource: id,
      after: { kind: run.kind, rows: again.length },
    });
  });
}
