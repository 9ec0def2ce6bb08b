-- Spend limits are set by functions like all of the money, and begin with what their window has spent already.
create function billing.set_limit(p_id uuid, p_sub uuid, p_per text, p_soft bigint, p_hard bigint, p_stops text, p_now timestamptz) returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  b app.books;
  kept uuid;
  start timestamptz;
begin
  b := billing.lock_books(acc);   -- no charge is half counted
  update app.books set policy_epoch = policy_epoch + 1 where account_id = acc;
  insert into app.spend_limits as l (account_id, id, sub_account_id, per, soft, hard, stops) values (acc, p_id, p_sub, p_per, p_soft, p_hard, p_stops)
    on conflict (account_id, sub_account_id, per) do update set soft = excluded.soft, hard = excluded.hard, stops = excluded.stops
    returning id into kept;
  start := billing.window_start(p_per, p_now, b.time_zone);
  insert into app.limit_usages (account_id, limit_id, window_start, sub_account_id, spent)
    select acc, kept, start, p_sub, coalesce(sum(c.effective_cost), 0) from app.charges c
    where c.account_id = acc and (p_sub is null or c.sub_account_id = p_sub) and c.start_at >= start
    on conflict (account_id, limit_id, window_start) do nothing;
  return kept;
end $$;
--> statement-breakpoint
create function billing.remove_limit(p_id uuid) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
begin
  perform billing.lock_books(acc);
  update app.books set policy_epoch = policy_epoch + 1 where account_id = acc;
  delete from app.spend_limits where account_id = acc and id = p_id;
  if not found then raise 'no_limit' using errcode = 'EB404'; end if;
end $$;
--> statement-breakpoint
-- The books remember which state the wallet is in and since when; true where it changed.
create function billing.set_wallet_state(p_state text, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
begin
  perform billing.require_actor('worker', 'operator');
  update app.books set wallet_state = p_state, wallet_state_since = p_now, policy_epoch = policy_epoch + 1
    where account_id = acc and wallet_state <> p_state;
  return found;
end $$;
--> statement-breakpoint
grant execute on function billing.window_start, billing.set_limit, billing.remove_limit, billing.set_wallet_state to espalier_app;
