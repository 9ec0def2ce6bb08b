-- Of the owners that were entered, every gate reads which accounts there are: each stands there once. The query for the keys asks
-- for each key's own account, at its place. A plan made anew for every group took longer than the plan of all groups.
create or replace function auth.enter_signers(access_key_ids text[]) returns void
language plpgsql security definer set search_path = pg_catalog set plan_cache_mode = force_generic_plan as $$
declare
  lists text;
begin
  perform auth.refuse_second_context();
  select concat_ws(':',
    coalesce(array_agg(distinct d.account_id) filter (where d.account_id is not null), '{}'),
    coalesce(array_agg(d.sub_account_id) filter (where d.sub_account_id is not null), '{}'),
    coalesce(array_agg(d.account_id order by asked.at), '{}')) into lists
  from unnest(access_key_ids) with ordinality asked(id, at)
  left join auth.directory_entries d on d.kind = 'access-key' and d.key = asked.id;
  perform set_config('espalier.signers', lists, true);
  perform auth.seal_context('signers', null, null, 'keys:' || encode(sha256(convert_to(lists, 'UTF8')), 'hex'));
end $$;
--> statement-breakpoint
-- Their accounts, each at the place of its key and null where a key is nobody's.
create function app.accounts_of_keys() returns uuid[] language sql stable parallel restricted return
  case when split_part(current_setting('espalier.ctx', true), '|', 1) = 'signers' then app.signers(3) end;
--> statement-breakpoint
grant execute on function app.accounts_of_keys() to espalier_app;
