-- Second lock on the hours, from db/schema/classes.ts by db/fence-sql.ts, and the functions that write, rebuild and check them.
alter table app.spend_hours enable row level security;
--> statement-breakpoint
alter table app.spend_hours force row level security;
--> statement-breakpoint
create policy gate on app.spend_hours as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.spend_hours as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.spend_hours as permissive for insert to espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.spend_hours as permissive for update to espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select on app.spend_hours to espalier_app;
--> statement-breakpoint
alter table app.spend_hours set (fillfactor = 70);
--> statement-breakpoint
-- Under FORCE the owner too needs a context to see a row; taken back, because each migration has its own.
select auth.enter_maintenance();
--> statement-breakpoint
insert into app.spend_hours (account_id, hour, effective_cost)
  select account_id, date_trunc('hour', start_at, 'UTC'), sum(effective_cost) from app.charges group by 1, 2;
--> statement-breakpoint
select set_config('espalier.ctx', '', true);
--> statement-breakpoint
-- Writes charges with everything that hangs on them: four sums, what the next settlement owes, and the limits. The
-- caller holds the books.
create or replace function billing.post_charges(b app.books, p_rows billing.new_charge[], p_now timestamptz) returns bigint[]
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := b.account_id;
  ids bigint[];
begin
  if exists (select from app.billing_periods p where p.account_id = acc and p.status = 'closed'
             and p.period in (select r.period from unnest(p_rows) r)) then
    raise 'period_closed' using errcode = 'EB409';
  end if;
  with c as (
    insert into app.charges (account_id, period, sub_account_id, category, correction, sku_price_id, price_id, tier,
      resource_id, start_at, end_at, quantity, list_unit_price, unit_price, effective_cost, events, settlement_no, note, rated_at)
    select acc, period, sub_account_id, category, correction, sku_price_id, price_id, tier, resource_id, start_at, end_at,
      quantity, list_unit_price, unit_price, effective_cost, events, b.open_settlement, coalesce(note, ''), p_now
    from unnest(p_rows) returning *
  ), f as (
    select c.*, (start_at at time zone b.time_zone)::date as day,
      coalesce(quantity * list_unit_price, effective_cost / 1e6) as list_cost from c
  ), by_sku as (
    insert into app.spend_day_skus as s (account_id, period, sub_account_id, day, sku_price_id, category, charges, quantity, list_cost, effective_cost)
    select account_id, period, sub_account_id, day, sku_price_id, category, count(*), trim_scale(sum(quantity)),
      trim_scale(sum(list_cost)), sum(effective_cost) from f group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
    on conflict (account_id, period, sub_account_id, day, sku_price_id, category) do update
      set charges = s.charges + excluded.charges, quantity = trim_scale(s.quantity + excluded.quantity),
          list_cost = trim_scale(s.list_cost + excluded.list_cost), effective_cost = s.effective_cost + excluded.effective_cost
  ), by_day as (
    insert into app.spend_days as s (account_id, period, sub_account_id, day, charges, list_cost, effective_cost)
    select account_id, period, sub_account_id, day, count(*), trim_scale(sum(list_cost)), sum(effective_cost)
    from f group by 1, 2, 3, 4
    on conflict (account_id, period, sub_account_id, day) do update
      set charges = s.charges + excluded.charges, list_cost = trim_scale(s.list_cost + excluded.list_cost),
          effective_cost = s.effective_cost + excluded.effective_cost
  ), by_month as (
    insert into app.spend_months as s (account_id, period, sub_account_id, charges, list_cost, effective_cost)
    select account_id, period, sub_account_id, count(*), trim_scale(sum(list_cost)), sum(effective_cost) from f group by 1, 2, 3
    on conflict (account_id, period, sub_account_id) do update
      set charges = s.charges + excluded.charges, list_cost = trim_scale(s.list_cost + excluded.list_cost),
          effective_cost = s.effective_cost + excluded.effective_cost
  ), by_hour as (
    insert into app.spend_hours as s (account_id, hour, effective_cost)
    select account_id, date_trunc('hour', start_at, 'UTC'), sum(effective_cost) from f group by 1, 2 order by 1, 2
    on conflict (account_id, hour) do update set effective_cost = s.effective_cost + excluded.effective_cost
  ), owed as (
    insert into app.settlement_lines as s (account_id, settlement_no, charge_period, sub_account_id, amount, first_charge, last_charge)
    select account_id, settlement_no, period, sub_account_id, sum(effective_cost), min(id), max(id) from f group by 1, 2, 3, 4
    on conflict (account_id, settlement_no, charge_period, sub_account_id) do update
      set amount = s.amount + excluded.amount, last_charge = excluded.last_charge
  ), counted as (
    insert into app.limit_usages as u (account_id, limit_id, window_start, sub_account_id, spent)
    select l.account_id, l.id, billing.window_start(l.per, f.start_at, b.time_zone), l.sub_account_id, sum(f.effective_cost)
    from f join app.spend_limits l
      on l.account_id = f.account_id and (l.sub_account_id is null or l.sub_account_id = f.sub_account_id)
    group by 1, 2, 3, 4 order by 2, 3
    on conflict (account_id, limit_id, window_start) do update set spent = u.spent + excluded.spent
  )
  select array_agg(id order by id) into ids from c;
  return ids;
end $$;
--> statement-breakpoint
-- Writes one month's sums anew from its charges; how many rows were not what they must be. A sum without any charge
-- behind it stays, and stays an incident.
create or replace function billing.rebuild_rollups(p_period date) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  b app.books;
  total bigint := 0;
  n bigint;
begin
  perform billing.require_actor('operator', 'worker');
  b := billing.lock_books(acc);
  insert into app.spend_months as s (account_id, period, sub_account_id, charges, list_cost, effective_cost)
    select acc, p_period, sub_account_id, count(*), trim_scale(sum(coalesce(quantity * list_unit_price, effective_cost / 1e6))), sum(effective_cost)
    from app.charges where account_id = acc and period = p_period group by sub_account_id
    on conflict (account_id, period, sub_account_id) do update
      set charges = excluded.charges, list_cost = excluded.list_cost, effective_cost = excluded.effective_cost
      where (s.charges, s.list_cost, s.effective_cost) <> (excluded.charges, excluded.list_cost, excluded.effective_cost);
  get diagnostics n = row_count;
  total := total + n;
  insert into app.spend_days as s (account_id, period, sub_account_id, day, charges, list_cost, effective_cost)
    select acc, p_period, sub_account_id, (start_at at time zone b.time_zone)::date, count(*),
      trim_scale(sum(coalesce(quantity * list_unit_price, effective_cost / 1e6))), sum(effective_cost)
    from app.charges where account_id = acc and period = p_period group by 3, 4
    on conflict (account_id, period, sub_account_id, day) do update
      set charges = excluded.charges, list_cost = excluded.list_cost, effective_cost = excluded.effective_cost
      where (s.charges, s.list_cost, s.effective_cost) <> (excluded.charges, excluded.list_cost, excluded.effective_cost);
  get diagnostics n = row_count;
  total := total + n;
  insert into app.spend_day_skus as s (account_id, period, sub_account_id, day, sku_price_id, category, charges, quantity, list_cost, effective_cost)
    select acc, p_period, sub_account_id, (start_at at time zone b.time_zone)::date, sku_price_id, category, count(*),
      trim_scale(sum(quantity)), trim_scale(sum(coalesce(quantity * list_unit_price, effective_cost / 1e6))), sum(effective_cost)
    from app.charges where account_id = acc and period = p_period group by 3, 4, 5, 6
    on conflict (account_id, period, sub_account_id, day, sku_price_id, category) do update
      set charges = excluded.charges, quantity = excluded.quantity, list_cost = excluded.list_cost, effective_cost = excluded.effective_cost
      where (s.charges, s.list_cost, s.effective_cost) <> (excluded.charges, excluded.list_cost, excluded.effective_cost)
        or s.quantity is distinct from excluded.quantity;
  get diagnostics n = row_count;
  total := total + n;
  -- Whole hours, whosever bill their charges are on: a month of a zone may begin within one.
  insert into app.spend_hours as s (account_id, hour, effective_cost)
    select acc, date_trunc('hour', c.start_at, 'UTC'), sum(c.effective_cost)
    from app.charges c join app.billing_periods p on p.account_id = acc and p.period = p_period
    where c.account_id = acc and c.period >= p_period - interval '1 month'
      and c.start_at >= date_trunc('hour', p.starts_at, 'UTC')
      and c.start_at < date_trunc('hour', p.ends_at + interval '59 minutes 59 seconds', 'UTC') group by 2
    on conflict (account_id, hour) do update set effective_cost = excluded.effective_cost
      where s.effective_cost <> excluded.effective_cost;
  get diagnostics n = row_count;
  return total + n;
end $$;
--> statement-breakpoint
-- True for the one worker that is to check the account's books this time.
create function billing.claim_check(p_since timestamptz, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform billing.require_actor('worker', 'operator');
  update app.books set checked_at = p_now
    where account_id = billing.posting_account() and (checked_at is null or checked_at < p_since);
  return found;
end $$;
--> statement-breakpoint
-- No row: the books of the account in context are right. Run after every step of a test, by the worker once a day, and by
-- the operator at will. Long lists are read where they lie, as often as they are asked for.
create or replace function billing.broken_invariants() returns table (invariant text, detail text)
language sql stable set search_path = pg_catalog, pg_temp as $$
  with me as (select app.account_id() as acc),
  a as (select l.* from app.ledger_accounts l join me on l.account_id = me.acc),
  t as not materialized (select x.* from app.transfers x join me on x.account_id = me.acc),
  c as not materialized (select x.* from app.charges x join me on x.account_id = me.acc),
  m as (select x.* from app.spend_months x join me on x.account_id = me.acc),
  d as (select x.* from app.spend_days x join me on x.account_id = me.acc),
  k as (select x.* from app.spend_day_skus x join me on x.account_id = me.acc),
  h as (select x.* from app.spend_hours x join me on x.account_id = me.acc),
  p as (select x.* from app.billing_periods x join me on x.account_id = me.acc),
  b as (select x.* from app.books x join me on x.account_id = me.acc),
  moved as (select id, sum(d)::bigint d, sum(c)::bigint c
            from (select debit_id id, amount d, 0 c from t union all select credit_id, 0, amount from t) x group by id),
  lines as (select *, row_number() over (order by wallet_seq) rn,
              sum(case when debit_id in (select id from a where kind = 'wallet') then -amount else amount end) over (order by wallet_seq) run
            from t where wallet_seq is not null)
  select 'I1', 'sums of debits and credits differ' from a having sum(debits_posted) <> sum(credits_posted)
  union all select 'I2', format('ledger account %s (%s)', a.id, a.kind) from a left join moved using (id)
    where (a.debits_posted, a.credits_posted) <> (coalesce(moved.d, 0), coalesce(moved.c, 0))
  union all select 'I3', 'wallet below its floor' from a where kind = 'wallet' and credits_posted - debits_posted + overdraft < 0
  union all select 'I4', format('wallet line %s', wallet_seq) from lines where wallet_seq <> rn or wallet_balance <> run
  union all select 'I4', 'wallet sequence' from a where kind = 'wallet' and seq <> (select count(*) from lines)
  union all select 'I4', format('wallet line %s goes back in time', wallet_seq)
    from (select wallet_seq, posted_at, lag(posted_at) over (order by wallet_seq) before from lines) x where posted_at < before
  union all select 'I6', format('limit %s counts %s from %s on, its charges are %s', limit_id, spent, window_start, really) from (
    select u.*, (select coalesce(sum(c.effective_cost), 0) from c
      where (l.sub_account_id is null or c.sub_account_id = l.sub_account_id) and c.start_at >= u.window_start
        and billing.window_start(l.per, c.start_at, b.time_zone) = u.window_start) as really
    from app.spend_limits l join me on l.account_id = me.acc cross join b
    cross join lateral (select n.limit_id, n.window_start, n.spent from app.limit_usages n
      where n.account_id = l.account_id and n.limit_id = l.id order by n.window_start desc limit 1) u) z where spent <> really
  union all select 'I7', format('month %s %s', period, sub_account_id) from (
    (select period, sub_account_id, count(*) n, sum(effective_cost)::bigint e from c group by 1, 2
      except select period, sub_account_id, charges, effective_cost from m)
    union (select period, sub_account_id, charges, effective_cost from m
      except select period, sub_account_id, count(*), sum(effective_cost)::bigint from c group by 1, 2)) x
  union all select 'I7', format('day %s %s', day, sub_account_id) from (
    select period, sub_account_id, (start_at at time zone b.time_zone)::date as day, count(*) n, sum(effective_cost)::bigint e from c cross join b group by 1, 2, 3
    except select period, sub_account_id, day, charges, effective_cost from d) x
  union all select 'I7', format('day and SKU %s %s %s', day, sub_account_id, sku_price_id) from (
    select period, sub_account_id, (start_at at time zone b.time_zone)::date as day, sku_price_id, category, count(*) n,
      trim_scale(sum(quantity)), sum(effective_cost)::bigint e from c cross join b group by 1, 2, 3, 4, 5
    except select period, sub_account_id, day, sku_price_id, category, charges, trim_scale(quantity), effective_cost from k) x
  union all select 'I7', 'levels differ' where
    (select coalesce(sum(effective_cost), 0) from m) <> (select coalesce(sum(effective_cost), 0) from d)
    or (select coalesce(sum(effective_cost), 0) from m) <> (select coalesce(sum(effective_cost), 0) from k)
  union all select 'I7', format('hour %s', hour) from (
    (select date_trunc('hour', start_at, 'UTC') as hour, sum(effective_cost)::bigint as e from c group by 1 except select hour, effective_cost from h)
    union (select hour, effective_cost from h except select date_trunc('hour', start_at, 'UTC'), sum(effective_cost)::bigint from c group by 1)) x
  union all select 'I8', format('settlement %s %s %s', no, period, sub) from (
    select coalesce(x.no, y.no) no, coalesce(x.period, y.period) period, coalesce(x.sub, y.sub) sub, coalesce(x.e, 0) e, coalesce(y.e, 0) f from
      (select settlement_no no, period, sub_account_id sub, sum(effective_cost) e from c
        where settlement_no < (select open_settlement from b) group by 1, 2, 3) x
      full join (select settlement_no no, charge_period period, sub_account_id sub, sum(case kind when 'refund' then -amount else amount end) e
        from t where settlement_no is not null group by 1, 2, 3) y
      on x.no = y.no and x.period = y.period and coalesce(x.sub::text, '') = coalesce(y.sub::text, '')) z where e <> f
  union all select 'I9', format('rating keys of %s at price %s', sub, price) from (
    select coalesce(x.sub, y.sub) sub, coalesce(x.price, y.price) price, coalesce(x.posted, 0) e, coalesce(y.posted, 0) f from
      (select sub_account_id sub, price_id price, sum(floor(exact_total * 1e6)) posted
        from app.rating_carries r join me on r.account_id = me.acc group by 1, 2) x
      full join (select sub_account_id sub, price_id price, sum(effective_cost) posted from c where events is not null group by 1, 2) y
      on x.sub = y.sub and x.price = y.price) z where e <> f
  -- What a restored database has: numbers of transactions that are still to come here.
  union all select 'I10', format('the rater has come to %s, which is not yet', rated_to) from b where rated_to >= pg_snapshot_xmax(pg_current_snapshot())
  union all select 'I10', format('%s usage events are of transactions that are not yet', count(*)) from app.usage_events u join me on u.account_id = me.acc
    where u.ingest_xid >= pg_snapshot_xmax(pg_current_snapshot()) having count(*) > 0
  union all select 'I11', format('month %s is closed and owes', s.charge_period) from app.settlement_lines s join me on s.account_id = me.acc
    join p on p.period = s.charge_period where p.status = 'closed' and s.settled_at is null
  -- A minute for clocks that differ: each transaction says its own now.
  union all select 'I11', format('charge %s came after its month was closed', c.id) from c join p using (period)
    where p.status = 'closed' and c.rated_at > p.closed_at + interval '1 minute'
  union all select 'I12', format('invoice %s', i.number) from app.invoices i join me on i.account_id = me.acc
    where i.total <> (select coalesce(sum(net), 0) from app.invoice_lines l where l.account_id = me.acc and l.invoice_id = i.id)
       or i.total * 1e6 <> (select coalesce(sum(effective_cost), 0) from c where c.period = i.period)
  union all select 'I13', format('charge %s costs %s for %s at %s', id, effective_cost, trim_scale(quantity), trim_scale(unit_price)) from c
    where quantity is not null and abs(effective_cost - quantity * unit_price * 1e6) >= 1
  union all select 'I14', format('the books of %s are seen', x.account_id) from app.books x cross join me where x.account_id <> me.acc
  union all select 'I14', format('%s sums of another account are seen', count(*)) from app.spend_months x cross join me where x.account_id <> me.acc having count(*) > 0
  union all select 'I14', format('money of %s, whom the account never had', sub_account_id) from (
    select sub_account_id from m union select sub_account_id from a) x cross join me
    where sub_account_id is not null and not exists (select from app.reserved_names n
      where n.account_id = me.acc and n.sub_account_id = x.sub_account_id)
$$;
--> statement-breakpoint
grant execute on function billing.claim_check to espalier_app;
