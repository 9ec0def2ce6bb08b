import "server-only";
import { type SQL, sql } from "drizzle-orm";
import type { Allowed } from "@/lib/authorization/authorize";
import type { KeysetCursor } from "@/lib/foundation/cursor";
import type { SubAccountId } from "@/lib/foundation/ids";
import type { Tx } from "@/lib/foundation/transaction";
import { type BillLine, microsOf, periodOf, wordsOf } from "./presenter";
import { lastDayOf, monthBefore } from "./rules";
import { type BillFilter, ofNone } from "./schema";

interface LinesOf {
  /** undefined: of the whole account. */
  whose: SubAccountId | undefined;
  month: string;
  filter: Pick<BillFilter, "by" | "service" | "sku" | "category" | "day">;
  cursor: KeysetCursor | undefined;
  limit: number;
}

interface LineRow extends Record<string, unknown> {
  key: string;
  en: string | null;
  zh: string | null;
  cost: string;
  before: string;
  list: string;
  charges: string;
  quantity: string | null;
  unit: string | null;
  total: string;
  total_before: string;
  total_charges: string;
}

/** Grouped sums of a month and of the one before, of the coarsest rollup that can say them. */
export async function readLines(tx: Tx, { accountId }: Allowed, asked: LinesOf) {
  const { whose, month, filter, cursor, limit } = asked;
  const { by, service, sku, category, day } = filter;
  const fine = by === "service" || by === "sku" || by === "category" || service || sku || category || day;
  const source = fine ? sql`app.spend_day_skus` : by === "day" ? sql`app.spend_days` : sql`app.spend_months`;
  const [now, earlier] = [periodOf(month), periodOf(monthBefore(month))];
  const joins = fine
    ? sql`left join app.sku_prices p on p.id = s.sku_price_id left join app.skus k on k.code = p.sku_code
        left join app.billing_services v on v.code = k.service_code`
    : sql``;
  const dayKey = dayBesides(month);
  const key = {
    "sub-account": sql`coalesce(s.sub_account_id::text, '')`,
    service: sql`coalesce(v.code, '')`,
    sku: sql`coalesce(k.code, '')`,
    category: sql`s.category`,
    day: dayKey,
  }[by];
  const named = { service: sql`min(v.name_en), min(v.name_zh)`, sku: sql`min(k.name_en), min(k.name_zh)` };
  const words = by === "service" || by === "sku" ? named[by] : sql`null::text, null::text`;
  const amount =
    by === "sku"
      ? sql`trim_scale(sum(s.quantity) filter (where s.period = ${now}))::text, min(k.consumed_unit)`
      : sql`null::text, null::text`;
  // Added up by prices before they get their names: a month of many sub-accounts has ten thousands of these rows.
  const parts = [
    sql`s.period`,
    ...{ "sub-account": [sql`s.sub_account_id`], day: [sql`s.day`], category: [sql`s.category`], service: [], sku: [] }[
      by
    ],
    ...(fine ? [sql`s.sku_price_id`] : []),
  ];
  const part = sql.join(parts, sql`, `);
  const which = [
    whose ? sql`and s.sub_account_id = ${whose}` : sql``,
    day ? sql`and ${dayKey} = ${day}` : sql``,
    category ? sql`and s.category = ${category}` : sql``,
  ];
  const backwards = cursor?.direction === "before";
  const byDay = by === "day";
  const rows = await tx.execute<LineRow>(sql`
    with s as (
      select ${part}, ${fine ? sql`sum(s.quantity)` : sql`null`} as quantity, sum(s.effective_cost) as effective_cost,
        sum(s.list_cost) as list_cost, sum(s.charges) as charges
      from ${source} s
      where s.account_id = ${accountId} and s.period in (${now}, ${earlier}) ${sql.join(which, sql` `)}
      group by ${part}
    ), g (key, en, zh, quantity, unit, cost, before, list, charges) as (
      select ${key}, ${words}, ${amount},
        coalesce(sum(s.effective_cost) filter (where s.period = ${now}), 0),
        coalesce(sum(s.effective_cost) filter (where s.period = ${earlier}), 0),
        coalesce(round(sum(s.list_cost) filter (where s.period = ${now}) * 1e6), 0),
        coalesce(sum(s.charges) filter (where s.period = ${now}), 0)
      from s ${joins}
      where true ${ofCode(sql`v.code`, service)} ${ofCode(sql`k.code`, sku)}
      group by 1
    ), t as (
      select *, sum(cost) over ()::text as total, sum(before) over ()::text as total_before,
        sum(charges) over ()::text as total_charges
      from g
    )
    select key, en, zh, quantity, unit, cost::text, before::text, list::text, charges::text, total, total_before, total_charges
    from t ${beyond(cursor, byDay)}
    order by ${order(byDay, backwards)} limit ${limit}`);
  const [first] = rows;
  const totals = {
    total: microsOf(first?.total),
    before: microsOf(first?.total_before),
    charges: BigInt(first?.total_charges ?? 0),
  };
  return { totals, rows: rows.map(presentLine) };
}

/**
 * The month before has its days beside those of this one. A day that this one lacks, and the day of a correction, which
 * lies in a month further back, stand for themselves.
 */
export const dayBesides = (month: string): SQL => sql`to_char(case
    when date_trunc('month', s.day) = s.period and date_part('day', s.day) <= ${Number.parseInt(lastDayOf(month).slice(8), 10)}
    then ${periodOf(month)}::date + (s.day - s.period) else s.day end, 'YYYY-MM-DD')`;

/** Of a service or SKU of the price book, in a query that names them `v` and `k`. */
export function ofCode(column: SQL, code: string): SQL {
  if (!code) return sql``;
  return code === ofNone ? sql`and ${column} is null` : sql`and ${column} = ${code}`;
}

function beyond(cursor: KeysetCursor | undefined, byDay: boolean): SQL {
  if (!cursor || byDay || !/^-?\d{1,18}$/.test(cursor.value)) return sql``;
  return cursor.direction === "before"
    ? sql`where t.cost > ${cursor.value}::bigint or (t.cost = ${cursor.value}::bigint and t.key < ${cursor.id})`
    : sql`where t.cost < ${cursor.value}::bigint or (t.cost = ${cursor.value}::bigint and t.key > ${cursor.id})`;
}

function order(byDay: boolean, backwards: boolean): SQL {
  if (byDay) return sql`t.key`;
  // Of `t`: by itself `cost` would be the text that is answered.
  return backwards ? sql`t.cost, t.key desc` : sql`t.cost desc, t.key`;
}

function presentLine({ key, en, zh, cost, before, list, charges, quantity, unit }: LineRow): BillLine {
  return {
    key,
    words: wordsOf(en, zh),
    cost: microsOf(cost),
    before: microsOf(before),
    list: microsOf(list),
    charges: BigInt(charges),
    quantity,
    unit,
  };
}
