import "server-only";
import { and, type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import type { Tx } from "./transaction";

/**
 * Deletes at most `size` rows of those that match and answers how many went. Rows are found by where they lie: whatever
 * the planner believes of a table that just grew, it reads each of them once. Not for a table that is split into
 * partitions, where a place is not one row's.
 */
export async function deletePiece(tx: Tx, table: PgTable, matching: SQL | undefined, size: number): Promise<number> {
  const piece = tx.select({ at: sql`ctid` }).from(table).where(matching).limit(size);
  const gone = await tx.delete(table).where(and(matching, sql`ctid = any (array(${piece}))`));
  return gone.count;
}
