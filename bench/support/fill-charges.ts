import { fillAsOwner } from "./fill-as-owner";

/** Charges that one settlement turns into a transfer. */
const chargesPerTransfer = 20;
const skus = 12;

const statements = (count: number) => [
  `create temp table book on commit drop as
   select account_id, 'Asia/Shanghai' as zone,
     date_trunc('month', now() at time zone 'Asia/Shanghai')::date as month,
     (date_trunc('month', now() at time zone 'Asia/Shanghai') - interval '1 month')::date as before
   from app.accounts where name = $1`,
  `create temp table person on commit drop as
   select account_id, id, row_number() over (order by id) - 1 as n from app.sub_accounts where account_id = (select account_id from book)`,
  `insert into app.books (account_id, currency, minor_digits, time_zone, open_settlement)
   select account_id, 'CNY', 2, zone, 1000000 from book`,
  `insert into app.billing_periods (account_id, period, starts_at, ends_at)
   select account_id, m, m::timestamp at time zone zone, (m + interval '1 month') at time zone zone
   from book, lateral (values (month), (before)) v (m)`,
  `insert into app.billing_services (code, name_en, name_zh, category, subcategory)
   select 'service-' || s, 'Service ' || s, '服务 ' || s, 'Compute', 'Other' from generate_series(0, 2) s`,
  `insert into app.skus (code, service_code, name_en, name_zh, meter, consumed_unit, pricing_unit, units_per_price_unit)
   select 'sku-' || s, 'service-' || s % 3, 'SKU ' || s, 'SKU ' || s, 'meter-' || s, 'Units', 'Units', 1
   from generate_series(1, ${skus}) s`,
  `insert into app.sku_prices (id, sku_code, code, selector, tier_scope)
   select s, 'sku-' || s, 'price-' || s, '{}', 'none' from generate_series(1, ${skus}) s`,
  `insert into app.prices (id, sku_price_id, currency, valid_from, tiers, created_by)
   select s, s, 'CNY', '2020-01-01', '[{"upTo": null, "unitPrice": "0.001"}]', 'bench' from generate_series(1, ${skus}) s`,
  `insert into app.ledger_accounts (account_id, kind, overdraft) select account_id, k, o from book,
     (values ('wallet', 0::bigint), ('funding', null)) v (k, o)`,
  `insert into app.ledger_accounts (account_id, kind, sub_account_id) select account_id, 'revenue', id from person`,
  // Ten million rows find no month closed, and their indexes are made at once: a third of the time.
  `set local work_mem = '256MB'`,
  `set local maintenance_work_mem = '1GB'`,
  `alter table app.charges disable trigger closed_month`,
  `create temp table definition on commit drop as
   select indexname, replace(indexdef, ' ON ONLY ', ' ON ') as indexdef from pg_indexes
   where schemaname = 'app' and tablename = 'charges' and indexname like '%_idx'`,
  `do $$ declare name text; begin
     for name in select indexname from definition loop execute format('drop index app.%I', name); end loop;
   end $$`,
  // Half in the month before, half in the running one, spread over the time that is over.
  `insert into app.charges (account_id, period, sub_account_id, category, sku_price_id, price_id, tier, start_at, end_at,
     quantity, list_unit_price, unit_price, effective_cost, events, settlement_no, rated_at)
   select b.account_id, billing.month_of(at, b.zone), p.ids[1 + g * 7919 % cardinality(p.ids)], 'Usage', 1 + g % ${skus}, 1 + g % ${skus}, 1, at, at + interval '1 hour',
     1 + g % 5000, 0.001, 0.001, (1 + g % 5000) * 1000, 1, 1 + g / ${chargesPerTransfer}, at + interval '1 hour'
   from book b cross join (select array_agg(id order by n) as ids from person) p cross join generate_series(0::bigint, ${count - 1}) g
   cross join lateral (select date_trunc('second', case when g < ${count / 2}
     then b.before::timestamp at time zone b.zone + (b.month::timestamp at time zone b.zone - b.before::timestamp at time zone b.zone) * (g::float8 / (${count / 2}))
     else b.month::timestamp at time zone b.zone + (now() - b.month::timestamp at time zone b.zone) * ((g - ${count / 2})::float8 / (${count / 2})) * 0.999
     end) as at) t`,
  `do $$ declare command text; begin
     for command in select indexdef from definition loop execute command; end loop;
   end $$`,
  `alter table app.charges enable trigger closed_month`,
  `analyze app.charges`,
  `insert into app.spend_day_skus (account_id, period, sub_account_id, day, sku_price_id, category, charges, quantity, list_cost, effective_cost)
   select c.account_id, period, sub_account_id, (start_at at time zone zone)::date, sku_price_id, category, count(*),
     sum(quantity), sum(quantity * list_unit_price), sum(effective_cost) from app.charges c join book using (account_id) group by 1, 2, 3, 4, 5, 6`,
  `insert into app.spend_days (account_id, period, sub_account_id, day, charges, list_cost, effective_cost)
   select account_id, period, sub_account_id, day, sum(charges), sum(list_cost), sum(effective_cost)
   from app.spend_day_skus where account_id = (select account_id from book) group by 1, 2, 3, 4`,
  `insert into app.spend_months (account_id, period, sub_account_id, charges, list_cost, effective_cost)
   select account_id, period, sub_account_id, sum(charges), sum(list_cost), sum(effective_cost)
   from app.spend_days where account_id = (select account_id from book) group by 1, 2, 3`,
  `insert into app.spend_hours (account_id, hour, effective_cost)
   select account_id, date_trunc('hour', start_at, 'UTC'), sum(effective_cost)
   from app.charges where account_id = (select account_id from book) group by 1, 2`,
  `insert into app.transfers (account_id, period, posted_at, kind, debit_id, credit_id, amount, sub_account_id, charge_period,
     settlement_no, wallet_seq, wallet_balance)
   select c.account_id, billing.month_of(max(rated_at), zone), max(rated_at), 'usage', w.id, r.id, sum(effective_cost),
     c.sub_account_id, c.period, c.settlement_no, row_number() over (order by c.settlement_no, c.sub_account_id), 0
   from app.charges c join book using (account_id)
   join app.ledger_accounts w on w.account_id = c.account_id and w.kind = 'wallet'
   join app.ledger_accounts r on r.account_id = c.account_id and r.kind = 'revenue' and r.sub_account_id = c.sub_account_id
   where c.id % ${chargesPerTransfer} = 0
   group by c.account_id, zone, w.id, r.id, c.sub_account_id, c.period, c.settlement_no`,
];

/** Books with so many charges, their sums and transfers, written as the owner in bulk: as the pipeline would leave them. */
export async function fillCharges(ownerUrl: string, account: string, count: number): Promise<void> {
  await fillAsOwner(ownerUrl, async (sql) => {
    const [open, ...rest] = statements(count);
    await sql.unsafe(String(open), [account]);
    for (const statement of rest) await sql.unsafe(statement);
  });
}
