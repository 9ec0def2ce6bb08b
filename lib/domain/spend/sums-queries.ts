import "server-only";
import { and, between, desc, eq, gte, inArray, isNotNull, lt, sql } from "drizzle-orm";
import { charges } from "@/db/schema/charges";
import { billingServices, skuPrices, skus } from "@/db/schema/price-book";
import { spendDaySkus, spendDays, spendHours, spendMonths } from "@/db/schema/spend";
import { usageSources } from "@/db/schema/usage-events";
import type { Allowed } from "@/lib/authorization/authorize";
import { boughtSince } from "@/lib/domain/ledger/lookups";
import type { SubAccountId } from "@/lib/foundation/ids";
import type { Micros } from "@/lib/foundation/money";
import type { Tx } from "@/lib/foundation/transaction";
import { readNames } from "./lookups";
import { type MoneyTerms, microsOf, monthOf, periodOf, wordsOf } from "./presenter";
import { type DayCost, dayBefore, type LastHour, lastFullHour, monthBefore, sameDayBefore, slowestOf } from "./rules";

type Whose = SubAccountId | undefined;
interface Span {
  first: string;
  last: string;
}

/** The caller's own id where it sees nobody else. */
export const ownPart = ({ scope }: Allowed): Whose => (scope.kind === "sub-account" ? scope.subAccountId : undefined);

/** The months' periods that a span of days touches: the rollups are kept by them. A charge stands on the bill of its month or a later one. */
const periodsOf = ({ first }: Span) => sql`>= ${periodOf(monthOf(first))}::date`;

/** What months cost, in the order they are asked for; undefined for one without charges. */
export async function sumMonth(tx: Tx, { accountId }: Allowed, whose: Whose, months: readonly string[]) {
  const rows = await tx
    .select({
      period: spendMonths.period,
      total: sql<string>`sum(${spendMonths.effectiveCost})`,
      charges: sql<string>`sum(${spendMonths.charges})`,
    })
    .from(spendMonths)
    .where(
      and(
        eq(spendMonths.accountId, accountId),
        inArray(spendMonths.period, months.map(periodOf)),
        whose && eq(spendMonths.subAccountId, whose),
      ),
    )
    .groupBy(spendMonths.period);
  return months.map((month) => {
    const row = rows.find(({ period }) => monthOf(period) === month);
    return row && { total: microsOf(row.total), charges: BigInt(row.charges) };
  });
}

/** What a sub-account used before a month, and what of the month the wallet did not cover when it was settled. */
export async function readStatementSums(tx: Tx, { accountId }: Allowed, subAccountId: SubAccountId, month: string) {
  const { period, effectiveCost, uncovered } = spendMonths;
  const [row] = await tx
    .select({
      usedBefore: sql<string>`coalesce(sum(${effectiveCost}) filter (where ${period} < ${periodOf(month)}), 0)`,
      uncovered: sql<string>`coalesce(sum(${uncovered}) filter (where ${period} = ${periodOf(month)}), 0)`,
    })
    .from(spendMonths)
    .where(and(eq(spendMonths.accountId, accountId), eq(spendMonths.subAccountId, subAccountId)));
  return { usedBefore: microsOf(row?.usedBefore), uncovered: microsOf(row?.uncovered) };
}

/** What days of one bill cost together. */
export async function sumDays(tx: Tx, { accountId }: Allowed, whose: Whose, { first, last }: Span): Promise<Micros> {
  const [row] = await tx
    .select({ total: sql<string>`coalesce(sum(${spendDays.effectiveCost}), 0)` })
    .from(spendDays)
    .where(
      and(
        eq(spendDays.accountId, accountId),
        eq(spendDays.period, periodOf(monthOf(first))),
        between(spendDays.day, first, last),
        whose && eq(spendDays.subAccountId, whose),
      ),
    );
  return microsOf(row?.total);
}

/** What a first look at somebody's spend needs. */
export interface SpendSums {
  terms: MoneyTerms;
  today: Micros;
  yesterday: Micros;
  monthSoFar: Micros;
  /** What an hour costs now, and which hour it was. */
  lastHour: LastHour;
  /** Of the month before, up to the same day. */
  beforeSoFar: Micros;
  beforeTotal: Micros;
}

export async function readSums(tx: Tx, allowed: Allowed, whose: Whose, terms: MoneyTerms): Promise<SpendSums> {
  const { today } = terms;
  const month = monthOf(terms.month);
  const earlier = monthBefore(month);
  const onDay = (day: string) => sumDays(tx, allowed, whose, { first: day, last: day });
  const [[now, before], ofToday, ofYesterday, beforeSoFar, lastHour] = await Promise.all([
    sumMonth(tx, allowed, whose, [month, earlier]),
    onDay(today),
    onDay(dayBefore(today)),
    sumDays(tx, allowed, whose, { first: `${earlier}-01`, last: sameDayBefore(today) }),
    readLastHour(tx, allowed, whose),
  ]);
  return {
    ...{ terms, today: ofToday, yesterday: ofYesterday, beforeSoFar, lastHour },
    monthSoFar: now?.total ?? microsOf(0n),
    beforeTotal: before?.total ?? microsOf(0n),
  };
}

/** The account's is a sum of its own; one sub-account's is added up from its charges of that hour, by their index. */
export async function readLastHour(tx: Tx, { accountId, now }: Allowed, whose: Whose): Promise<LastHour> {
  const { from, to } = lastFullHour(now);
  const [row] = whose
    ? await tx
        .select({ cost: sql<string | null>`sum(${charges.effectiveCost})` })
        .from(charges)
        .where(
          and(
            eq(charges.accountId, accountId),
            eq(charges.subAccountId, whose),
            gte(charges.startAt, from),
            lt(charges.startAt, to),
            eq(charges.category, "Usage"),
            eq(charges.correction, false),
          ),
        )
    : await tx
        .select({ cost: sql<string>`${spendHours.effectiveCost} - ${boughtSince(accountId, from, to)}` })
        .from(spendHours)
        .where(and(eq(spendHours.accountId, accountId), eq(spendHours.hour, from)));
  return { from, to, cost: row?.cost ? microsOf(row.cost) : null };
}

/** Cost by day: the five dearest sub-accounts by themselves, all others under the empty key. */
export async function readDailyBySubAccount(tx: Tx, allowed: Allowed, span: Span): Promise<DayCost[]> {
  const within = and(
    eq(spendDays.accountId, allowed.accountId),
    sql`${spendDays.period} ${periodsOf(span)}`,
    between(spendDays.day, span.first, span.last),
  );
  const cost = sql<string>`sum(${spendDays.effectiveCost})`;
  const top = await tx
    .select({ id: spendDays.subAccountId })
    .from(spendDays)
    .where(and(within, isNotNull(spendDays.subAccountId)))
    .groupBy(spendDays.subAccountId)
    .orderBy(desc(cost), spendDays.subAccountId)
    .limit(5);
  const ids = top.flatMap(({ id }) => id ?? []);
  const names = await readNames(tx, allowed, ids);
  // Each group by itself: joined to its five, the planner would compare every day with each.
  const key =
    ids.length > 0
      ? sql<string | null>`case when ${inArray(spendDays.subAccountId, ids)} then ${spendDays.subAccountId} end`
      : sql<null>`null::uuid`;
  const rows = await tx.select({ day: spendDays.day, key, cost }).from(spendDays).where(within).groupBy(sql`1`, sql`2`);
  return rows.map((row) => ({
    day: row.day,
    key: names.get(row.key ?? "") ?? "",
    words: null,
    cost: microsOf(row.cost),
  }));
}

/** Cost by day and service of one sub-account. */
export async function readDailyByService(
  tx: Tx,
  { accountId }: Allowed,
  whose: SubAccountId,
  { first, last }: Span,
): Promise<DayCost[]> {
  const rows = await tx
    .select({
      day: spendDaySkus.day,
      key: sql<string>`coalesce(${billingServices.code}, '')`,
      en: billingServices.nameEn,
      zh: billingServices.nameZh,
      cost: sql<string>`sum(${spendDaySkus.effectiveCost})`,
    })
    .from(spendDaySkus)
    .leftJoin(skuPrices, eq(skuPrices.id, spendDaySkus.skuPriceId))
    .leftJoin(skus, eq(skus.code, skuPrices.skuCode))
    .leftJoin(billingServices, eq(billingServices.code, skus.serviceCode))
    .where(
      and(
        eq(spendDaySkus.accountId, accountId),
        sql`${spendDaySkus.period} ${periodsOf({ first, last })}`,
        eq(spendDaySkus.subAccountId, whose),
        between(spendDaySkus.day, first, last),
      ),
    )
    .groupBy(spendDaySkus.day, billingServices.code);
  return rows.map(({ day, key, en, zh, cost }) => ({ day, key, words: wordsOf(en, zh), cost: microsOf(cost) }));
}

/**
 * Until when a bill is complete. An account's is as far as the slowest of its sources, of those that told anything in
 * the last day before the newest: one that is silent for longer has stopped. One sub-account's is its newest charge.
 */
export async function readUsedUntil(
  tx: Tx,
  { accountId }: Allowed,
  whose: Whose,
  { month, endsAt }: { month: string; endsAt: Date | undefined },
): Promise<Date | null> {
  if (!whose) {
    const { usedUntil } = usageSources;
    const rows = await tx.select({ usedUntil }).from(usageSources).where(eq(usageSources.accountId, accountId));
    return slowestOf(
      rows.map((row) => row.usedUntil),
      endsAt,
    );
  }
  const [row] = await tx
    .select({ endAt: charges.endAt })
    .from(charges)
    .where(and(eq(charges.accountId, accountId), eq(charges.period, periodOf(month)), eq(charges.subAccountId, whose)))
    .orderBy(desc(charges.startAt), desc(charges.id))
    .limit(1);
  return row?.endAt ?? null;
}
