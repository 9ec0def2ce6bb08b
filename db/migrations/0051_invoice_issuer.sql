-- An invoice keeps the name of who issued it; those of before were all issued under the one name that there was.
ALTER TABLE "app"."invoices" ADD COLUMN "issued_by" text NOT NULL DEFAULT 'Espalier';--> statement-breakpoint
ALTER TABLE "app"."invoices" ALTER COLUMN "issued_by" DROP DEFAULT;--> statement-breakpoint
drop function billing.close_period(date, uuid, text, timestamptz);
--> statement-breakpoint
-- Closes a month for good: lines rounded to the minor unit, their total on the account's next number, the difference to
-- the exact sum charged, everything settled. The number; null where nothing was charged.
create function billing.close_period(p_period date, p_invoice uuid, p_billed_to text, p_issued_by text, p_now timestamptz) returns text
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
    insert into app.invoices (account_id, id, period, no, number, billed_to, issued_by, total, issued_at)
      values (acc, p_invoice, p_period, next_no, printed, p_billed_to, p_issued_by, round(rounded / 1e6, b.minor_digits), p_now);
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
  update app.billing_periods set status = 'closed', closed_at = p_now where account_id = acc and period = p_period;
  return printed;
end $$;
--> statement-breakpoint
grant execute on function billing.close_period to espalier_app;
