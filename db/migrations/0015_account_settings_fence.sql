-- Passwords of before: seen by their owner and the account's administrators.
alter table app.password_history enable row level security;
--> statement-breakpoint
alter table app.password_history force row level security;
--> statement-breakpoint
create policy gate on app.password_history as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.password_history as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.password_history as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('self', 'account', 'maintenance'));
--> statement-breakpoint
create policy may_delete on app.password_history as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('self', 'account', 'maintenance'));
--> statement-breakpoint
grant select, insert, delete on app.password_history to espalier_app;
