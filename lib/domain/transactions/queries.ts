import "server-only";
import { and, eq, gte, lt, lte, type SQL, sql } from "drizzle-orm";
import { reservedNames } from "@/db/schema/reserved-names";
import { transfers } from "@/db/schema/transfers";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { walletResource } from "@/lib/authorization/resources";
import { movementsUnder, readLineCursor, readLines } from "@/lib/domain/ledger/lookups";
import { midnightOf, readTerms } from "@/lib/domain/spend/lookups";
import { type MoneyTerms, microsOf } from "@/lib/domain/spend/presenter";
import type { Page } from "@/lib/foundation/cursor";
import type { SubAccountId } from "@/lib/foundation/ids";
import type { Micros } from "@/lib/foundation/money";
import { type Tx, withReadTransaction } from "@/lib/foundation/transaction";
import { presentTransaction, type TransactionRow } from "./presenter";
import type { TransactionFilter } from "./schema";

/** Lines that the totals are made of at once; more are added up when somebody asks for it. */
const countedMax = 20_000;

export interface Transactions extends Page<TransactionRow> {
  terms: MoneyTerms;
  /** Of the filter, not of the page: what came in, what went out of the wallet, and usage it could not cover; undefined where there are more lines than are counted unasked. */
  totals: { lines: bigint; in: Micros; out: Micros; owed: Micros } | undefined;
}

/** Every movement of the account's money, newest first. A name or reference nobody has finds nothing. */
export async function listTransactions(ctx: Context, filter: TransactionFilter): Promise<Transactions> {
  const allowed = authorize(ctx, "bss:DescribeWallet", walletResource(ctx));
  const size = Number(filter.size);
  const cursor = readLineCursor(filter.cursor);
  return withReadTransaction(allowed, async (tx) => {
    const terms = await readTerms(tx, allowed);
    const chosen = await chosenBy(tx, allowed, filter, terms);
    if (!chosen) return { terms, rows: [], newer: undefined, older: undefined, totals: noTotals };
    const page = await readLines(tx, { by: "id", chosen, cursor, size });
    const totals = await sumUp(tx, chosen, filter.exact !== undefined);
    return { ...page, rows: page.rows.map(presentTransaction), terms, totals };
  });
}

/** Undefined where nothing can be found. */
async function chosenBy(
  tx: Tx,
  { accountId }: Allowed,
  filter: TransactionFilter,
  { timeZone }: MoneyTerms,
): Promise<SQL | undefined> {
  const { kind, name, from, until, month, reference, min, max } = filter;
  let whose: SubAccountId | undefined;
  if (name) {
    const [row] = await tx
      .select({ id: reservedNames.subAccountId })
      .from(reservedNames)
      .where(and(eq(reservedNames.accountId, accountId), eq(reservedNames.name, name)));
    if (!row?.id) return undefined;
    whose = row.id;
  }
  const ofReference = reference ? await movementsUnder(tx, accountId, reference) : undefined;
  if (reference && !ofReference) return undefined;
  return and(
    eq(transfers.accountId, accountId),
    kind ? eq(transfers.kind, kind) : undefined,
    // Said outright, so that the index of all that is no usage serves.
    (kind && kind !== "usage") || ofReference ? sql`${transfers.kind} <> 'usage'` : undefined,
    whose && eq(transfers.subAccountId, whose),
    ofReference,
    month ? eq(transfers.chargePeriod, `${month}-01`) : undefined,
    from
      ? and(gte(transfers.postedAt, midnightOf(from, timeZone)), gte(transfers.period, `${from.slice(0, 7)}-01`))
      : undefined,
    until
      ? and(lt(transfers.postedAt, midnightOf(until, timeZone, 1)), lte(transfers.period, `${until.slice(0, 7)}-01`))
      : undefined,
    min && gte(transfers.amount, min),
    max && lte(transfers.amount, max),
  );
}

const noTotals = { lines: 0n, in: microsOf(0n), out: microsOf(0n), owed: microsOf(0n) };

async function sumUp(tx: Tx, chosen: SQL, exact: boolean): Promise<Transactions["totals"]> {
  const some = tx.select({ kind: transfers.kind, amount: transfers.amount }).from(transfers).where(chosen).$dynamic();
  const lines = (exact ? some : some.limit(countedMax + 1)).as("lines");
  const total = (kinds: SQL) => sql<string>`coalesce(sum(${lines.amount}) filter (where ${lines.kind} ${kinds}), 0)`;
  const [row] = await tx
    .select({
      lines: sql<string>`count(*)`,
      in: total(sql`in ('top-up', 'refund', 'payout-returned')`),
      out: total(sql`in ('top-up-reversal', 'usage', 'collection', 'payout')`),
      owed: total(sql`= 'overage'`),
    })
    .from(lines);
  const count = BigInt(row?.lines ?? 0);
  if (!exact && count > BigInt(countedMax)) return undefined;
  return { lines: count, in: microsOf(row?.in), out: microsOf(row?.out), owed: microsOf(row?.owed) };
}
