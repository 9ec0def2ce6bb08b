import "server-only";
import { and, eq } from "drizzle-orm";
import { bulkRows } from "@/db/schema/bulk-rows";
import { bulkRuns } from "@/db/schema/bulk-runs";
import type { Allowed } from "@/lib/authorization/authorize";
import { newId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";
import type { BulkKind } from "./schema";

/** A run that nothing has been done of, by whoever plans it. */
export async function insertDraft(
  tx: Tx,
  { accountId, actor, now }: Allowed,
  { kind, total, planned = 0 }: { kind: BulkKind; total: number; planned?: number },
): Promise<string> {
  const id = newId(now.getTime());
  const by = { orderedBy: actor.name, sessionId: actor.type === "operator" ? null : actor.sessionId };
  await tx.insert(bulkRuns).values({ accountId, id, kind, total, planned, ...by, createdAt: now });
  return id;
}

/** What still waits is not done any more. */
export async function skipWaiting(tx: Tx, { accountId, now }: Pick<Allowed, "accountId" | "now">, id: string) {
  await tx
    .update(bulkRows)
    .set({ state: "skipped", reason: "bulkCancelled", finishedAt: now })
    .where(and(eq(bulkRows.accountId, accountId), eq(bulkRows.runId, id), eq(bulkRows.state, "waiting")));
}
