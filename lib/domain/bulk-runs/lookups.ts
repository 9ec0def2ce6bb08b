import "server-only";
import { and, eq } from "drizzle-orm";
import { bulkRuns } from "@/db/schema/bulk-runs";
import type { Allowed } from "@/lib/authorization/authorize";
import { DomainError } from "@/lib/foundation/errors";
import type { Fence } from "@/lib/foundation/fence";
import { type Tx, withReadTransaction } from "@/lib/foundation/transaction";
import { isRunId } from "./schema";

const of = ({ accountId }: Fence, id: string) => and(eq(bulkRuns.accountId, accountId), eq(bulkRuns.id, id));

/** Another account's run and a made-up one answer alike. */
function found<T>(row: T | undefined): T {
  if (!row) throw new DomainError("not-found", "bulk-run");
  return row;
}

export async function getRun(tx: Tx, fence: Fence, id: string) {
  if (!isRunId(id)) throw new DomainError("not-found", "bulk-run");
  const [row] = await tx.select().from(bulkRuns).where(of(fence, id));
  return found(row);
}

/** The run, held until the transaction ends. */
export async function lockRun(tx: Tx, fence: Fence, id: string) {
  const [row] = await tx.select().from(bulkRuns).where(of(fence, id)).for("update");
  return found(row);
}

/** What a run does, for the decision about it: asked by whoever may work in bulk at all. */
export function peekRun(listing: Allowed, id: string) {
  return withReadTransaction(listing, (tx) => getRun(tx, listing, id));
}
