import "server-only";
import { and, asc, desc, eq, gte, type SQL, sql } from "drizzle-orm";
import { type bulkRowStates, bulkRows } from "@/db/schema/bulk-rows";
import { bulkRuns } from "@/db/schema/bulk-runs";
import { authorize, mayDo } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { anySubAccount, walletResource } from "@/lib/authorization/resources";
import { withReadTransaction } from "@/lib/foundation/transaction";
import { getRun } from "./lookups";
import { actionOf } from "./rules";
import { type BulkAct, type BulkKind, bulkActs, rowsShown } from "./schema";

export interface BulkRunView {
  id: string;
  kind: BulkKind;
  state: "draft" | "running" | "done" | "cancelled";
  total: number;
  planned: number;
  /** What the act was told; empty for a draft, which is told as it starts. */
  params: Record<string, string>;
  orderedBy: string;
  createdAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
}

type RowState = (typeof bulkRowStates)[number];

export interface BulkRowView {
  position: number;
  name: string;
  state: RowState;
  /** A message key; empty for what waits or is done. */
  reason: string;
  /** What its words need. */
  details: Record<string, string | number>;
  /** Of a key, as the run was planned; undefined for rows of sub-accounts, and for keys that were not found. */
  key: { owner: string | null; lastUsedAt: Date | null } | undefined;
}

const runsShown = 50;

function presentRun(run: typeof bulkRuns.$inferSelect): BulkRunView {
  const { id, kind, state, total, planned, params, orderedBy, createdAt, startedAt, finishedAt } = run;
  return { id, kind, state, total, planned, params, orderedBy, createdAt, startedAt, finishedAt };
}

/** What of a selection the caller may do to anybody; for drawing. */
export function actsOpenTo(ctx: Context): BulkAct[] {
  if (!mayDo(ctx, "espalier:RunInBulk", anySubAccount(ctx))) return [];
  return bulkActs.filter((act) =>
    mayDo(ctx, actionOf[act], act === "limit" ? walletResource(ctx) : anySubAccount(ctx)),
  );
}

/** The newest runs of the account: how somebody finds theirs again after signing out. */
export async function listBulkRuns(ctx: Context): Promise<BulkRunView[]> {
  const allowed = authorize(ctx, "espalier:RunInBulk", anySubAccount(ctx));
  const rows = await withReadTransaction(allowed, (tx) =>
    tx
      .select()
      .from(bulkRuns)
      .where(eq(bulkRuns.accountId, allowed.accountId))
      .orderBy(desc(bulkRuns.createdAt), desc(bulkRuns.id))
      .limit(runsShown),
  );
  return rows.map(presentRun);
}

export interface BulkRunDetail {
  run: BulkRunView;
  counts: Record<RowState, number>;
  /** From `from` on, in the order of the list. */
  rows: BulkRowView[];
}

const rowColumns = {
  position: bulkRows.position,
  name: bulkRows.name,
  state: bulkRows.state,
  reason: bulkRows.reason,
  details: bulkRows.details,
  input: bulkRows.input,
};

type Row = Pick<typeof bulkRows.$inferSelect, keyof typeof rowColumns>;

function presentRow({ kind }: { kind: BulkKind }, { input, ...row }: Row): BulkRowView {
  const isKey = kind === "disable-keys" && input !== null;
  const { owner, lastUsedAt } = input ?? {};
  return {
    ...row,
    key: isKey ? { owner: owner || null, lastUsedAt: lastUsedAt ? new Date(lastUsedAt) : null } : undefined,
  };
}

/** One run, how far it is, and a page of its rows. */
export async function getBulkRun(ctx: Context, id: string, from = 0): Promise<BulkRunDetail> {
  const allowed = authorize(ctx, "espalier:RunInBulk", anySubAccount(ctx));
  return withReadTransaction(allowed, async (tx) => {
    const run = await getRun(tx, allowed, id);
    const own: SQL | undefined = and(eq(bulkRows.accountId, allowed.accountId), eq(bulkRows.runId, id));
    const found = await tx
      .select({ state: bulkRows.state, count: sql<number>`count(*)::int` })
      .from(bulkRows)
      .where(own)
      .groupBy(bulkRows.state);
    const rows = await tx
      .select(rowColumns)
      .from(bulkRows)
      .where(and(own, gte(bulkRows.position, from)))
      .orderBy(asc(bulkRows.position))
      .limit(rowsShown);
    const none = { waiting: 0, done: 0, skipped: 0, refused: 0 };
    const counts = { ...none, ...Object.fromEntries(found.map(({ state, count }) => [state, count])) };
    return { run: presentRun(run), counts, rows: rows.map((row) => presentRow(run, row)) };
  });
}

/** Every row of a run, for its result file: bounded by how many a run may have. */
export async function readBulkResult(ctx: Context, id: string): Promise<{ run: BulkRunView; rows: BulkRowView[] }> {
  const allowed = authorize(ctx, "espalier:RunInBulk", anySubAccount(ctx));
  return withReadTransaction(allowed, async (tx) => {
    const run = await getRun(tx, allowed, id);
    const rows = await tx
      .select(rowColumns)
      .from(bulkRows)
      .where(and(eq(bulkRows.accountId, allowed.accountId), eq(bulkRows.runId, id)))
      .orderBy(asc(bulkRows.position));
    return { run: presentRun(run), rows: rows.map((row) => presentRow(run, row)) };
  });
}
