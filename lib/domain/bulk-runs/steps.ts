import "server-only";
import { and, eq } from "drizzle-orm";
import { bulkRows } from "@/db/schema/bulk-rows";
import { bulkRuns } from "@/db/schema/bulk-runs";
import type { Allowed } from "@/lib/authorization/authorize";
import { newId } from "@/lib/foundation/ids";
import { enqueue } from "@/lib/foundation/queue";
import type { Tx } from "@/lib/foundation/transaction";
import { sweepBulkRunJob } from "./jobs";
import { inDays, keptDays } from "./rules";
import type { BulkKind } from "./schema";

interface Draft {
  kind: BulkKind;
  total: number;
  planned?: number;
  params?: Record<string, string>;
}

/** A run that nothing has been done of, by whoever plans it. */
export async function insertDraft(
  tx: Tx,
  { accountId, actor, now }: Allowed,
  { kind, total, planned = 0, params = {} }: Draft,
): Promise<string> {
  const id = newId(now.getTime());
  const by = { orderedBy: actor.name, sessionId: actor.type === "operator" ? null : actor.sessionId };
  await tx.insert(bulkRuns).values({ accountId, id, kind, total, planned, params, ...by, createdAt: now });
  await enqueue(
    tx,
    sweepBulkRunJob,
    { accountId, runId: id, kitsOnly: false },
    { startAfter: inDays(now, keptDays.draft) },
  );
  return id;
}

interface Missing {
  runId: string;
  /** The position of the first of them. */
  from: number;
  names: readonly string[];
}

/** What was asked for and is nobody's here, another account's or made up: rows that say so. */
export async function insertMissing(tx: Tx, { accountId }: Allowed, { runId, from, names }: Missing): Promise<void> {
  if (names.length === 0) return;
  const skipped = { state: "skipped", reason: "codes.not-found" } as const;
  await tx
    .insert(bulkRows)
    .values(names.map((name, at) => ({ accountId, runId, position: from + at, name, ...skipped })));
}

/** What still waits is not done any more. */
export async function skipWaiting(tx: Tx, { accountId, now }: Pick<Allowed, "accountId" | "now">, id: string) {
  await tx
    .update(bulkRows)
    .set({ state: "skipped", reason: "bulkCancelled", finishedAt: now })
    .where(and(eq(bulkRows.accountId, accountId), eq(bulkRows.runId, id), eq(bulkRows.state, "waiting")));
}

/** A run that is over keeps what it made for three days and its rows for ninety. */
export async function orderSweeps(tx: Tx, { accountId }: Pick<Allowed, "accountId">, runId: string, finishedAt: Date) {
  await enqueue(
    tx,
    sweepBulkRunJob,
    { accountId, runId, kitsOnly: true },
    { startAfter: inDays(finishedAt, keptDays.kits) },
  );
  await enqueue(
    tx,
    sweepBulkRunJob,
    { accountId, runId, kitsOnly: false },
    { startAfter: inDays(finishedAt, keptDays.finished) },
  );
}
