-- Payouts by way of what is to be paid back, evidence of top-ups, how much usage comes in, and contract prices that stay. Decisions 0138 and 0139.
CREATE TABLE "app"."top_up_evidence" (
	"account_id" uuid NOT NULL,
	"top_up_id" uuid NOT NULL,
	"file_name" text NOT NULL,
	"media_type" text NOT NULL,
	"size_bytes" integer NOT NULL,
	"sha256" text NOT NULL,
	"stored_as" text NOT NULL,
	"kept_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "top_up_evidence_account_id_top_up_id_pk" PRIMARY KEY("account_id","top_up_id"),
	CONSTRAINT "top_up_evidence_media_type_check" CHECK ("app"."top_up_evidence"."media_type" in ('application/pdf', 'image/jpeg', 'image/png'))
);
--> statement-breakpoint
CREATE TABLE "app"."usage_flows" (
	"account_id" uuid NOT NULL,
	"source" text NOT NULL,
	"meter" text NOT NULL,
	"hour_of_day" smallint NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"events" integer NOT NULL,
	"used_until" timestamp with time zone NOT NULL,
	"lag_seconds" bigint NOT NULL,
	CONSTRAINT "usage_flows_account_id_source_meter_hour_of_day_pk" PRIMARY KEY("account_id","source","meter","hour_of_day")
);
--> statement-breakpoint
ALTER TABLE "app"."ledger_accounts" DROP CONSTRAINT "ledger_accounts_kind_check";--> statement-breakpoint
ALTER TABLE "app"."transfers" DROP CONSTRAINT "transfers_kind_check";--> statement-breakpoint
ALTER TABLE "app"."wallet_acts" ADD COLUMN "outcome" text;--> statement-breakpoint
ALTER TABLE "app"."wallet_acts" ADD COLUMN "outcome_by" text;--> statement-breakpoint
ALTER TABLE "app"."wallet_acts" ADD COLUMN "outcome_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "app"."wallet_acts" ADD COLUMN "outcome_id" bigint;--> statement-breakpoint
ALTER TABLE "app"."top_up_evidence" ADD CONSTRAINT "top_up_evidence_account_id_top_up_id_top_ups_account_id_id_fk" FOREIGN KEY ("account_id","top_up_id") REFERENCES "app"."top_ups"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."ledger_accounts" ADD CONSTRAINT "ledger_accounts_payable_check" CHECK ("app"."ledger_accounts"."kind" <> 'refund-payable' or "app"."ledger_accounts"."credits_posted" >= "app"."ledger_accounts"."debits_posted");--> statement-breakpoint
ALTER TABLE "app"."ledger_accounts" ADD CONSTRAINT "ledger_accounts_kind_check" CHECK ("app"."ledger_accounts"."kind" in ('wallet', 'funding', 'revenue', 'receivable', 'write-off', 'refund-payable'));--> statement-breakpoint
ALTER TABLE "app"."transfers" ADD CONSTRAINT "transfers_kind_check" CHECK ("kind" in ('top-up', 'top-up-reversal', 'usage', 'overage', 'refund', 'collection', 'payout', 'payout-sent', 'payout-returned', 'write-off'));--> statement-breakpoint
ALTER TABLE "app"."wallet_acts" ADD CONSTRAINT "wallet_acts_outcome_check" CHECK ("app"."wallet_acts"."outcome" is null or ("app"."wallet_acts"."kind" = 'payout' and "app"."wallet_acts"."outcome" in ('sent', 'returned') and "app"."wallet_acts"."outcome_by" is not null and "app"."wallet_acts"."outcome_at" is not null));
--> statement-breakpoint
alter table app.top_up_evidence enable row level security;
--> statement-breakpoint
alter table app.top_up_evidence force row level security;
--> statement-breakpoint
create policy gate on app.top_up_evidence as restrictive for all to public
  using ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.top_up_evidence as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.top_up_evidence as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select, insert on app.top_up_evidence to espalier_app;
--> statement-breakpoint
alter table app.usage_flows enable row level security;
--> statement-breakpoint
alter table app.usage_flows force row level security;
--> statement-breakpoint
create policy gate on app.usage_flows as restrictive for all to public
  using ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) in ('platform', 'maintenance')))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.usage_flows as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.usage_flows as permissive for insert to espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.usage_flows as permissive for update to espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select on app.usage_flows to espalier_app;
--> statement-breakpoint
-- Until now a payout went to funding at once. Under FORCE the owner too needs a context to see a row.
select auth.enter_maintenance();
--> statement-breakpoint
update app.wallet_acts set outcome = 'sent', outcome_by = done_by, outcome_at = created_at where kind = 'payout';
--> statement-breakpoint
select set_config('espalier.ctx', '', true);
--> statement-breakpoint
-- Money that is to be paid back to the customer: never more than what is there once everything charged is settled.
create or replace function billing.pay_out(p_amount bigint, p_reference text, p_reason text, p_by text, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  w app.ledger_accounts;
  unsettled bigint;
  posted bigint;
begin
  perform billing.require_actor('operator');
  perform billing.lock_books(acc);
  w := billing.lock_wallet(acc);
  if not billing.claim_reference(acc, p_reference, 'payout', p_amount, null, p_reason, p_by, p_now) then return false; end if;
  select coalesce(sum(amount), 0) into unsettled from app.settlement_lines where account_id = acc and settled_at is null;
  if w.credits_posted - w.debits_posted - greatest(unsettled, 0) < p_amount then
    raise 'not_enough' using errcode = 'EB402';
  end if;
  posted := billing.post(acc, 'payout', w.id, billing.ledger_account_of(acc, 'refund-payable', null), p_amount, null, null, p_now);
  update app.wallet_acts a set posted_id = posted where a.account_id = acc and a.reference = p_reference;
  return true;
end $$;
--> statement-breakpoint
-- What became of a payout: sent leaves the books, returned is in the wallet again. False: the same was told before.
create function billing.settle_payout(p_reference text, p_outcome text, p_by text, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  w app.ledger_accounts;
  act app.wallet_acts;
  posted bigint;
begin
  perform billing.require_actor('operator');
  perform billing.lock_books(acc);
  w := billing.lock_wallet(acc);
  select * into act from app.wallet_acts a where a.account_id = acc and a.reference = p_reference and a.kind = 'payout' for update;
  if not found then raise 'no_payout' using errcode = 'EB404'; end if;
  if act.outcome = p_outcome then return false; end if;
  if act.outcome is not null then raise 'payout_settled' using errcode = 'EB409'; end if;
  posted := billing.post(acc, 'payout-' || p_outcome, billing.ledger_account_of(acc, 'refund-payable', null),
    case p_outcome when 'returned' then w.id else billing.ledger_account_of(acc, 'funding', null) end, act.amount, null, null, p_now);
  update app.wallet_acts a set outcome = p_outcome, outcome_by = p_by, outcome_at = p_now, outcome_id = posted
    where a.account_id = acc and a.reference = p_reference;
  if p_outcome = 'returned' then perform billing.collect_receivables(acc, null, p_now); end if;
  return true;
end $$;
--> statement-breakpoint
-- As before, and what stands to be paid back is what the payouts on their way come to.
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
grant execute on function billing.settle_payout to espalier_app;
--> statement-breakpoint
-- A contract price that has begun has priced usage: nobody deletes it, whatever asks.
drop policy may_delete on app.contract_prices;
--> statement-breakpoint
create policy may_delete on app.contract_prices as permissive for delete to espalier_app, espalier_owner
  using (((select app.scope()) in ('account', 'maintenance')) and (valid_from > now()));
--> statement-breakpoint
alter table app.usage_flows set (fillfactor = 70);
--> statement-breakpoint
select auth.enter_maintenance();
--> statement-breakpoint
insert into app.usage_flows (account_id, source, meter, hour_of_day, hour, events, used_until, lag_seconds)
  select u.account_id, u.source, u.meter, extract(hour from u.ingested_at at time zone 'UTC'), date_trunc('hour', u.ingested_at, 'UTC'), count(*),
    max(u.end_at), sum(greatest(extract(epoch from u.ingested_at - u.end_at), 0))::bigint
  from app.usage_events u join app.books b on b.account_id = u.account_id
  where u.ingest_xid <= b.rated_to and u.ingested_at >= date_trunc('hour', now(), 'UTC') - interval '23 hours' group by 1, 2, 3, 4, 5;
--> statement-breakpoint
select set_config('espalier.ctx', '', true);
--> statement-breakpoint
drop function billing.note_sources(text[], timestamptz[]);
--> statement-breakpoint
-- In the rater's transaction, which holds the books: nobody else writes these rows. An hour that is older than what its
-- row holds is of a day that nobody looks at any more.
create function billing.note_flows(p_sources text[], p_meters text[], p_hours timestamptz[], p_events int[], p_until timestamptz[], p_lags bigint[])
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
begin
  perform billing.require_actor('worker', 'operator');
  insert into app.usage_sources as s (account_id, source, used_until)
    select acc, n.source, max(n.used_until) from unnest(p_sources, p_until) n (source, used_until) group by 2 order by 2
    on conflict (account_id, source) do update set used_until = excluded.used_until where s.used_until < excluded.used_until;
  -- Of two days in one round only the newer has a row to go to.
  insert into app.usage_flows as f (account_id, source, meter, hour_of_day, hour, events, used_until, lag_seconds)
    select distinct on (n.source, n.meter, hour_of_day) acc, n.source, n.meter, extract(hour from n.hour at time zone 'UTC') as hour_of_day,
      n.hour, n.events, n.used_until, n.lag_seconds
    from unnest(p_sources, p_meters, p_hours, p_events, p_until, p_lags) n (source, meter, hour, events, used_until, lag_seconds)
    order by n.source, n.meter, hour_of_day, n.hour desc
    on conflict (account_id, source, meter, hour_of_day) do update set hour = excluded.hour,
      events = case when f.hour = excluded.hour then f.events else 0 end + excluded.events,
      lag_seconds = case when f.hour = excluded.hour then f.lag_seconds else 0 end + excluded.lag_seconds,
      used_until = case when f.hour = excluded.hour then greatest(f.used_until, excluded.used_until) else excluded.used_until end
      where f.hour <= excluded.hour;
end $$;
--> statement-breakpoint
grant execute on function billing.note_flows to espalier_app;
