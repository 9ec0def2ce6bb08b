import "server-only";
import { type AnyColumn, and, asc, desc, eq, gt, lt, type SQL } from "drizzle-orm";
import { unionAll } from "drizzle-orm/pg-core";
import { transfers } from "@/db/schema/transfers";
import { cutPage, type KeysetCursor, type Page, readCursor } from "@/lib/foundation/cursor";
import type { Tx } from "@/lib/foundation/transaction";

/** What a month's lines are numbered by: all of them, or those that the wallet has part in. */
type LineNumber = "id" | "walletSeq";

/** Where a page of lines continues; undefined for a cursor that is none of theirs. */
export function readLineCursor(text: string | undefined): KeysetCursor | undefined {
  const cursor = readCursor(text);
  return cursor && /^\d{4}-\d\d-01$/.test(cursor.value) && /^\d{1,18}$/.test(cursor.id) ? cursor : undefined;
}

/** Months first: they are the partitions' bounds, and each month's lines lie in the order of their numbers. */
export function inLineOrder<N extends LineNumber>(
  by: N,
  lines: Record<"period" | N, AnyColumn>,
  cursor: KeysetCursor | undefined,
): SQL[] {
  const direction = cursor?.direction === "before" ? asc : desc;
  return [direction(lines.period), direction(lines[by])];
}

/**
 * A page of lines, before anything is joined to them. Beyond a cursor the rest of its month and the other months are two
 * questions: of both at once, as one comparison of rows, the planner expects next to nothing and sorts a whole month.
 */
export function linesOf(
  tx: Tx,
  {
    by,
    chosen,
    cursor,
    limit,
  }: { by: LineNumber; chosen: SQL | undefined; cursor: KeysetCursor | undefined; limit: number },
) {
  const part = (where: SQL | undefined) =>
    tx
      .select()
      .from(transfers)
      .where(and(chosen, where))
      .orderBy(...inLineOrder(by, transfers, cursor))
      .limit(limit);
  if (!cursor) return tx.$with("lines").as(part(undefined));
  const beyond = cursor.direction === "before" ? gt : lt;
  const { period } = transfers;
  const ofMonth = and(eq(period, cursor.value), beyond(transfers[by], BigInt(cursor.id)));
  return tx.$with("lines").as(unionAll(part(ofMonth), part(beyond(period, cursor.value))));
}

/** The page out of one line too many, with the cursors of its neighbours. */
export function cutLines<Row extends { period: string }>(
  found: readonly Row[],
  { size, cursor, numberOf }: { size: number; cursor: KeysetCursor | undefined; numberOf: (row: Row) => bigint | null },
): Page<Row> {
  return cutPage(found, size, cursor, (row) => ({ value: row.period, id: String(numberOf(row)) }));
}
