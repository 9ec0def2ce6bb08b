-- The names of a closed month move from its invoice to the month: sub-accounts see their months and no invoice. The way
-- back is the same move the other way.
ALTER TABLE "app"."billing_periods" ADD COLUMN "billed_to" text;--> statement-breakpoint
ALTER TABLE "app"."billing_periods" ADD COLUMN "issued_by" text;--> statement-breakpoint
-- Without an account in the context the owner sees no row, and a closed month refuses every change.
alter table app.billing_periods no force row level security;--> statement-breakpoint
alter table app.invoices no force row level security;--> statement-breakpoint
alter table app.accounts no force row level security;--> statement-breakpoint
alter table app.billing_periods disable trigger closed_month;--> statement-breakpoint
update app.billing_periods p
  set (billed_to, issued_by) = (
    select coalesce(i.billed_to, a.name), coalesce(i.issued_by, 'Espalier')
    from app.accounts a left join app.invoices i on i.account_id = a.account_id and i.period = p.period
    where a.account_id = p.account_id)
  where p.status = 'closed';--> statement-breakpoint
alter table app.billing_periods enable trigger closed_month;--> statement-breakpoint
alter table app.accounts force row level security;--> statement-breakpoint
alter table app.invoices force row level security;--> statement-breakpoint
alter table app.billing_periods force row level security;--> statement-breakpoint
ALTER TABLE "app"."billing_periods" ADD CONSTRAINT "billing_periods_names_check" CHECK ("app"."billing_periods"."status" <> 'closed' or ("app"."billing_periods"."billed_to" is not null and "app"."billing_periods"."issued_by" is not null));--> statement-breakpoint
ALTER TABLE "app"."invoices" DROP COLUMN "billed_to";--> statement-breakpoint
ALTER TABLE "app"."invoices" DROP COLUMN "issued_by";--> statement-breakpoint
-- Closes a month for good: lines rounded to the minor unit, their total on the account's next number, the difference to
-- the exact sum charged, everything settled, the names of the day kept. The number; null where nothing was charged.
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
