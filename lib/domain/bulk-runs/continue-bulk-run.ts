import "server-only";
import { availableParallelism } from "node:os";
import { and, asc, eq } from "drizzle-orm";
import { bulkRows } from "@/db/schema/bulk-rows";
import { bulkRuns } from "@/db/schema/bulk-runs";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { anySubAccount } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { resumeOrderer } from "@/lib/domain/sessions/resume-session";
import { DomainError } from "@/lib/foundation/errors";
import { AlreadyDone } from "@/lib/foundation/idempotency";
import type { AccountId } from "@/lib/foundation/ids";
import { isStaleAuthority } from "@/lib/foundation/sql-errors";
import { withReadTransaction, withTransaction } from "@/lib/foundation/transaction";
import { doRow } from "./do-row";
import { getRun } from "./lookups";
import { changesAuthority, isPassing, isSoAlready, reasonOf } from "./rules";
import { orderSweeps } from "./steps";

type Run = Awaited<ReturnType<typeof getRun>>;
type Row = typeof bulkRows.$inferSelect;

const rowsAtATime = 50;
/** A password costs one core a tenth of a second: one row for each, and never most of the pool's connections. */
const rowsAtOnce = Math.min(availableParallelism(), 6);

/**
 * Does the waiting rows of a run, some at once, each in one transaction, through the verb that a single act goes through, in the name
 * of whoever ordered it and with what that person may do by then. Began again after a crash, it does each row once: a
 * row's own key commits with its effect. Rows that change what people may do go one at a time, each with the orderer
 * read anew.
 */
export async function continueBulkRun(
  platform: PlatformContext,
  { accountId, runId }: { accountId: AccountId; runId: string },
  signal?: AbortSignal,
): Promise<void> {
  const job = enterAccount(platform, await getAccount(platform, accountId));
  const allowed = authorize(job, "espalier:RunInBulk", anySubAccount(job));
  for (;;) {
    const { run, rows } = await readNext(allowed, runId);
    if (run.state !== "running") return;
    if (rows.length === 0) return finish(allowed, runId);
    const readOrderer = () => resumeOrderer(allowed, run.sessionId);
    const isAlone = changesAuthority.has(run.kind);
    const ordererOfAll = isAlone ? undefined : await readOrderer();
    const isToGoOn = await untilStopped(rows, isAlone ? 1 : rowsAtOnce, async (row) => {
      if (signal?.aborted) throw new DomainError("unavailable", "worker");
      const orderer = isAlone ? await readOrderer() : ordererOfAll;
      const outcome = orderer ? await outcomeOf(orderer, run, row) : ordererGone;
      return mark(allowed, { run, row }, outcome);
    });
    if (!isToGoOn) return;
  }
}

/**
 * Takes the rows in their order, some at once. Answers false once a row's work says to stop, and throws what the first
 * one threw: no row is begun after that, and none is left running.
 */
async function untilStopped(
  rows: readonly Row[],
  atOnce: number,
  work: (row: Row) => Promise<boolean>,
): Promise<boolean> {
  const waiting = [...rows];
  let isToGoOn = true;
  const takeTurns = async () => {
    for (let row = waiting.shift(); row && isToGoOn; row = waiting.shift()) {
      try {
        if (!(await work(row))) isToGoOn = false;
      } catch (error) {
        isToGoOn = false;
        throw error;
      }
    }
  };
  const turns = await Promise.allSettled(Array.from({ length: atOnce }, takeTurns));
  for (const turn of turns) if (turn.status === "rejected") throw turn.reason;
  return isToGoOn;
}

interface Outcome {
  state: "done" | "refused" | "skipped";
  reason: string;
  details?: DomainError["details"];
}

const ordererGone: Outcome = { state: "refused", reason: "ordererGone" };

async function outcomeOf(orderer: Context, run: Run, row: Row): Promise<Outcome> {
  const ctx = { ...orderer, now: new Date(), idempotencyKey: `bulk:${run.id}:${row.position}` };
  try {
    await doRow(ctx, run, row);
    return { state: "done", reason: "" };
  } catch (error) {
    if (error instanceof AlreadyDone) return { state: "done", reason: "" };
    // What the orderer may do has changed since it was read: the job comes back and reads it anew.
    if (isStaleAuthority(error) || isPassing(error)) throw error;
    const refusal = error as DomainError;
    const state = isSoAlready(refusal) ? "skipped" : "refused";
    return { state, reason: reasonOf(refusal), details: refusal.details };
  }
}

function readNext(allowed: Allowed, runId: string): Promise<{ run: Run; rows: Row[] }> {
  return withReadTransaction(allowed, async (tx) => {
    const run = await getRun(tx, allowed, runId);
    const rows = await tx
      .select()
      .from(bulkRows)
      .where(and(eq(bulkRows.accountId, allowed.accountId), eq(bulkRows.runId, runId), eq(bulkRows.state, "waiting")))
      .orderBy(asc(bulkRows.position))
      .limit(rowsAtATime);
    return { run, rows };
  });
}

/** Notes what became of a row; false once somebody has cancelled the run. */
function mark(allowed: Allowed, { run, row }: { run: Run; row: Row }, outcome: Outcome): Promise<boolean> {
  const { state, reason, details = {} } = outcome;
  return withTransaction(allowed, async (tx) => {
    const own = and(
      eq(bulkRows.accountId, allowed.accountId),
      eq(bulkRows.runId, row.runId),
      eq(bulkRows.position, row.position),
    );
    const input = state === "done" && run.kind === "create" ? null : row.input;
    await tx.update(bulkRows).set({ state, reason, details, input, finishedAt: new Date() }).where(own);
    return (await getRun(tx, allowed, row.runId)).state === "running";
  });
}

async function finish(allowed: Allowed, runId: string): Promise<void> {
  const { accountId } = allowed;
  await withTransaction(allowed, async (tx) => {
    const finishedAt = new Date();
    await tx
      .update(bulkRuns)
      .set({ state: "done", finishedAt })
      .where(and(eq(bulkRuns.accountId, accountId), eq(bulkRuns.id, runId), eq(bulkRuns.state, "running")));
    await orderSweeps(tx, allowed, runId, finishedAt);
  });
}
