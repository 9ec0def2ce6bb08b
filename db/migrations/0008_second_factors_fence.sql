-- Challenges, second factors, recovery codes and trusted devices, each seen by its owner alone.
alter table app.challenges enable row level security;
--> statement-breakpoint
alter table app.challenges force row level security;
--> statement-breakpoint
create policy gate on app.challenges as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.challenges as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.challenges as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('self', 'account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.challenges as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('self', 'account', 'maintenance'))
  with check (true);
--> statement-breakpoint
create policy may_delete on app.challenges as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('self', 'account', 'maintenance'));
--> statement-breakpoint
grant select, insert, update, delete on app.challenges to espalier_app;
--> statement-breakpoint
alter table app.second_factors enable row level security;
--> statement-breakpoint
alter table app.second_factors force row level security;
--> statement-breakpoint
create policy gate on app.second_factors as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'lookup' and account_id = (select app.account_id()) and ((select app.sub_account_id()) is null or sub_account_id = (select app.sub_account_id()))) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.second_factors as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.second_factors as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('self', 'account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.second_factors as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('self', 'account', 'maintenance'))
  with check (true);
--> statement-breakpoint
create policy may_delete on app.second_factors as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('self', 'account', 'maintenance'));
--> statement-breakpoint
grant select, insert, update, delete on app.second_factors to espalier_app;
--> statement-breakpoint
alter table app.recovery_codes enable row level security;
--> statement-breakpoint
alter table app.recovery_codes force row level security;
--> statement-breakpoint
create policy gate on app.recovery_codes as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.recovery_codes as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.recovery_codes as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('self', 'account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.recovery_codes as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('self', 'account', 'maintenance'))
  with check (true);
--> statement-breakpoint
create policy may_delete on app.recovery_codes as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('self', 'account', 'maintenance'));
--> statement-breakpoint
grant select, insert, update, delete on app.recovery_codes to espalier_app;
--> statement-breakpoint
alter table app.trusted_devices enable row level security;
--> statement-breakpoint
alter table app.trusted_devices force row level security;
--> statement-breakpoint
create policy gate on app.trusted_devices as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.trusted_devices as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.trusted_devices as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('self', 'account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.trusted_devices as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('self', 'account', 'maintenance'))
  with check (true);
--> statement-breakpoint
create policy may_delete on app.trusted_devices as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('self', 'account', 'maintenance'));
--> statement-breakpoint
grant select, insert, update, delete on app.trusted_devices to espalier_app;
--> statement-breakpoint
alter table app.operator_challenges enable row level security;
--> statement-breakpoint
alter table app.operator_challenges force row level security;
--> statement-breakpoint
create policy gate on app.operator_challenges as restrictive for all to public
  using (((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.operator_challenges as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.operator_challenges as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.operator_challenges as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('platform', 'maintenance'))
  with check (true);
--> statement-breakpoint
create policy may_delete on app.operator_challenges as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
grant select, insert, update, delete on app.operator_challenges to espalier_app;
--> statement-breakpoint
alter table app.operator_second_factors enable row level security;
--> statement-breakpoint
alter table app.operator_second_factors force row level security;
--> statement-breakpoint
create policy gate on app.operator_second_factors as restrictive for all to public
  using (((select app.scope()) = 'platform') or ((select app.scope()) = 'lookup' and (select app.account_id()) is null) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.operator_second_factors as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.operator_second_factors as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.operator_second_factors as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('platform', 'maintenance'))
  with check (true);
--> statement-breakpoint
create policy may_delete on app.operator_second_factors as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
grant select, insert, update, delete on app.operator_second_factors to espalier_app;
--> statement-breakpoint
alter table app.operator_recovery_codes enable row level security;
--> statement-breakpoint
alter table app.operator_recovery_codes force row level security;
--> statement-breakpoint
create policy gate on app.operator_recovery_codes as restrictive for all to public
  using (((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.operator_recovery_codes as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.operator_recovery_codes as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.operator_recovery_codes as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('platform', 'maintenance'))
  with check (true);
--> statement-breakpoint
create policy may_delete on app.operator_recovery_codes as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
grant select, insert, update, delete on app.operator_recovery_codes to espalier_app;
