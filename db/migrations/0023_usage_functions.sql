-- Usage comes in, is priced and charged, and waits in quarantine where it cannot be: the functions that write it.
create or replace function billing.require_actor(variadic kinds text[]) returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  kind text := split_part(app.ctx(4), ':', 1);
begin
  -- Inside an account the worker acts as a job.
  if kind <> all (kinds) and not (kind = 'job' and 'worker' = any (kinds)) then
    raise 'this actor posts no such thing' using errcode = '42501';
  end if;
end $$;
--> statement-breakpoint
create type billing.usage_row as (pos int, dedupe_key uuid, digest uuid, sub_account_id uuid, source text, event_id text,
  meter text, start_at timestamptz, end_at timestamptz, value numeric, subject text, dims jsonb);
--> statement-breakpoint
-- One answer for each event that was not plainly accepted. The same event again is a duplicate, with other content a
-- conflict, which is kept. An array and no temporary table: a caller could prepare that one with a trigger.
create function billing.ingest_usage(p_events jsonb, p_now timestamptz) returns table (pos int, status text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  batch billing.usage_row[];
  fresh int;
begin
  perform billing.require_actor('service', 'operator', 'worker');
  batch := array(select r from jsonb_populate_recordset(null::billing.usage_row, p_events) r);
  insert into app.usage_events (account_id, dedupe_key, digest, sub_account_id, source, event_id, meter, start_at, end_at, value, subject, dims, ingested_at)
    select acc, b.dedupe_key, b.digest, b.sub_account_id, b.source, b.event_id, b.meter, b.start_at, b.end_at, b.value, coalesce(b.subject, ''), b.dims, p_now
    from unnest(batch) b order by b.dedupe_key, b.pos   -- sorted: two batches with the same ids cannot deadlock
    on conflict (account_id, dedupe_key) do nothing;
  get diagnostics fresh = row_count;
  if fresh = cardinality(batch) then return; end if;
  insert into app.quarantined_events as q (account_id, id, reason, dedupe_key, digest, event, first_seen_at)
    select distinct on (b.dedupe_key, b.digest) acc, gen_random_uuid(), 'conflict', b.dedupe_key, b.digest, to_jsonb(b) - 'pos', p_now
    from unnest(batch) b join app.usage_events u on u.account_id = acc and u.dedupe_key = b.dedupe_key where u.digest <> b.digest
    on conflict (account_id, reason, dedupe_key, digest) where resolved_at is null do update set times_seen = q.times_seen + 1;
  return query
    select x.pos, x.status from (
      select b.pos, case when u.digest <> b.digest then 'conflict'
        when u.ingest_xid <> pg_current_xact_id() or b.pos > min(b.pos) over (partition by b.dedupe_key) then 'duplicate' end as status
      from unnest(batch) b join app.usage_events u on u.account_id = acc and u.dedupe_key = b.dedupe_key) x
    where x.status is not null order by x.pos;
end $$;
--> statement-breakpoint
-- Keeps what cannot be billed yet; the same event told again is counted.
create function billing.quarantine_usage(p_events jsonb, p_now timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
begin
  perform billing.require_actor('service', 'operator', 'worker');
  insert into app.quarantined_events as q (account_id, id, reason, dedupe_key, digest, event, first_seen_at)
    select distinct on (e.reason, e.dedupe_key, e.digest) acc, gen_random_uuid(), e.reason, e.dedupe_key, e.digest, e.event, p_now
    from jsonb_to_recordset(p_events) as e (reason text, dedupe_key uuid, digest uuid, event jsonb)
    on conflict (account_id, reason, dedupe_key, digest) where resolved_at is null do update set times_seen = q.times_seen + 1;
end $$;
--> statement-breakpoint
create function billing.resolve_quarantined(p_id uuid, p_resolution text, p_by text, p_reason text, p_now timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
begin
  perform billing.require_actor('operator');
  if p_resolution not in ('replayed', 'dismissed') then raise 'not a resolution' using errcode = '22023'; end if;
  update app.quarantined_events set resolution = p_resolution, resolved_at = p_now, resolved_by = p_by, resolution_reason = p_reason
    where account_id = acc and id = p_id and resolved_at is null;
  if not found then raise 'already_resolved' using errcode = 'EB409'; end if;
end $$;
--> statement-breakpoint
-- The rater's hold on an account: its cursor and zone, and the bound below which every transaction is finished.
create function billing.begin_rating() returns table (rated_to xid8, bound xid8, currency text, time_zone text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  b app.books;
begin
  perform billing.require_actor('worker', 'operator');
  b := billing.lock_books(billing.posting_account());
  return query select b.rated_to, pg_snapshot_xmin(pg_current_snapshot()), b.currency, b.time_zone;
end $$;
--> statement-breakpoint
-- The exact cost of each key so far, the charges that it now makes whole, and the cursor: all or nothing.
create function billing.record_charges(p_from xid8, p_to xid8, p_rows jsonb, p_now timestamptz) returns int
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  b app.books;
  bill date;
  rows billing.new_charge[];
begin
  perform billing.require_actor('worker', 'operator');
  b := billing.lock_books(acc);
  if b.rated_to <> p_from or p_to <= p_from then raise 'cursor_moved' using errcode = 'EB409'; end if;
  update app.books set rated_to = p_to where account_id = acc;
  perform billing.ensure_period(acc, m) from (
    select distinct billing.month_of((r ->> 'start_at')::timestamptz, b.time_zone) as m from jsonb_array_elements(p_rows) r) months;
  bill := billing.open_period(b, p_now);
  insert into app.billed_resources (account_id, sub_account_id, arn)
    select distinct acc, sub_account_id, subject from jsonb_to_recordset(p_rows) as r (sub_account_id uuid, subject text)
    where subject <> '' order by 2, 3 on conflict do nothing;
  with r as (
    select x.*, br.id as resource_id, billing.month_of(x.start_at, b.time_zone) as usage_month, x.quantity * x.unit_price as exact,
      case when pooled then 0 else coalesce(br.id, 0) end as key_resource
    from rows from (jsonb_to_recordset(p_rows) as (sub_account_id uuid, sku_price_id int, price_id int, tier smallint, subject text,
      pooled boolean, span date, start_at timestamptz, end_at timestamptz, quantity numeric, list_unit_price numeric,
      unit_price numeric, events int)) with ordinality as x (sub_account_id, sku_price_id, price_id, tier, subject, pooled, span,
      start_at, end_at, quantity, list_unit_price, unit_price, events, ord)
    left join app.billed_resources br on br.account_id = acc and br.sub_account_id = x.sub_account_id and br.arn = x.subject
  ), run as (
    select r.*, sum(exact) over (k order by ord) - sum(exact) over k as minus_rest
    from r window k as (partition by sub_account_id, span, price_id, key_resource)
  ), carry as (
    insert into app.rating_carries as k (account_id, sub_account_id, span, price_id, resource_id, quantity_total, exact_total)
    select acc, sub_account_id, span, price_id, key_resource, trim_scale(sum(quantity)), trim_scale(sum(exact)) from r group by 2, 3, 4, 5
    on conflict (account_id, sub_account_id, span, price_id, resource_id) do update
      set quantity_total = trim_scale(k.quantity_total + excluded.quantity_total), exact_total = trim_scale(k.exact_total + excluded.exact_total)
    returning k.*
  ), costed as (
    select run.*, p.status = 'closed' as late, (floor(total * 1e6) - floor((total - exact) * 1e6))::bigint as cost
    from run
    join carry c on (c.sub_account_id, c.span, c.price_id, c.resource_id) = (run.sub_account_id, run.span, run.price_id, run.key_resource)
    join app.billing_periods p on p.account_id = acc and p.period = run.usage_month
    cross join lateral (select c.exact_total + run.minus_rest as total) t
  )
  select array_agg((case when late then bill else usage_month end, sub_account_id, 'Usage', late, sku_price_id, price_id, tier, resource_id,
    start_at, end_at, quantity, list_unit_price, unit_price, cost, events, null)::billing.new_charge order by ord) into rows from costed;
  if rows is null then return 0; end if;
  perform billing.post_charges(b, rows, p_now);
  return cardinality(rows);
end $$;
--> statement-breakpoint
-- What no price is for moves to quarantine, whole: replayed, it comes in again like any event.
create function billing.set_aside_unpriced(p_keys jsonb, p_now timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
begin
  perform billing.require_actor('worker', 'operator');
  insert into app.quarantined_events as q (account_id, id, reason, dedupe_key, digest, event, first_seen_at)
    select acc, gen_random_uuid(), 'no-price', u.dedupe_key, u.digest, jsonb_strip_nulls(jsonb_build_object(
      'specversion', '1.0', 'id', u.event_id, 'source', u.source, 'type', u.meter, 'subject', nullif(u.subject, ''), 'time', u.end_at,
      'accountuid', a.uid, 'subaccount', n.name,
      'data', jsonb_build_object('value', trim_scale(u.value)::text, 'start', u.start_at, 'dims', u.dims))), p_now
    from app.usage_events u
    join app.accounts a on a.account_id = acc
    join app.reserved_names n on n.account_id = acc and n.sub_account_id = u.sub_account_id
    where u.account_id = acc and u.dedupe_key in (select k::uuid from jsonb_array_elements_text(p_keys) k)
    on conflict (account_id, reason, dedupe_key, digest) where resolved_at is null do update set times_seen = q.times_seen + 1;
  delete from app.usage_events u where u.account_id = acc and u.dedupe_key in (select k::uuid from jsonb_array_elements_text(p_keys) k);
end $$;
--> statement-breakpoint
grant execute on function billing.set_aside_unpriced, billing.ingest_usage, billing.quarantine_usage, billing.resolve_quarantined, billing.begin_rating,
  billing.record_charges to espalier_app;
