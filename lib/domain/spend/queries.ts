import "server-only";
import { and, desc, eq, isNotNull, or, sql } from "drizzle-orm";
import { billingPeriods } from "@/db/schema/books";
import { invoices } from "@/db/schema/invoices";
import { spendMonths } from "@/db/schema/spend";
import { authorize, authorizeWidest } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { anySubAccount, subAccountResource } from "@/lib/authorization/resources";
import { cutPage, type Page, readCursor } from "@/lib/foundation/cursor";
import { DomainError } from "@/lib/foundation/errors";
import type { Micros } from "@/lib/foundation/money";
import { withReadTransaction } from "@/lib/foundation/transaction";
import { readInvoiced } from "./invoiced-queries";
import { readLines } from "./line-queries";
import { findPeriod, findWhose, readNames, readTerms } from "./lookups";
import {
  type BillLine,
  type BillRow,
  type Daily,
  type Invoiced,
  type InvoicingMode,
  type MoneyTerms,
  microsOf,
  monthOf,
  type Restated,
  type StatementSums,
} from "./presenter";
import { readRestated } from "./restated-queries";
import { dayBefore, daysBetween, lastDayOf, monthBefore, sameDayBefore, seriesOf } from "./rules";
import { type BillFilter, Month } from "./schema";
import {
  ownPart,
  readDailyByService,
  readDailyBySubAccount,
  readLastHour,
  readStatementSums,
  readUsedUntil,
  type SpendSums,
  sumDays,
  sumMonth,
} from "./sums-queries";

const monthsShown = 60;

/**
 * Months, newest first: of the whole account, or (`widest`) of the caller alone where no policy shows more. Throws
 * `forbidden` to who may not see the account's.
 */
export async function listBills(
  ctx: Context,
  of: "account" | "widest",
): Promise<{ terms: MoneyTerms; rows: BillRow[] }> {
  const allowed =
    of === "account"
      ? authorize(ctx, "bss:DescribeSpend", anySubAccount(ctx))
      : authorizeWidest(ctx, "bss:DescribeSpend");
  const { accountId, scope } = allowed;
  return withReadTransaction(allowed, async (tx) => {
    const terms = await readTerms(tx, allowed);
    const own = scope.kind === "sub-account" ? eq(spendMonths.subAccountId, scope.subAccountId) : undefined;
    // Of the account also a month that consumed nothing, where what was paid in is or was invoiced.
    const isInvoiced = sql`exists (select from ${invoices} i where i.account_id = ${accountId} and i.period = ${billingPeriods.period})`;
    const isListed = own
      ? isNotNull(spendMonths.period)
      : or(isNotNull(spendMonths.period), eq(billingPeriods.invoicingMode, "prepayment_invoiced"), isInvoiced);
    const rows = await tx
      .select({
        period: billingPeriods.period,
        status: billingPeriods.status,
        endsAt: billingPeriods.endsAt,
        closedAt: billingPeriods.closedAt,
        total: sql<string>`coalesce(sum(${spendMonths.effectiveCost}), 0)`,
        charges: sql<string>`coalesce(sum(${spendMonths.charges}), 0)`,
        subAccounts: sql<number>`count(${spendMonths.subAccountId})::int`,
      })
      .from(billingPeriods)
      .leftJoin(
        spendMonths,
        and(eq(spendMonths.accountId, accountId), eq(spendMonths.period, billingPeriods.period), own),
      )
      .where(and(eq(billingPeriods.accountId, accountId), isListed))
      .groupBy(billingPeriods.period, billingPeriods.status, billingPeriods.endsAt, billingPeriods.closedAt)
      .orderBy(desc(billingPeriods.period))
      .limit(monthsShown);
    return {
      terms,
      rows: rows.map(({ period, total, charges, ...row }) => ({
        ...row,
        month: monthOf(period),
        total: microsOf(total),
        charges: BigInt(charges),
      })),
    };
  });
}

export interface Bill {
  terms: MoneyTerms;
  month: string;
  /** Empty: of the whole account. */
  name: string;
  status: BillRow["status"];
  startsAt: Date;
  endsAt: Date;
  total: Micros;
  charges: bigint;
  /** Of the month before: all of it, and up to the day that the running month has come to. */
  before: Micros;
  beforeSoFar: Micros;
  /** Of a sub-account alone. */
  statement: StatementSums | undefined;
  invoicingMode: InvoicingMode;
  /** Of the account, where its invoice is not what was consumed. */
  invoiced: Invoiced | undefined;
  /** Of a closed month that later bills correct, or that corrects earlier ones. */
  restated: Restated | undefined;
  /** The running month is not over. */
  isRunning: boolean;
  /** What is used until then was charged. */
  usedUntil: Date | null;
  daily: Daily;
}

/**
 * One month of the account, or of the sub-account of that name. Throws `not-found` for a month without books, a name
 * that never was, and one that the caller may not know of.
 */
export async function getBill(ctx: Context, month: string, name = ""): Promise<Bill> {
  const allowed = authorize(ctx, "bss:DescribeSpend", name ? subAccountResource(ctx, name) : anySubAccount(ctx));
  if (!Month.safeParse(month).success) throw new DomainError("not-found", "bill");
  return withReadTransaction(allowed, async (tx) => {
    const whose = await findWhose(tx, allowed, name);
    const terms = await readTerms(tx, allowed);
    const period = await findPeriod(tx, allowed, month);
    const { status, startsAt, endsAt, invoicingMode } = period;
    const isRunning = monthOf(terms.month) === month;
    const last = isRunning ? terms.today : lastDayOf(month);
    const earlier = monthBefore(month);
    const [own, before] = await sumMonth(tx, allowed, whose, [month, earlier]);
    const beforeSoFar = isRunning
      ? await sumDays(tx, allowed, whose, { first: `${earlier}-01`, last: sameDayBefore(terms.today) })
      : (before?.total ?? microsOf(0n));
    const span = { first: `${month}-01`, last };
    const costs = whose
      ? await readDailyByService(tx, allowed, whose, span)
      : await readDailyBySubAccount(tx, allowed, span);
    const total = own?.total ?? microsOf(0n);
    return {
      ...{ terms, month, name, status, startsAt, endsAt, invoicingMode, isRunning, beforeSoFar, total },
      invoiced: whose ? undefined : await readInvoiced(tx, period, total),
      charges: own?.charges ?? 0n,
      before: before?.total ?? microsOf(0n),
      statement: whose && (await readStatementSums(tx, allowed, whose, month)),
      restated: status === "closed" ? await readRestated(tx, allowed, whose, month) : undefined,
      usedUntil: await readUsedUntil(tx, allowed, whose, { month, endsAt }),
      daily: seriesOf(daysBetween(span.first, span.last), costs),
    };
  });
}

export interface BillLines extends Page<BillLine> {
  total: Micros;
  before: Micros;
  charges: bigint;
}

/** One side of a bill with the month before beside it, dearest first (days in their order), and the filter's totals. */
export async function listBillLines(
  ctx: Context,
  { month, name }: { month: string; name: string },
  filter: BillFilter,
): Promise<BillLines> {
  const allowed = authorize(ctx, "bss:DescribeSpend", name ? subAccountResource(ctx, name) : anySubAccount(ctx));
  const size = Number(filter.size);
  return withReadTransaction(allowed, async (tx) => {
    const whose = await findWhose(tx, allowed, name);
    const cursor = readCursor(filter.cursor);
    const found = await readLines(tx, allowed, { whose, month, filter, cursor, limit: size + 1 });
    const page = cutPage(found.rows, size, cursor, ({ cost, key }) => ({ value: cost.toString(), id: key }));
    const names =
      filter.by === "sub-account"
        ? await readNames(
            tx,
            allowed,
            page.rows.map(({ key }) => key),
          )
        : new Map<string, string>();
    const rows = page.rows.map((row) => ({
      ...row,
      key: names.get(row.key) ?? (filter.by === "sub-account" ? "" : row.key),
    }));
    return { ...page, rows, ...found.totals };
  });
}

export interface SpendSummary extends SpendSums {
  usedUntil: Date | null;
  /** Dearest first: this month's sub-accounts; empty for who sees only itself. */
  top: { name: string; cost: Micros }[];
  /** The last thirty days. */
  daily: Daily;
  /** The caller sees every sub-account's. */
  ofAccount: boolean;
}

const topShown = 5;
const trendDays = 30;

/** What is being spent now: of the account, or of the caller alone where no policy shows more. */
export async function getSpendSummary(ctx: Context): Promise<SpendSummary> {
  const allowed = authorizeWidest(ctx, "bss:DescribeSpend");
  const whose = ownPart(allowed);
  return withReadTransaction(allowed, async (tx) => {
    const terms = await readTerms(tx, allowed);
    const { today } = terms;
    const month = monthOf(terms.month);
    const earlier = monthBefore(month);
    const [now, before] = await sumMonth(tx, allowed, whose, [month, earlier]);
    const span = { first: dayBefore(today, trendDays - 1), last: today };
    const costs = whose
      ? await readDailyByService(tx, allowed, whose, span)
      : await readDailyBySubAccount(tx, allowed, span);
    const daily = seriesOf(daysBetween(span.first, span.last), costs);
    const on = (day: string) =>
      microsOf(costs.filter((cost) => cost.day === day).reduce((sum, { cost }) => sum + cost, 0n));
    const filter = { by: "sub-account", service: "", sku: "", category: "", day: "", size: "25" } as const;
    const lines = whose
      ? []
      : (await readLines(tx, allowed, { whose, month, filter, cursor: undefined, limit: topShown })).rows;
    const names = await readNames(
      tx,
      allowed,
      lines.map(({ key }) => key),
    );
    return {
      terms,
      daily,
      today: on(today),
      yesterday: on(dayBefore(today)),
      monthSoFar: now?.total ?? microsOf(0n),
      beforeSoFar: await sumDays(tx, allowed, whose, { first: `${earlier}-01`, last: sameDayBefore(today) }),
      beforeTotal: before?.total ?? microsOf(0n),
      lastHour: await readLastHour(tx, allowed, whose),
      usedUntil: await readUsedUntil(tx, allowed, whose, { month, endsAt: undefined }),
      top: lines.flatMap(({ key, cost }) => (names.has(key) ? [{ name: names.get(key) ?? "", cost }] : [])),
      ofAccount: whose === undefined,
    };
  });
}
