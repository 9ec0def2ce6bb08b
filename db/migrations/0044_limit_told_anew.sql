-- A limit that was raised may be reached again: what was told of it sinks with the share that is used, and is told anew.
create or replace function billing.mark_limit_told(p_limit uuid, p_window timestamptz, p_percent bigint) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  was bigint;
begin
  perform billing.require_actor('worker', 'operator');
  select alerted_percent into was from app.limit_usages
    where account_id = acc and limit_id = p_limit and window_start = p_window for update;
  if not found or was = p_percent then return false; end if;
  update app.limit_usages set alerted_percent = p_percent where account_id = acc and limit_id = p_limit and window_start = p_window;
  return p_percent > was;
end $$;
