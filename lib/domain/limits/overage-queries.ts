import "server-only";
import { eq, sql } from "drizzle-orm";
import { usageFlows } from "@/db/schema/usage-events";
import { type Allowed, authorizeWidest } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { readNames, readTerms } from "@/lib/domain/spend/lookups";
import { microsOf, type Words, wordsOf } from "@/lib/domain/spend/presenter";
import type { SubAccountId } from "@/lib/foundation/ids";
import { asMicros, type Micros } from "@/lib/foundation/money";
import { type Tx, withReadTransaction } from "@/lib/foundation/transaction";
import { readLimits } from "./lookups";
import { readReached } from "./replay-queries";

export interface Overage {
  limitId: string;
  /** Beyond the hard amount, in the window that runs. */
  amount: Micros;
  /** When what was used by then had come to the hard amount; null: longer ago than is looked back. */
  reachedAt: Date | null;
  /** What cost most since the day it was reached, the dearest first: of whom (null: of the account itself), and for what. */
  causes: { subAccountName: string | null; sku: string; words: Words; cost: Micros }[];
}

export interface Overages {
  /** Those that were passed by most, each with its causes. */
  byLimit: ReadonlyMap<string, Overage>;
  /** How many more were passed. */
  more: number;
  /** How long after its use usage is told, on the average of the last day, in seconds; null: nothing was told. */
  lagSeconds: number | null;
}

const causesShown = 3;
/** Each is a look at charges: a page tells of the worst. */
const passedShown = 10;

/** By how much the limits that were passed were passed, by what, and how late usage is told; of all the caller may see. */
export async function listOverages(ctx: Context): Promise<Overages> {
  const allowed = authorizeWidest(ctx, "bss:DescribeSpend");
  const { scope } = allowed;
  return withReadTransaction(allowed, async (tx) => {
    const own = scope.kind === "sub-account" ? sql`spend_limits.sub_account_id = ${scope.subAccountId}` : undefined;
    const passed = (await readLimits(tx, allowed, own)).flatMap((limit) =>
      limit.hard !== null && limit.spent > limit.hard ? [{ ...limit, hard: limit.hard }] : [],
    );
    if (passed.length === 0) return { byLimit: new Map(), more: 0, lagSeconds: null };
    const { timeZone, today } = await readTerms(tx, allowed);
    const byLimit = new Map<string, Overage>();
    const worst = passed.toSorted((a, b) => (a.spent - a.hard < b.spent - b.hard ? 1 : -1)).slice(0, passedShown);
    for (const { id, subAccountId, per, hard, spent, startsAt } of worst) {
      const reachedAt = await readReached(tx, allowed, { per, hard, subAccountId, timeZone, today });
      const since = reachedAt ?? startsAt;
      const causes = await readCauses(tx, allowed, { subAccountId, since, timeZone });
      byLimit.set(id, { limitId: id, amount: asMicros(spent - hard), reachedAt, causes });
    }
    return { byLimit, more: passed.length - worst.length, lagSeconds: await readLag(tx, allowed) };
  });
}

interface CausesOf {
  subAccountId: SubAccountId | null;
  since: Date | null;
  timeZone: string;
}

async function readCauses(tx: Tx, allowed: Allowed, { subAccountId, since, timeZone }: CausesOf) {
  const whose = subAccountId === null ? sql`` : sql`and s.sub_account_id = ${subAccountId}`;
  const from = since
    ? sql`(${since.toISOString()}::timestamptz at time zone ${timeZone})::date`
    : sql`'-infinity'::date`;
  const rows = await tx.execute<{
    whose: string | null;
    sku: string;
    en: string | null;
    zh: string | null;
    cost: string;
  }>(
    sql`select s.sub_account_id::text as whose, coalesce(k.code, '') as sku, min(k.name_en) as en, min(k.name_zh) as zh,
          sum(s.effective_cost)::text as cost
        from app.spend_day_skus s left join app.sku_prices p on p.id = s.sku_price_id left join app.skus k on k.code = p.sku_code
        where s.account_id = ${allowed.accountId} and s.day >= ${from} and s.period >= date_trunc('month', ${from}) ${whose}
        group by 1, 2 having sum(s.effective_cost) > 0 order by sum(s.effective_cost) desc, 1, 2 limit ${causesShown}`,
  );
  const names = await readNames(
    tx,
    allowed,
    rows.map((row) => row.whose ?? ""),
  );
  return rows.map((row) => ({
    subAccountName: names.get(row.whose ?? "") ?? null,
    ...{ sku: row.sku, words: wordsOf(row.en, row.zh), cost: microsOf(row.cost) },
  }));
}

async function readLag(tx: Tx, { accountId }: Allowed): Promise<number | null> {
  const [row] = await tx
    .select({
      seconds: sql<number | null>`(sum(${usageFlows.lagSeconds}) / nullif(sum(${usageFlows.events}), 0))::int`,
    })
    .from(usageFlows)
    .where(eq(usageFlows.accountId, accountId));
  return row?.seconds ?? null;
}
