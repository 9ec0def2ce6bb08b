-- Fences what operators do to wallets, and adds its posting functions, the wallet's settings, and sums built anew.
alter table app.wallet_acts enable row level security;
--> statement-breakpoint
alter table app.wallet_acts force row level security;
--> statement-breakpoint
create policy gate on app.wallet_acts as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.wallet_acts as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.wallet_acts as permissive for insert to espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.wallet_acts as permissive for update to espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select on app.wallet_acts to espalier_app;
--> statement-breakpoint
-- A reference counts once, for ever. False: it was told before, with the same content; other content is refused.
create function billing.claim_reference(acc uuid, p_reference text, p_kind text, p_amount bigint, p_sub uuid, p_reason text, p_by text, p_now timestamptz)
returns boolean language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  seen app.wallet_acts;
begin
  insert into app.wallet_acts (account_id, reference, kind, amount, sub_account_id, reason, done_by, created_at)
    values (acc, p_reference, p_kind, p_amount, p_sub, p_reason, p_by, p_now) on conflict do nothing;
  if found then return true; end if;
  select * into strict seen from app.wallet_acts a where a.account_id = acc and a.reference = p_reference;
  if (seen.kind, seen.amount, seen.reason) <> (p_kind, p_amount, p_reason) or seen.sub_account_id is distinct from p_sub then
    raise 'duplicate_reference' using errcode = 'EB409';
  end if;
  return false;
end $$;
--> statement-breakpoint
drop function billing.adjust(uuid, bigint, text, timestamptz);
--> statement-breakpoint
-- A charge that nothing was metered for: goodwill (negative, Credit) or a fee (positive, Adjustment). False where its
-- reference was told before; without one it is a new charge each time.
create function billing.adjust(p_sub uuid, p_amount bigint, p_reference text, p_reason text, p_by text, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  b app.books;
  ids bigint[];
begin
  perform billing.require_actor('operator');
  b := billing.lock_books(acc);
  if p_reference <> '' and not billing.claim_reference(acc, p_reference, 'adjustment', p_amount, p_sub, p_reason, p_by, p_now) then
    return false;
  end if;
  ids := billing.post_charges(b, array[(billing.open_period(b, p_now), p_sub,
    case when p_amount < 0 then 'Credit' else 'Adjustment' end, false, null, null, null, null, p_now,
    p_now + interval '1 second', null, null, null, p_amount, null, p_reason)::billing.new_charge], p_now);
  update app.wallet_acts a set posted_id = ids[1] where a.account_id = acc and a.reference = p_reference;
  return true;
end $$;
--> statement-breakpoint
-- Money paid back to the customer: never more than what is there once everything charged is settled.
create function billing.pay_out(p_amount bigint, p_reference text, p_reason text, p_by text, p_now timestamptz) returns boolean
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
  posted := billing.post(acc, 'payout', w.id, billing.ledger_account_of(acc, 'funding', null), p_amount, null, null, p_now);
  update app.wallet_acts a set posted_id = posted where a.account_id = acc and a.reference = p_reference;
  return true;
end $$;
--> statement-breakpoint
-- When a wallet counts as low, and how long it may be exhausted before everything stops.
create function billing.set_arrears(p_grace_hours int, p_low_water bigint) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
begin
  perform billing.require_actor('operator');
  perform billing.lock_books(acc);
  update app.books set grace_hours = p_grace_hours, low_water = p_low_water where account_id = acc;
end $$;
--> statement-breakpoint
-- The limit that sub-accounts to come begin with; null for none.
create function billing.set_default_limit(p_limit jsonb) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
begin
  perform billing.lock_books(acc);
  update app.books set default_limit = p_limit where account_id = acc;
end $$;
--> statement-breakpoint
-- Gives one sub-account the default limit, where it has none of that window. False: there was nothing to give.
create function billing.give_default_limit(p_sub uuid, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  given jsonb;
begin
  select default_limit into given from app.books where account_id = acc;
  if given is null or exists (select from app.spend_limits l
    where l.account_id = acc and l.sub_account_id = p_sub and l.per = given ->> 'per') then
    return false;
  end if;
  perform billing.set_limit(gen_random_uuid(), p_sub, given ->> 'per', (given ->> 'soft')::bigint, (given ->> 'hard')::bigint,
    given ->> 'stops', p_now);
  return true;
end $$;
--> statement-breakpoint
-- Remembers how much of a window's limit somebody was told of; true for whoever is first to tell it.
create function billing.mark_limit_told(p_limit uuid, p_window timestamptz, p_percent bigint) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform billing.require_actor('worker', 'operator');
  update app.limit_usages set alerted_percent = p_percent
    where account_id = billing.posting_account() and limit_id = p_limit and window_start = p_window and alerted_percent < p_percent;
  return found;
end $$;
--> statement-breakpoint
-- Writes one month's three sums anew from its charges; how many rows were not what they must be. A sum without any
-- charge behind it stays, and stays an incident.
create function billing.rebuild_rollups(p_period date) returns bigint
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
  return total + n;
end $$;
--> statement-breakpoint
grant execute on function billing.adjust, billing.pay_out, billing.set_arrears, billing.set_default_limit, billing.give_default_limit,
  billing.mark_limit_told, billing.rebuild_rollups to espalier_app;
