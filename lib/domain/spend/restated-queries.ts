import "server-only";
import { and, asc, between, eq, gte, sql } from "drizzle-orm";
import { spendDays } from "@/db/schema/spend";
import type { Allowed } from "@/lib/authorization/authorize";
import type { SubAccountId } from "@/lib/foundation/ids";
import { asMicros } from "@/lib/foundation/money";
import type { Tx } from "@/lib/foundation/transaction";
import { microsOf, monthOf, periodOf, type Restated } from "./presenter";
import { lastDayOf } from "./rules";

/** Undefined where the month as it was issued is all of what was consumed in it, and nothing else. */
export async function readRestated(
  tx: Tx,
  { accountId }: Allowed,
  whose: SubAccountId | undefined,
  month: string,
): Promise<Restated | undefined> {
  const { period, day, effectiveCost, subAccountId } = spendDays;
  const ofMonth = between(day, `${month}-01`, lastDayOf(month));
  const rows = await tx
    .select({
      period,
      within: sql<string>`coalesce(sum(${effectiveCost}) filter (where ${ofMonth}), 0)`,
      others: sql<string>`coalesce(sum(${effectiveCost}) filter (where not (${ofMonth})), 0)`,
      charged: sql<number>`(count(*) filter (where ${ofMonth}))::int`,
    })
    .from(spendDays)
    .where(
      and(
        eq(spendDays.accountId, accountId),
        gte(period, periodOf(month)),
        sql`(${period} = ${periodOf(month)} or ${ofMonth})`,
        whose && eq(subAccountId, whose),
      ),
    )
    .groupBy(period)
    .orderBy(asc(period));
  const own = rows.find((row) => monthOf(row.period) === month);
  const ofBefore = microsOf(own?.others);
  const later = rows
    .filter((row) => row !== own && row.charged > 0)
    .map((row) => ({ month: monthOf(row.period), cost: microsOf(row.within) }));
  if (later.length === 0 && ofBefore === 0n) return undefined;
  const total = later.reduce((sum, { cost }) => sum + cost, microsOf(own?.within) as bigint);
  return { total: asMicros(total), later, ofBefore };
}
