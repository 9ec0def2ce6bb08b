import { fillAsOwner } from "./fill-as-owner";

/** A month that is over for each account of these names: sums of every day, service and person, and no bill yet. */
export async function fillPastMonths(ownerUrl: string, namesLike: string, monthsAgo: number): Promise<void> {
  await fillAsOwner(ownerUrl, async (sql) => {
    await sql`create temp table past on commit drop as
      select b.account_id, m.month::date as month, b.time_zone as zone
      from app.books b join app.accounts a using (account_id)
      cross join lateral (select date_trunc('month', now() at time zone b.time_zone) - make_interval(months => ${monthsAgo}) as month) m
      where a.name like ${namesLike}`;
    await sql`select billing.make_partitions((select min(month) from past), 1)`;
    await sql`insert into app.billing_periods (account_id, period, starts_at, ends_at)
      select account_id, month, month::timestamp at time zone zone, (month + interval '1 month') at time zone zone from past`;
    await sql`insert into app.spend_day_skus (account_id, period, sub_account_id, day, sku_price_id, category, charges, quantity, list_cost, effective_cost)
      select p.account_id, p.month, s.id, p.month + d, k.id, 'Usage', 24, 24000, 24000003, 24000003
      from past p join app.sub_accounts s using (account_id) cross join generate_series(0, 27) d cross join app.sku_prices k`;
    await sql`insert into app.spend_days (account_id, period, sub_account_id, day, charges, list_cost, effective_cost)
      select k.account_id, k.period, k.sub_account_id, k.day, sum(k.charges), sum(k.list_cost), sum(k.effective_cost)
      from app.spend_day_skus k join past p on p.account_id = k.account_id and p.month = k.period group by 1, 2, 3, 4`;
    await sql`insert into app.spend_months (account_id, period, sub_account_id, charges, list_cost, effective_cost)
      select d.account_id, d.period, d.sub_account_id, sum(d.charges), sum(d.list_cost), sum(d.effective_cost)
      from app.spend_days d join past p on p.account_id = d.account_id and p.month = d.period group by 1, 2, 3`;
  });
}
