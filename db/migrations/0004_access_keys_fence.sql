-- Access keys: seen by their owner and the account's administrators.
alter table app.access_keys enable row level security;
--> statement-breakpoint
alter table app.access_keys force row level security;
--> statement-breakpoint
create policy gate on app.access_keys as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'lookup' and account_id = (select app.account_id()) and ((select app.sub_account_id()) is null or sub_account_id = (select app.sub_account_id()))) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.access_keys as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.access_keys as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('self', 'account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.access_keys as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('self', 'account', 'maintenance'))
  with check (true);
--> statement-breakpoint
create policy may_delete on app.access_keys as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('self', 'account', 'maintenance'));
--> statement-breakpoint
grant select, insert, update, delete on app.access_keys to espalier_app;
--> statement-breakpoint
alter table app.access_key_retirements enable row level security;
--> statement-breakpoint
alter table app.access_key_retirements force row level security;
--> statement-breakpoint
create policy gate on app.access_key_retirements as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.access_key_retirements as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.access_key_retirements as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('self', 'account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.access_key_retirements as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('self', 'account', 'maintenance'))
  with check (true);
--> statement-breakpoint
create policy may_delete on app.access_key_retirements as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('self', 'account', 'maintenance'));
--> statement-breakpoint
grant select, insert, update, delete on app.access_key_retirements to espalier_app;
--> statement-breakpoint
-- A signed call opens its key's secret before its caller is known: the wrapped data keys are read by lookup.
drop policy gate on app.data_keys;
--> statement-breakpoint
create policy gate on app.data_keys as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id())) or ((select app.scope()) = 'lookup' and account_id = (select app.account_id())) or ((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
-- A key that was disabled, or whose sub-account was, after the call was let in changes nothing any more: 40001.
create or replace function auth.enter(scope text, account uuid, sub uuid, actor text, epoch bigint, expires bigint, proof text)
returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform auth.refuse_second_context();
  if expires < extract(epoch from clock_timestamp()) or proof is distinct from auth.mac(concat_ws('|', 'enter', scope,
     coalesce(account::text, ''), coalesce(sub::text, ''), actor, coalesce(epoch::text, ''), expires)) then
    raise 'not proved' using errcode = '42501';
  end if;
  perform auth.seal_context(scope, account, sub, actor);
  if epoch is not null and exists (
    select from app.accounts a where a.account_id = account and a.authority_epoch <> epoch
  ) then
    raise 'authority changed' using errcode = '40001';
  end if;
  if actor like 'sub-account:%' and not exists (
    select from app.sub_accounts s
    where s.account_id = account and s.id = split_part(actor, ':', 2)::uuid and s.state = 'active'
  ) then
    raise 'sub-account is not active' using errcode = '40001';
  end if;
  if actor like 'access-key:%' and not exists (
    select from app.access_keys k
    left join app.sub_accounts s on s.account_id = k.account_id and s.id = k.sub_account_id
    where k.account_id = account and k.id = split_part(actor, ':', 2) and k.state = 'active'
      and (k.sub_account_id is null or s.state = 'active')
  ) then
    raise 'access key is not active' using errcode = '40001';
  end if;
end $$;
