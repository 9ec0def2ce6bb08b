import "server-only";
import { and, eq } from "drizzle-orm";
import { bulkRuns } from "@/db/schema/bulk-runs";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { anySubAccount } from "@/lib/authorization/resources";
import { lockGroup } from "@/lib/domain/policies/lookups";
import { spendStepUp } from "@/lib/domain/sessions/step-up-steps";
import { DomainError } from "@/lib/foundation/errors";
import { enqueue } from "@/lib/foundation/queue";
import { withTransaction } from "@/lib/foundation/transaction";
import { continueBulkRunJob } from "./jobs";
import { lockRun, peekRun } from "./lookups";
import { actionOf, paramsOf, requireProofFor, requireState, subjectOf } from "./rules";
import type { StartBulkRunInput } from "./schema";

/**
 * Sets a draft going: the job exists if and only if the run is running. Throws `invalid-input` where the act is not
 * told what it needs or the number typed is not the number of rows, `invalid-state` for a run that has begun.
 */
export async function startBulkRun(ctx: Context, input: StartBulkRunInput): Promise<void> {
  const listing = authorize(ctx, "espalier:RunInBulk", anySubAccount(ctx));
  const { kind, planned, params: asked } = await peekRun(listing, input.id);
  authorize(ctx, actionOf[kind], subjectOf(ctx, kind, asked));
  const params = kind === "create" ? asked : paramsOf(kind, planned, input);
  const allowed = authorize(ctx, actionOf[kind], subjectOf(ctx, kind, params));
  requireProofFor(allowed, kind, params);
  const { accountId, actor, now } = allowed;
  await withTransaction(allowed, async (tx) => {
    const run = await lockRun(tx, allowed, input.id);
    requireState(run.state, "draft");
    if (run.planned === 0) throw new DomainError("invalid-state", "bulk-run", { reason: "bulkNothingToDo" });
    if (params.groupName) await lockGroup(tx, allowed, params.groupName, "share");
    if (kind === "delete") await spendStepUp(tx, allowed, "bulk");
    const by = { orderedBy: actor.name, sessionId: actor.type === "operator" ? null : actor.sessionId };
    await tx
      .update(bulkRuns)
      .set({ state: "running", startedAt: now, params, ...by })
      .where(and(eq(bulkRuns.accountId, accountId), eq(bulkRuns.id, run.id)));
    await enqueue(tx, continueBulkRunJob, { accountId, runId: run.id });
    await recordAudit(tx, allowed, {
      action: "espalier:RunInBulk",
      resource: run.id,
      after: { kind, rows: run.planned },
    });
  });
}
