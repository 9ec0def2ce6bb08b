import "server-only";
import { and, asc, between, desc, eq, gte, inArray, isNull, lt, lte, type SQL, sql } from "drizzle-orm";
import { charges } from "@/db/schema/charges";
import { skuPrices, skus } from "@/db/schema/price-book";
import { settlementLines } from "@/db/schema/settlement-lines";
import { billedResources } from "@/db/schema/usage-events";
import { type Allowed, authorize, authorizeWidest } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { subAccountResource, walletResource } from "@/lib/authorization/resources";
import { readLines } from "@/lib/domain/spend/line-queries";
import { findWhose, readNames, readTerms } from "@/lib/domain/spend/lookups";
import { type ChargeRow, type MoneyTerms, microsOf, monthOf, periodOf } from "@/lib/domain/spend/presenter";
import { type ChargeFilter, ofNone } from "@/lib/domain/spend/schema";
import { cutPage, type KeysetCursor, type Page, readCursor } from "@/lib/foundation/cursor";
import { type Tx, withReadTransaction } from "@/lib/foundation/transaction";
import { chargeColumns, narrowedTo, presentChargeRow } from "./lookups";
import type { ChargeTotals } from "./presenter";

export interface Charges extends Page<ChargeRow> {
  terms: MoneyTerms;
  month: string;
  /** Of the filter, from the sums that are kept. */
  totals: ChargeTotals;
}

/**
 * The priced lines of one month, newest use first: a sub-account's, the account's own, those of one settlement, or all
 * that the caller may see. SKU and day narrow those of one sub-account. Throws `not-found` for a name the caller may
 * not know of, and for one that never was.
 */
export async function listChargeRows(ctx: Context, filter: ChargeFilter): Promise<Charges> {
  const { name, settlement, resource } = filter;
  // Settlements and what the account itself is charged are of the wallet.
  const ofWallet = settlement !== "" || name === ofNone;
  const named = name ? subAccountResource(ctx, name) : undefined;
  const allowed = ofWallet
    ? authorize(ctx, "bss:DescribeWallet", walletResource(ctx))
    : named
      ? authorize(ctx, "bss:DescribeSpend", named)
      : authorizeWidest(ctx, "bss:DescribeSpend");
  const size = Number(filter.size);
  const cursor = readCursor(filter.cursor);
  return withReadTransaction(allowed, async (tx) => {
    const terms = await readTerms(tx, allowed);
    const month = filter.month || monthOf(terms.month);
    const itself = name === ofNone && allowed.scope.kind === "account";
    const whose = itself ? undefined : await findWhose(tx, allowed, name);
    const settled = settlement ? await settledIds(tx, allowed, month, settlement) : undefined;
    const byUse = whose !== undefined && !settlement;
    const chosen = and(
      eq(charges.accountId, allowed.accountId),
      eq(charges.period, periodOf(month)),
      whose && eq(charges.subAccountId, whose),
      itself ? isNull(charges.subAccountId) : undefined,
      settled,
      resource ? ofResource(tx, allowed, resource) : undefined,
      byUse ? narrowedTo(filter, terms) : undefined,
    );
    const backwards = cursor?.direction === "before";
    const direction = backwards ? asc : desc;
    const found = await tx
      .select(chargeColumns)
      .from(charges)
      .leftJoin(skuPrices, eq(skuPrices.id, charges.skuPriceId))
      .leftJoin(skus, eq(skus.code, skuPrices.skuCode))
      .leftJoin(
        billedResources,
        and(eq(billedResources.accountId, charges.accountId), eq(billedResources.id, charges.resourceId)),
      )
      .where(and(chosen, beyond(cursor, byUse)))
      .orderBy(...(byUse ? [direction(charges.startAt), direction(charges.id)] : [direction(charges.id)]))
      .limit(size + 1);
    const page = cutPage(found, size, cursor, ({ startAt, id }) => ({
      value: startAt.toISOString(),
      id: id.toString(),
    }));
    const names = await readNames(
      tx,
      allowed,
      page.rows.map(({ subAccountId }) => subAccountId ?? ""),
    );
    const totals = await totalsOf(tx, allowed, { whose, itself, month, filter, chosen });
    return { ...page, rows: page.rows.map((row) => presentChargeRow(row, names)), terms, month, totals };
  });
}

/** A settlement says which ids its charges lie between. */
async function settledIds(tx: Tx, { accountId }: Allowed, month: string, settlement: string): Promise<SQL | undefined> {
  const no = BigInt(settlement);
  const [row] = await tx
    .select({
      first: sql<string>`min(${settlementLines.firstCharge})`,
      last: sql<string>`max(${settlementLines.lastCharge})`,
    })
    .from(settlementLines)
    .where(
      and(
        eq(settlementLines.accountId, accountId),
        eq(settlementLines.settlementNo, no),
        eq(settlementLines.chargePeriod, periodOf(month)),
      ),
    );
  if (!row?.first) return sql`false`;
  return and(between(charges.id, BigInt(row.first), BigInt(row.last)), eq(charges.settlementNo, no));
}

function ofResource(tx: Tx, { accountId }: Allowed, arn: string): SQL {
  const billed = tx
    .select({ id: billedResources.id })
    .from(billedResources)
    .where(and(eq(billedResources.accountId, accountId), eq(billedResources.arn, arn)));
  return inArray(charges.resourceId, billed);
}

function beyond(cursor: KeysetCursor | undefined, byUse: boolean): SQL | undefined {
  if (!cursor || !/^\d{1,18}$/.test(cursor.id)) return undefined;
  const at = new Date(cursor.value);
  if (byUse && Number.isNaN(at.getTime())) return undefined;
  const older = cursor.direction !== "before";
  if (!byUse) return older ? lt(charges.id, BigInt(cursor.id)) : sql`${charges.id} > ${cursor.id}::bigint`;
  const row = sql`(${charges.startAt}, ${charges.id})`;
  const here = sql`(${at.toISOString()}::timestamptz, ${cursor.id}::bigint)`;
  return older
    ? and(sql`${row} < ${here}`, lte(charges.startAt, at))
    : and(sql`${row} > ${here}`, gte(charges.startAt, at));
}

interface TotalsOf {
  whose: Awaited<ReturnType<typeof findWhose>>;
  itself: boolean;
  month: string;
  filter: ChargeFilter;
  /** The rows themselves: no sums are kept by settlement or resource. */
  chosen: SQL | undefined;
}

async function totalsOf(
  tx: Tx,
  allowed: Allowed,
  { whose, itself, month, filter, chosen }: TotalsOf,
): Promise<ChargeTotals> {
  const { settlement, resource, sku, category, day } = filter;
  if (settlement || resource) {
    const [row] = await tx
      .select({ cost: sql<string>`coalesce(sum(${charges.effectiveCost}), 0)`, charges: sql<string>`count(*)` })
      .from(charges)
      .leftJoin(skuPrices, eq(skuPrices.id, charges.skuPriceId))
      .leftJoin(skus, eq(skus.code, skuPrices.skuCode))
      .where(chosen);
    return { cost: microsOf(row?.cost), charges: BigInt(row?.charges ?? 0) };
  }
  const narrow = whose ? { service: "", sku, category, day } : { service: "", sku: "", category: "" as const, day: "" };
  const asked = { whose, month, filter: { by: "sub-account" as const, ...narrow }, cursor: undefined };
  const { rows, totals } = await readLines(tx, allowed, { ...asked, limit: itself ? 10_000 : 1 });
  if (!itself) return { cost: totals.total, charges: totals.charges };
  const own = rows.find(({ key }) => key === "");
  return { cost: own?.cost ?? microsOf(0n), charges: own?.charges ?? 0n };
}
