-- Policies and groups, seen by those whom a policy let see the account's; memberships also by the member.
alter table app.policies enable row level security;
--> statement-breakpoint
alter table app.policies force row level security;
--> statement-breakpoint
create policy gate on app.policies as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'lookup' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.policies as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.policies as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.policies as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
create policy may_delete on app.policies as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select, insert, update, delete on app.policies to espalier_app;
--> statement-breakpoint
alter table app.policy_versions enable row level security;
--> statement-breakpoint
alter table app.policy_versions force row level security;
--> statement-breakpoint
create policy gate on app.policy_versions as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'lookup' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.policy_versions as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.policy_versions as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_delete on app.policy_versions as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select, insert, delete on app.policy_versions to espalier_app;
--> statement-breakpoint
alter table app.groups enable row level security;
--> statement-breakpoint
alter table app.groups force row level security;
--> statement-breakpoint
create policy gate on app.groups as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'lookup' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.groups as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.groups as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.groups as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
create policy may_delete on app.groups as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select, insert, update, delete on app.groups to espalier_app;
--> statement-breakpoint
alter table app.group_members enable row level security;
--> statement-breakpoint
alter table app.group_members force row level security;
--> statement-breakpoint
create policy gate on app.group_members as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'lookup' and account_id = (select app.account_id()) and ((select app.sub_account_id()) is null or sub_account_id = (select app.sub_account_id()))) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.group_members as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.group_members as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_delete on app.group_members as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select, insert, delete on app.group_members to espalier_app;
--> statement-breakpoint
alter table app.group_policy_attachments enable row level security;
--> statement-breakpoint
alter table app.group_policy_attachments force row level security;
--> statement-breakpoint
create policy gate on app.group_policy_attachments as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'lookup' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.group_policy_attachments as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.group_policy_attachments as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_delete on app.group_policy_attachments as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select, insert, delete on app.group_policy_attachments to espalier_app;
