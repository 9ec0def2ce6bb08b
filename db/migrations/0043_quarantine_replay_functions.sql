-- The worker replays for an operator who asked for many, and says which still wait.
create or replace function billing.resolve_quarantined(p_id uuid, p_resolution text, p_by text, p_reason text, p_now timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
begin
  perform billing.require_actor('operator', 'worker');
  if p_resolution not in ('replayed', 'dismissed') then raise 'not a resolution' using errcode = '22023'; end if;
  update app.quarantined_events set resolution = p_resolution, resolved_at = p_now, resolved_by = p_by, resolution_reason = p_reason
    where account_id = acc and id = p_id and resolved_at is null;
  if not found then raise 'already_resolved' using errcode = 'EB409'; end if;
end $$;
--> statement-breakpoint
create function billing.note_replay(p_id uuid, p_now timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
begin
  perform billing.require_actor('operator', 'worker');
  update app.quarantined_events set tried_at = p_now where account_id = acc and id = p_id and resolved_at is null;
end $$;
--> statement-breakpoint
grant execute on function billing.note_replay to espalier_app;
