import "server-only";
import { sql } from "drizzle-orm";
import { type Allowed, authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { anySubAccount, subAccountResource } from "@/lib/authorization/resources";
import type { SubAccountId } from "@/lib/foundation/ids";
import { type Tx, withReadTransaction } from "@/lib/foundation/transaction";
import { type Compared, groupChanges, type RankedChanges, rankChanges, type Use } from "./change-rules";
import { dayBesides, ofCode } from "./line-queries";
import { findWhose, readNames, readTerms } from "./lookups";
import { microsOf, monthOf, periodOf, wordsOf } from "./presenter";
import { monthBefore, sameDayBefore } from "./rules";
import type { ChangeFilter } from "./schema";

export interface Changes extends RankedChanges {
  /** Of the sub-accounts in the rows, by id. */
  names: ReadonlyMap<string, string>;
  /** The last day of the month before that a running month is held against; undefined: all of it. */
  upTo: string | undefined;
  /** There is more than can be compared at once, and nothing of it is here: a SKU or a sub-account is to be chosen. */
  tooMany: boolean;
}

const shownOnPage = 50;
const comparedAtOnce = 50_000;

/** What made a month cost another amount than the month before, by sub-account and SKU; the parts sum to the difference. */
export async function listChanges(
  ctx: Context,
  { month, name }: { month: string; name: string },
  filter: Omit<ChangeFilter, "by">,
  rowsShown = shownOnPage,
): Promise<Changes> {
  const allowed = authorize(ctx, "bss:DescribeSpend", name ? subAccountResource(ctx, name) : anySubAccount(ctx));
  return withReadTransaction(allowed, async (tx) => {
    const whose = await findWhose(tx, allowed, name);
    const { today, month: running } = await readTerms(tx, allowed);
    const upTo = monthOf(running) === month && !filter.day ? sameDayBefore(today) : undefined;
    const compared = await readCompared(tx, allowed, { whose, month, filter, upTo });
    const tooMany = compared.length > comparedAtOnce;
    const ranked = rankChanges(groupChanges(tooMany ? [] : compared), filter.part || undefined, rowsShown);
    const ids = ranked.rows.map((row) => row.whose);
    return { ...ranked, names: await readNames(tx, allowed, ids), upTo, tooMany };
  });
}

interface Row extends Record<string, unknown> {
  whose: string;
  sku: string;
  en: string | null;
  zh: string | null;
  cost: string | null;
  quantity: string | null;
  cost_before: string | null;
  quantity_before: string | null;
}

interface ComparedOf {
  whose: SubAccountId | undefined;
  month: string;
  filter: Pick<ChangeFilter, "service" | "sku" | "category" | "day">;
  upTo: string | undefined;
}

async function readCompared(
  tx: Tx,
  { accountId }: Allowed,
  { whose, month, filter: { service, sku, category, day }, upTo }: ComparedOf,
): Promise<Compared[]> {
  const [now, earlier] = [periodOf(month), periodOf(monthBefore(month))];
  const until = upTo ? sql`and s.day between ${earlier}::date and ${upTo}::date` : sql``;
  const which = [
    whose ? sql`and s.sub_account_id = ${whose}` : sql``,
    day ? sql`and ${dayBesides(month)} = ${day}` : sql``,
    category ? sql`and s.category = ${category}` : sql``,
  ];
  const rows = await tx.execute<Row>(sql`
    with s as (
      select s.sub_account_id, s.sku_price_id,
        sum(s.effective_cost) filter (where s.period = ${now}) as cost,
        sum(s.quantity) filter (where s.period = ${now}) as quantity,
        sum(s.effective_cost) filter (where s.period = ${earlier}) as cost_before,
        sum(s.quantity) filter (where s.period = ${earlier}) as quantity_before
      from app.spend_day_skus s
      where s.account_id = ${accountId} and (s.period = ${now} or (s.period = ${earlier} ${until})) ${sql.join(which, sql` `)}
      group by s.sub_account_id, s.sku_price_id
    )
    select coalesce(s.sub_account_id::text, '') as whose, coalesce(k.code, '') as sku, k.name_en as en, k.name_zh as zh,
      s.cost::text, trim_scale(s.quantity)::text as quantity,
      s.cost_before::text, trim_scale(s.quantity_before)::text as quantity_before
    from s left join app.sku_prices p on p.id = s.sku_price_id left join app.skus k on k.code = p.sku_code
      left join app.billing_services v on v.code = k.service_code
    where true ${ofCode(sql`v.code`, service)} ${ofCode(sql`k.code`, sku)}
    limit ${comparedAtOnce + 1}`);
  return rows.map((row) => ({
    ...{ whose: row.whose, sku: row.sku, words: wordsOf(row.en, row.zh) },
    before: useOf(row.cost_before, row.quantity_before),
    now: useOf(row.cost, row.quantity),
  }));
}

const useOf = (cost: string | null, quantity: string | null): Use | undefined =>
  cost === null ? undefined : { cost: microsOf(cost), quantity };
