-- Where a key opens an account, the gate of its row asks the context, and the row is read. Where it opens none there is no
-- row and no gate: the context is asked here, or the time tells a name that is somebody's from one that is nobody's. The second
-- question stands for the row. Found by 2,000 pairs of alias lookups: rank AUC 0.59 without, 0.525 with (told-by-time.test.ts).
create or replace function auth.enter_by_key(wanted_kind text, wanted_key text)
returns table (found boolean, account_id uuid, sub_account_id uuid)
language plpgsql security definer set search_path = pg_catalog as $$
declare
  entry auth.directory_entries;
begin
  perform auth.refuse_second_context();
  select * into entry from auth.directory_entries d where d.kind = wanted_kind and d.key = wanted_key;
  if entry.kind is null then
    -- An account that cannot exist: the statements that follow cost the same and see no row.
    perform auth.seal_context('lookup', '00000000-0000-0000-0000-000000000000', null, 'key:' || wanted_kind);
    perform app.account_of('{account,self,lookup}'), app.scope();
  else
    perform auth.seal_context('lookup', entry.account_id, entry.sub_account_id, 'key:' || wanted_kind);
  end if;
  return query select entry.kind is not null, entry.account_id, entry.sub_account_id;
end $$;
