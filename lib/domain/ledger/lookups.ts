import "server-only";
import { type AnyColumn, and, asc, desc, eq, gt, inArray, like, lt, or, type SQL, sql } from "drizzle-orm";
import { unionAll } from "drizzle-orm/pg-core";
import { feeCharges } from "@/db/schema/recurring-fees";
import { reservedNames } from "@/db/schema/reserved-names";
import { topUps } from "@/db/schema/top-ups";
import { type transferKinds, transfers } from "@/db/schema/transfers";
import { walletActs } from "@/db/schema/wallet-acts";
import { cutPage, type KeysetCursor, type Page, readCursor } from "@/lib/foundation/cursor";
import type { AccountId } from "@/lib/foundation/ids";
import { asMicros, type Micros } from "@/lib/foundation/money";
import type { Tx } from "@/lib/foundation/transaction";

/** What a month's lines are numbered by: all of them, or those that the wallet has part in. */
type LineNumber = "id" | "walletSeq";

/** Where a page of lines continues; undefined for a cursor that is none of theirs. */
export function readLineCursor(text: string | undefined): KeysetCursor | undefined {
  const cursor = readCursor(text);
  return cursor && /^\d{4}-\d\d-01$/.test(cursor.value) && /^\d{1,18}$/.test(cursor.id) ? cursor : undefined;
}

/** Months first: they are the partitions' bounds, and each month's lines lie in the order of their numbers. */
function inLineOrder<N extends LineNumber>(
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
function linesOf(
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

/** Which way a movement goes, seen from the account. */
const signOf: Readonly<Record<(typeof transferKinds)[number], 1n | -1n>> = {
  "top-up": 1n,
  "top-up-reversal": -1n,
  usage: -1n,
  overage: -1n,
  refund: 1n,
  collection: -1n,
  payout: -1n,
  "payout-sent": -1n,
  "payout-returned": 1n,
  "write-off": 1n,
};

/** A movement of an account's money as it is stored, with the names it refers to. */
export interface LedgerLine {
  id: bigint;
  seq: bigint | null;
  postedAt: Date;
  kind: (typeof transferKinds)[number];
  /** Signed: what came in is positive. */
  amount: Micros;
  balance: Micros | null;
  subAccountName: string | null;
  chargePeriod: string | null;
  settlementNo: bigint | null;
  topUpId: string | null;
  reference: string | null;
}

interface Wanted {
  by: LineNumber;
  /** Which lines, their account first. */
  chosen: SQL | undefined;
  cursor: KeysetCursor | undefined;
  size: number;
}

/** A page of lines, newest first, numbered by what the page shows. */
export async function readLines(tx: Tx, { by, chosen, cursor, size }: Wanted): Promise<Page<LedgerLine>> {
  const lines = linesOf(tx, { by, chosen, cursor, limit: size + 1 });
  const found = await tx
    .with(lines)
    .select({
      period: lines.period,
      id: lines.id,
      seq: lines.walletSeq,
      postedAt: lines.postedAt,
      kind: lines.kind,
      amount: lines.amount,
      balance: lines.walletBalance,
      subAccountName: reservedNames.name,
      chargePeriod: lines.chargePeriod,
      settlementNo: lines.settlementNo,
      topUpId: lines.topUpId,
      reference: sql<string | null>`coalesce(${topUps.reference}, ${walletActs.reference})`,
    })
    .from(lines)
    .leftJoin(
      reservedNames,
      and(eq(reservedNames.accountId, lines.accountId), eq(reservedNames.subAccountId, lines.subAccountId)),
    )
    .leftJoin(topUps, and(eq(topUps.accountId, lines.accountId), eq(topUps.id, lines.topUpId)))
    .leftJoin(
      walletActs,
      and(
        eq(walletActs.accountId, lines.accountId),
        eq(walletActs.kind, "payout"),
        like(lines.kind, "payout%"),
        or(eq(walletActs.postedId, lines.id), eq(walletActs.outcomeId, lines.id)),
      ),
    )
    .orderBy(...inLineOrder(by, lines, cursor))
    .limit(size + 1);
  const number = by === "id" ? "id" : "seq";
  const page = cutPage(found, size, cursor, (row) => ({ value: row.period, id: String(row[number]) }));
  return {
    ...page,
    rows: page.rows.map(({ period: _, ...line }) => ({ ...line, amount: asMicros(signOf[line.kind] * line.amount) })),
  };
}

/** The transfers of the top-up and of the payout that have a reference; undefined where none has. */
export async function movementsUnder(tx: Tx, accountId: AccountId, reference: string): Promise<SQL | undefined> {
  const [topUp] = await tx
    .select({ id: topUps.id })
    .from(topUps)
    .where(and(eq(topUps.accountId, accountId), eq(topUps.reference, reference)));
  const { kind, postedId, outcomeId } = walletActs;
  const [payout] = await tx
    .select({ postedId, outcomeId })
    .from(walletActs)
    .where(and(eq(walletActs.accountId, accountId), eq(walletActs.reference, reference), eq(kind, "payout")));
  const ids = [payout?.postedId, payout?.outcomeId].filter((id) => typeof id === "bigint");
  return or(topUp && eq(transfers.topUpId, topUp.id), ids.length > 0 ? inArray(transfers.id, ids) : undefined);
}

/** What of the hours since then was bought by the month and not used. */
export const boughtSince = (accountId: AccountId, since: Date, until?: Date) => sql`(
  select coalesce(sum(f.cost), 0) from ${feeCharges} f
  where f.account_id = ${accountId} and f.start_at >= ${since.toISOString()}
    ${until ? sql`and f.start_at < ${until.toISOString()}` : sql``})`;
