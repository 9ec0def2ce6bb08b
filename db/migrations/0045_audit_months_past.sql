-- A demo's history is told with the clock of its days, so its top-ups and limits are in the log of months that are over,
-- as far back as the money's own months go. Way back: the loop from zero.
create or replace function auth.make_audit_partitions(months int) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  first date;
begin
  for i in -7..months loop
    first := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => i))::date;
    execute format(
      'create table if not exists app.%I partition of app.audit_events for values from (%L) to (%L)',
      'audit_events_' || to_char(first, 'YYYY_MM'),
      first::text || ' 00:00:00+00', (first + interval '1 month')::date::text || ' 00:00:00+00'
    );
  end loop;
end $$;
--> statement-breakpoint
select auth.make_audit_partitions(24);
