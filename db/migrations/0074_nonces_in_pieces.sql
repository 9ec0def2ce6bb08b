-- After a long pause of the worker there are more nonces than one statement's time allows: they go in pieces, each found by
-- where it lies, whatever the planner believes of the table.
create or replace function auth.sweep_nonces(older_than timestamptz) returns integer
language plpgsql security definer set search_path = pg_catalog as $$
declare
  swept integer;
begin
  if app.scope() is distinct from 'platform' then
    raise 'no context to sweep nonces in' using errcode = '42501';
  end if;
  delete from auth.signature_nonces n
  where n.ctid = any (array(select o.ctid from auth.signature_nonces o where o.used_at < older_than limit 20000));
  get diagnostics swept = row_count;
  return swept;
end $$;
