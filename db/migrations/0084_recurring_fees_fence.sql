-- Recurring fees: who may see them, how they are given and cancelled, and the months that are charged, each once. Decision 0144.
alter table app.recurring_fees enable row level security;
--> statement-breakpoint
alter table app.recurring_fees force row level security;
--> statement-breakpoint
create policy gate on app.recurring_fees as restrictive for all to public
  using ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) in ('platform', 'maintenance')))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.recurring_fees as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.recurring_fees as permissive for insert to espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.recurring_fees as permissive for update to espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select on app.recurring_fees to espalier_app;
--> statement-breakpoint
alter table app.fee_charges enable row level security;
--> statement-breakpoint
alter table app.fee_charges force row level security;
--> statement-breakpoint
create policy gate on app.fee_charges as restrictive for all to public
  using ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) in ('platform', 'maintenance')))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.fee_charges as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.fee_charges as permissive for insert to espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select on app.fee_charges to espalier_app;
--> statement-breakpoint
-- Whether something that costs may begin for a sub-account, or (null) the account: what a spend verdict says, in the
-- transaction of what is bought. The caller holds the books.
create function billing.may_buy(b app.books, p_sub uuid, p_now timestamptz) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  select b.wallet_state <> 'suspended'
    and (select credits_posted - debits_posted + overdraft from app.ledger_accounts
         where account_id = b.account_id and kind = 'wallet')
      > (select coalesce(sum(amount), 0) from app.settlement_lines where account_id = b.account_id and settled_at is null)
    and not exists (
      select from app.spend_limits l
      left join app.limit_usages u on u.account_id = l.account_id and u.limit_id = l.id
        and u.window_start = billing.window_start(l.per, p_now, b.time_zone)
      where l.account_id = b.account_id and (l.sub_account_id is null or l.sub_account_id = p_sub)
        and l.hard is not null and coalesce(u.spent, 0) >= l.hard)
$$;
--> statement-breakpoint
-- The price of a month: the version, its list price and what this account pays of it; no row where there is none.
create function billing.fee_price(b app.books, p_sku_price int, p_at timestamptz)
returns table (price_id int, list_price numeric, unit_price numeric) language sql stable set search_path = pg_catalog, pg_temp as $$
  select p.id, (p.tiers -> 0 ->> 'unitPrice')::numeric, trim_scale((p.tiers -> 0 ->> 'unitPrice')::numeric * (1 - coalesce((
      select c.discount_basis_points from app.contract_prices c
      where c.account_id = b.account_id and c.sku_price_id = p_sku_price and c.valid_from <= p_at
      order by c.valid_from desc limit 1), 0) * 0.0001))
  from (select * from app.prices where sku_price_id = p_sku_price and currency = b.currency and valid_from <= p_at
        order by valid_from desc limit 1) p
  where not p.withdrawn
$$;
--> statement-breakpoint
-- Gives a fee. It begins with a month the books know, or later; what of it lies in closed months comes as corrections.
create function billing.give_fee(p_id uuid, p_sub uuid, p_sku_price int, p_quantity numeric, p_first date, p_last date, p_note text, p_by text,
  p_now timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  b app.books;
begin
  perform billing.require_actor('operator');
  b := billing.lock_books(acc);
  if not exists (select from app.sku_prices r join app.skus k on k.code = r.sku_code where r.id = p_sku_price and k.recurring) then
    raise 'not_recurring' using errcode = 'EB409';
  end if;
  if p_first < least(billing.month_of(p_now, b.time_zone), (select min(period) from app.billing_periods where account_id = acc)) then
    raise 'fee_too_early' using errcode = 'EB409';
  end if;
  if not exists (select from billing.fee_price(b, p_sku_price, p_first::timestamp at time zone b.time_zone)) then
    raise 'no_fee_price' using errcode = 'EB409';
  end if;
  -- Its months end with the calendar although nothing else was charged in them.
  perform billing.ensure_period(acc, billing.month_of(p_now, b.time_zone)) where p_first <= billing.month_of(p_now, b.time_zone);
  insert into app.recurring_fees (account_id, id, sub_account_id, sku_price_id, quantity, first_month, last_month, note, given_by, created_at)
    values (acc, p_id, p_sub, p_sku_price, p_quantity, p_first, p_last, p_note, p_by, p_now);
end $$;
--> statement-breakpoint
-- The running month is the last that is charged. A fee that is over, or was cancelled, is refused.
create function billing.cancel_fee(p_id uuid, p_by text, p_now timestamptz) returns date
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  b app.books;
  f app.recurring_fees;
  until date;
begin
  perform billing.require_actor('operator');
  b := billing.lock_books(acc);
  select * into f from app.recurring_fees where account_id = acc and id = p_id;
  if not found then raise 'no_fee' using errcode = 'EB404'; end if;
  until := billing.month_of(p_now, b.time_zone);
  if f.cancelled_at is not null or f.last_month <= until then raise 'fee_over' using errcode = 'EB409'; end if;
  update app.recurring_fees set last_month = until, cancelled_at = p_now, cancelled_by = p_by where account_id = acc and id = p_id;
  return until;
end $$;
--> statement-breakpoint
-- Months of fees that have begun and were not charged: nobody is charged one twice, and what is missed is caught up.
create function billing.fees_due(acc uuid, p_zone text, p_now timestamptz) returns table (fee_id uuid, month date)
language sql stable set search_path = pg_catalog, pg_temp as $$
  select f.id, m::date from app.recurring_fees f
  cross join generate_series(f.first_month::timestamp, least(f.last_month, billing.month_of(p_now, p_zone))::timestamp, interval '1 month') m
  where f.account_id = acc
    and not exists (select from app.fee_charges c where c.account_id = acc and c.fee_id = f.id and c.month = m::date)
$$;
--> statement-breakpoint
-- Charges each due month of each fee as a Purchase, with what it costs at its beginning. One of a month that is closed
-- is a correction on the open bill. What may not be bought now, or has no price, waits. A fee ends with its sub-account:
-- what was not charged by then is not. The caller holds the books.
create function billing.charge_due_fees(b app.books, p_now timestamptz) returns int
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := b.account_id;
  due record;
  price record;
  p app.billing_periods;
  bill date;
  cost bigint;
  ids bigint[];
  n int := 0;
begin
  update app.recurring_fees f set cancelled_at = coalesce(f.cancelled_at, p_now), cancelled_by = coalesce(f.cancelled_by, 'worker'),
      last_month = coalesce(c.month, f.first_month - interval '1 month')
    from app.recurring_fees g left join lateral (select max(month) as month from app.fee_charges where account_id = acc and fee_id = g.id) c on true
    where f.account_id = acc and g.account_id = acc and g.id = f.id and f.sub_account_id is not null
      and not exists (select from app.sub_accounts s where s.account_id = acc and s.id = f.sub_account_id)
      and f.last_month is distinct from least(f.last_month, coalesce(c.month, f.first_month - interval '1 month')::date);
  for due in select f.*, d.month from billing.fees_due(acc, b.time_zone, p_now) d
    join app.recurring_fees f on f.account_id = acc and f.id = d.fee_id order by d.month, f.created_at, f.id
  loop
    continue when not billing.may_buy(b, due.sub_account_id, p_now);
    perform billing.ensure_period(acc, due.month);
    select * into strict p from app.billing_periods where account_id = acc and period = due.month;
    select * into price from billing.fee_price(b, due.sku_price_id, p.starts_at);
    continue when not found;
    cost := floor(due.quantity * price.unit_price * 1e6)::bigint;
    bill := case when p.status = 'closed' then billing.open_period(b, p_now) else due.month end;
    -- `events` is null: a fee has no part in the carry of a rating key.
    ids := billing.post_charges(b, array[(bill, due.sub_account_id, 'Purchase', p.status = 'closed', due.sku_price_id, price.price_id, 1::smallint,
      null, p.starts_at, p.ends_at, due.quantity, price.list_price, price.unit_price, cost, null, due.note)::billing.new_charge], p_now);
    insert into app.fee_charges (account_id, fee_id, month, bill, charge_id, start_at, cost)
      values (acc, due.id, due.month, bill, ids[1], p.starts_at, cost);
    n := n + 1;
  end loop;
  return n;
end $$;
--> statement-breakpoint
create function billing.charge_fees(p_now timestamptz) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform billing.require_actor('worker', 'operator');
  return billing.charge_due_fees(billing.lock_books(billing.posting_account()), p_now);
end $$;
--> statement-breakpoint
-- As before; the fees of the month are on its bill before it closes.
create or replace function billing.close_period(p_period date, p_invoice uuid, p_billed_to text, p_issued_by text, p_now timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  b app.books;
  p app.billing_periods;
  rounded bigint;
  exactly bigint;
  next_no int;
  printed text;
begin
  perform billing.require_actor('worker', 'operator');
  b := billing.lock_books(acc);
  select * into p from app.billing_periods where account_id = acc and period = p_period for update;
  if not found then raise 'no_bill' using errcode = 'EB404'; end if;
  if p.status = 'closed' then raise 'period_closed' using errcode = 'EB409'; end if;
  if p.status <> 'closing' or p_now < p.ends_at + make_interval(hours => b.late_usage_hours) then
    raise 'period_not_over' using errcode = 'EB409';
  end if;
  perform billing.charge_due_fees(b, p_now);
  if exists (select from app.usage_events u where u.account_id = acc and u.ingest_xid > b.rated_to and u.start_at < p.ends_at) then
    raise 'usage_not_rated' using errcode = 'EB409';
  end if;
  if exists (select from app.quarantined_events q where q.account_id = acc and q.resolved_at is null
             and billing.consumed_at(q.event) >= p.starts_at and billing.consumed_at(q.event) < p.ends_at) then
    raise 'usage_in_quarantine' using errcode = 'EB409';
  end if;
  with line as (
    select s.sub_account_id, k.service_code, s.category, sum(s.effective_cost)::bigint as cost
    from app.spend_day_skus s left join app.sku_prices r on r.id = s.sku_price_id left join app.skus k on k.code = r.sku_code
    where s.account_id = acc and s.period = p_period group by 1, 2, 3 having sum(s.effective_cost) <> 0
  )
  select sum(billing.round_half_even(cost, b.minor_digits)), sum(cost) into rounded, exactly from line;
  if rounded is not null then
    select coalesce(max(i.no), 0) + 1 into next_no from app.invoices i where i.account_id = acc;
    select format('%s-%s', a.uid, lpad(next_no::text, 6, '0')) into strict printed from app.accounts a where a.account_id = acc;
    insert into app.invoices (account_id, id, period, no, number, total, issued_at)
      values (acc, p_invoice, p_period, next_no, printed, round(rounded / 1e6, b.minor_digits), p_now);
    insert into app.invoice_lines (account_id, invoice_id, line_no, sub_account_id, service_code, category, exact, net)
      select acc, p_invoice, row_number() over (order by n.name nulls last, k.service_code nulls last, s.category), s.sub_account_id,
        k.service_code, s.category, sum(s.effective_cost),
        round(billing.round_half_even(sum(s.effective_cost)::bigint, b.minor_digits) / 1e6, b.minor_digits)
      from app.spend_day_skus s left join app.sku_prices r on r.id = s.sku_price_id left join app.skus k on k.code = r.sku_code
      left join app.reserved_names n on n.account_id = acc and n.sub_account_id = s.sub_account_id
      where s.account_id = acc and s.period = p_period group by s.sub_account_id, n.name, k.service_code, s.category
      having sum(s.effective_cost) <> 0;
    if rounded <> exactly then
      perform billing.post_charges(b, array[(p_period, null, 'Adjustment', false, null, null, null, null,
        p.ends_at - interval '1 second', p.ends_at, null, null, null, rounded - exactly, null, 'Rounding')::billing.new_charge], p_now);
    end if;
  end if;
  perform billing.settle(p_now);
  update app.billing_periods set status = 'closed', closed_at = p_now, billed_to = p_billed_to, issued_by = p_issued_by
    where account_id = acc and period = p_period;
  return printed;
end $$;
--> statement-breakpoint
grant execute on function billing.give_fee, billing.cancel_fee, billing.fees_due, billing.charge_fees, billing.month_of to espalier_app;
