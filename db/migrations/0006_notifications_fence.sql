-- Second lock on the notices, from db/schema/classes.ts by db/fence-sql.ts.
alter table app.notifications enable row level security;
--> statement-breakpoint
alter table app.notifications force row level security;
--> statement-breakpoint
create policy gate on app.notifications as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'lookup' and account_id = (select app.account_id()) and ((select app.sub_account_id()) is null or sub_account_id = (select app.sub_account_id()))) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.notifications as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.notifications as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('self', 'account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.notifications as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('self', 'account', 'maintenance'))
  with check (true);
--> statement-breakpoint
create policy may_delete on app.notifications as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select, insert, update, delete on app.notifications to espalier_app;
--> statement-breakpoint
alter table app.notification_choices enable row level security;
--> statement-breakpoint
alter table app.notification_choices force row level security;
--> statement-breakpoint
create policy gate on app.notification_choices as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.notification_choices as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.notification_choices as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('self', 'account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.notification_choices as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('self', 'account', 'maintenance'))
  with check (true);
--> statement-breakpoint
create policy may_delete on app.notification_choices as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select, insert, update, delete on app.notification_choices to espalier_app;
