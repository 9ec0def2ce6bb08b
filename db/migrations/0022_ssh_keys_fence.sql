-- SSH public keys: seen by their owner and the account's administrators.
alter table app.ssh_keys enable row level security;
--> statement-breakpoint
alter table app.ssh_keys force row level security;
--> statement-breakpoint
create policy gate on app.ssh_keys as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.ssh_keys as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.ssh_keys as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('self', 'account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.ssh_keys as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('self', 'account', 'maintenance'))
  with check (true);
--> statement-breakpoint
create policy may_delete on app.ssh_keys as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('self', 'account', 'maintenance'));
--> statement-breakpoint
grant select, insert, update, delete on app.ssh_keys to espalier_app;
