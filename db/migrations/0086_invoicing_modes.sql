-- Invoices of what was consumed, or of the money that was paid in: which, a month knows from its beginning. Decision 0143.
ALTER TABLE "app"."billing_periods" ADD COLUMN "invoicing_mode" text DEFAULT 'usage_invoiced' NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."books" ADD COLUMN "next_invoicing_mode" text;--> statement-breakpoint
ALTER TABLE "app"."books" ADD COLUMN "next_invoicing_from" date;--> statement-breakpoint
ALTER TABLE "app"."billing_periods" ADD CONSTRAINT "billing_periods_invoicing_mode_check" CHECK ("app"."billing_periods"."invoicing_mode" in ('usage_invoiced', 'prepayment_invoiced'));--> statement-breakpoint
ALTER TABLE "app"."books" ADD CONSTRAINT "books_next_invoicing_mode_check" CHECK ("app"."books"."next_invoicing_mode" in ('usage_invoiced', 'prepayment_invoiced'));--> statement-breakpoint
ALTER TABLE "app"."books" ADD CONSTRAINT "books_next_invoicing_check" CHECK (("app"."books"."next_invoicing_mode" is null) = ("app"."books"."next_invoicing_from" is null));
--> statement-breakpoint
create function app.refuse_other_invoicing() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  raise 'a month keeps its invoicing mode' using errcode = '42501';
end $$;
--> statement-breakpoint
create trigger invoicing_mode_stays before update on app.billing_periods for each row
  when (old.invoicing_mode is distinct from new.invoicing_mode) execute function app.refuse_other_invoicing();
--> statement-breakpoint
-- By which a month is invoiced: as it began, as was ordered, or else as the month before.
create function billing.invoicing_mode_of(b app.books, p_period date) returns text
language sql stable set search_path = pg_catalog, pg_temp as $$
  select coalesce(
    (select p.invoicing_mode from app.billing_periods p where p.account_id = b.account_id and p.period = p_period),
    case when p_period >= b.next_invoicing_from then b.next_invoicing_mode end,
    (select p.invoicing_mode from app.billing_periods p where p.account_id = b.account_id and p.period < p_period
     order by p.period desc limit 1),
    'usage_invoiced')
$$;
--> statement-breakpoint
create or replace function billing.ensure_period(acc uuid, p_period date) returns void
language sql set search_path = pg_catalog, pg_temp as $$
  insert into app.billing_periods (account_id, period, starts_at, ends_at, invoicing_mode)
  select acc, p_period, p_period::timestamp at time zone b.time_zone, (p_period + interval '1 month') at time zone b.time_zone,
    billing.invoicing_mode_of(b, p_period)
  from app.books b where b.account_id = acc
    and not exists (select from app.billing_periods p where p.account_id = acc and p.period = p_period)
  on conflict do nothing $$;
--> statement-breakpoint
-- The first month that has not begun, from which an order holds: the calendar's next one, or one later where something
-- that was told ahead has opened that already.
create function billing.next_invoicing_month(b app.books, p_now timestamptz) returns date
language sql stable set search_path = pg_catalog, pg_temp as $$
  select (greatest(billing.month_of(p_now, b.time_zone),
    (select max(p.period) from app.billing_periods p where p.account_id = b.account_id)) + interval '1 month')::date
$$;
--> statement-breakpoint
-- Orders how months are invoiced that have not begun. Those that have begun without a charge are written down first: an
-- order is not asked again for what lies before it.
create function billing.set_invoicing_mode(p_mode text, p_now timestamptz) returns date
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  b app.books;
  running date;
  since date;
begin
  perform billing.require_actor('operator');
  b := billing.lock_books(acc);
  running := billing.month_of(p_now, b.time_zone);
  perform billing.ensure_period(acc, m::date) from generate_series(
    least(running, (select min(p.period) from app.billing_periods p where p.account_id = acc))::timestamp, running::timestamp, interval '1 month') m;
  since := billing.next_invoicing_month(b, p_now);
  if billing.invoicing_mode_of(b, since) = p_mode then raise 'invoicing_mode_holds' using errcode = 'EB409'; end if;
  update app.books set next_invoicing_mode = p_mode, next_invoicing_from = since where account_id = acc;
  return since;
end $$;
--> statement-breakpoint
-- What a month's invoice has beside what was consumed. Of a month that is invoiced by prepayment: what was paid in, and
-- what of it was taken or given back. Of the first month after a switch: what the mode before leaves to it, the money
-- that was paid in and not consumed; it is added where payments are invoiced from now on, and taken off where they were.
-- Together they are whole coins.
create function billing.invoiced_payments(p_period date)
returns table (no bigint, kind text, at timestamptz, amount bigint, reference text, correction boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with p as (
    select p.*, b.minor_digits, (select e.invoicing_mode from app.billing_periods e
      where e.account_id = p.account_id and e.period < p.period order by e.period desc limit 1) as mode_before
    from app.billing_periods p join app.books b on b.account_id = p.account_id
    where p.account_id = (select app.account_id()) and p.period = p_period
  ), moved as (
    select 'top-up' as kind, u.created_at as at, u.amount, u.reference, null::timestamptz as paid_at
      from app.top_ups u join p on p.account_id = u.account_id
    union all select 'top-up-reversal', u.reversed_at, -u.amount, u.reference, u.created_at
      from app.top_ups u join p on p.account_id = u.account_id where u.reversed_at is not null
    union all select 'payout', w.created_at, -w.amount, w.reference, null
      from app.wallet_acts w join p on p.account_id = w.account_id where w.kind = 'payout'
    union all select 'payout-returned', w.outcome_at, w.amount, w.reference, null
      from app.wallet_acts w join p on p.account_id = w.account_id where w.kind = 'payout' and w.outcome = 'returned'
    -- Nobody pays a debt that was given up: it counts as paid where one mode leaves off, and is on no invoice.
    union all select 'write-off', w.created_at, w.amount, w.reference, null
      from app.wallet_acts w join p on p.account_id = w.account_id where w.kind = 'write-off'
  ), line as (
    select m.kind, m.at, m.amount, m.reference, exists (select from app.billing_periods e where e.account_id = p.account_id
      and e.starts_at <= m.paid_at and e.ends_at > m.paid_at and e.closed_at <= m.at) as correction
    from moved m join p on m.at >= p.starts_at and m.at < p.ends_at
    where p.invoicing_mode = 'prepayment_invoiced' and m.kind <> 'write-off'
    union all
    select 'carried-over', p.starts_at, case p.invoicing_mode when 'prepayment_invoiced' then 1 else -1 end
      * (coalesce((select sum(m.amount) from moved m where m.at < p.starts_at), 0)
        - coalesce((select sum(s.effective_cost) from app.spend_months s where s.account_id = p.account_id and s.period < p.period), 0)),
      '', false
    from p where p.invoicing_mode <> p.mode_before
  ), whole as (
    select l.* from line l where l.amount <> 0
    union all
    select 'rounding', p.ends_at - interval '1 second', billing.round_half_even(s.amount, p.minor_digits) - s.amount, '', false
    from p cross join (select sum(l.amount)::bigint as amount from line l) s
    where billing.round_half_even(s.amount, p.minor_digits) <> s.amount
  )
  select row_number() over (order by w.kind = 'rounding', w.at, w.kind <> 'carried-over', w.kind, w.reference), w.kind, w.at,
    w.amount::bigint, w.reference, w.correction from whole w
$$;
--> statement-breakpoint
grant execute on function billing.invoicing_mode_of, billing.next_invoicing_month, billing.set_invoicing_mode,
  billing.invoiced_payments to espalier_app;
--> statement-breakpoint
-- As before; an invoice is of what was consumed or of what was paid in, as its month is invoiced.
create or replace function billing.close_period(p_period date, p_invoice uuid, p_billed_to text, p_issued_by text, p_now timestamptz) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  b app.books;
  p app.billing_periods;
  rounded bigint;
  exactly bigint;
  paid bigint;
  paid_exact bigint;
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
  -- What another mode leaves to this month is known once the months before are closed.
  if exists (select from app.billing_periods e where e.account_id = acc and e.period < p_period and e.status <> 'closed')
     and p.invoicing_mode <> (select e.invoicing_mode from app.billing_periods e
                              where e.account_id = acc and e.period < p_period order by e.period desc limit 1) then
    raise 'earlier_month_open' using errcode = 'EB409';
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
  select sum(amount), nullif(sum(amount) filter (where kind <> 'rounding'), 0) into paid, paid_exact
    from billing.invoiced_payments(p_period);
  if paid_exact is not null or (rounded is not null and p.invoicing_mode = 'usage_invoiced') then
    select coalesce(max(i.no), 0) + 1 into next_no from app.invoices i where i.account_id = acc;
    select format('%s-%s', a.uid, lpad(next_no::text, 6, '0')) into strict printed from app.accounts a where a.account_id = acc;
    insert into app.invoices (account_id, id, period, no, number, total, issued_at)
      values (acc, p_invoice, p_period, next_no, printed, round((coalesce(paid, 0)
        + case when p.invoicing_mode = 'usage_invoiced' then coalesce(rounded, 0) else 0 end) / 1e6, b.minor_digits), p_now);
    insert into app.invoice_lines (account_id, invoice_id, line_no, sub_account_id, service_code, category, exact, net)
      select acc, p_invoice, row_number() over (order by l.of_payments, l.name nulls last, l.service_code nulls last, l.category),
        l.sub_account_id, l.service_code, l.category, l.exact, round(l.net / 1e6, b.minor_digits)
      from (
        select false as of_payments, n.name, s.sub_account_id, k.service_code, s.category, sum(s.effective_cost)::bigint as exact,
          billing.round_half_even(sum(s.effective_cost)::bigint, b.minor_digits) as net
        from app.spend_day_skus s left join app.sku_prices r on r.id = s.sku_price_id left join app.skus k on k.code = r.sku_code
        left join app.reserved_names n on n.account_id = acc and n.sub_account_id = s.sub_account_id
        where s.account_id = acc and s.period = p_period and p.invoicing_mode = 'usage_invoiced'
        group by s.sub_account_id, n.name, k.service_code, s.category having sum(s.effective_cost) <> 0
        union all
        select true, null, null, null, 'Purchase', paid_exact, paid where paid_exact is not null
      ) l;
  end if;
  -- In both modes: a month takes whole coins from the wallet, and the same ones.
  if rounded <> exactly then
    perform billing.post_charges(b, array[(p_period, null, 'Adjustment', false, null, null, null, null,
      p.ends_at - interval '1 second', p.ends_at, null, null, null, rounded - exactly, null, 'Rounding')::billing.new_charge], p_now);
  end if;
  perform billing.settle(p_now);
  update app.billing_periods set status = 'closed', closed_at = p_now, billed_to = p_billed_to, issued_by = p_issued_by
    where account_id = acc and period = p_period;
  return printed;
end $$;
--> statement-breakpoint
-- As before; an invoice comes to what its month's mode says, and what is invoiced as paid is what the ledger has.
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
  union all select 'I2', format('%s are to be paid back, the payouts on their way are %s', payable, due) from (
    select (select coalesce(sum(credits_posted - debits_posted), 0) from a where kind = 'refund-payable') as payable,
      (select coalesce(sum(w.amount), 0) from app.wallet_acts w join me on w.account_id = me.acc
        where w.kind = 'payout' and w.outcome is null) as due) z where payable <> due
  union all select 'I2', format('top-ups and payouts come to %s, the ledger has %s', paid, ledger) from (
    select (select coalesce(sum(u.amount), 0) from app.top_ups u join me on u.account_id = me.acc where u.reversal_id is null)
      - (select coalesce(sum(w.amount), 0) from app.wallet_acts w join me on w.account_id = me.acc
         where w.kind = 'payout' and w.outcome is distinct from 'returned') as paid,
      (select coalesce(sum(debits_posted - credits_posted), 0) from a where kind in ('funding', 'refund-payable')) as ledger) z
    where paid <> ledger
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
       or i.total * 1e6 <> (select case p.invoicing_mode when 'usage_invoiced' then (select coalesce(sum(effective_cost), 0) from c
             where c.period = p.period) else 0 end + (select coalesce(sum(v.amount), 0) from billing.invoiced_payments(p.period) v)
           from p where p.period = i.period)
  union all select 'I12', format('%s were paid in %s, which is closed without an invoice', v.paid, p.period)
    from p cross join lateral (select sum(amount) as paid from billing.invoiced_payments(p.period)) v
    where p.status = 'closed' and v.paid <> 0 and not exists (select from app.invoices i where i.account_id = p.account_id and i.period = p.period)
  union all select 'I13', format('charge %s costs %s for %s at %s', id, effective_cost, trim_scale(quantity), trim_scale(unit_price)) from c
    where quantity is not null and abs(effective_cost - quantity * unit_price * 1e6) >= 1
  union all select 'I14', format('the books of %s are seen', x.account_id) from app.books x cross join me where x.account_id <> me.acc
  union all select 'I14', format('%s sums of another account are seen', count(*)) from app.spend_months x cross join me where x.account_id <> me.acc having count(*) > 0
  union all select 'I14', format('money of %s, whom the account never had', sub_account_id) from (
    select sub_account_id from m union select sub_account_id from a) x cross join me
    where sub_account_id is not null and not exists (select from app.reserved_names n
      where n.account_id = me.acc and n.sub_account_id = x.sub_account_id)
$$;
