-- Second lock: forced row-level security on every table, from db/schema/classes.ts by db/fence-sql.ts.
alter table app.accounts enable row level security;
--> statement-breakpoint
alter table app.accounts force row level security;
--> statement-breakpoint
create policy gate on app.accounts as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id())) or ((select app.scope()) = 'lookup' and account_id = (select app.account_id())) or ((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.accounts as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.accounts as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.accounts as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select, insert, update on app.accounts to espalier_app;
--> statement-breakpoint
alter table app.root_users enable row level security;
--> statement-breakpoint
alter table app.root_users force row level security;
--> statement-breakpoint
create policy gate on app.root_users as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'lookup' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.root_users as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.root_users as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.root_users as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select, insert, update on app.root_users to espalier_app;
--> statement-breakpoint
alter table app.sub_accounts enable row level security;
--> statement-breakpoint
alter table app.sub_accounts force row level security;
--> statement-breakpoint
create policy gate on app.sub_accounts as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and id = (select app.sub_account_id())) or ((select app.scope()) = 'lookup' and account_id = (select app.account_id()) and ((select app.sub_account_id()) is null or id = (select app.sub_account_id()))) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.sub_accounts as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.sub_accounts as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.sub_accounts as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('self', 'account', 'maintenance'))
  with check (true);
--> statement-breakpoint
create policy may_delete on app.sub_accounts as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select, insert, update, delete on app.sub_accounts to espalier_app;
--> statement-breakpoint
alter table app.sub_account_counters enable row level security;
--> statement-breakpoint
alter table app.sub_account_counters force row level security;
--> statement-breakpoint
create policy gate on app.sub_account_counters as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.sub_account_counters as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.sub_account_counters as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.sub_account_counters as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select, insert, update on app.sub_account_counters to espalier_app;
--> statement-breakpoint
alter table app.reserved_names enable row level security;
--> statement-breakpoint
alter table app.reserved_names force row level security;
--> statement-breakpoint
create policy gate on app.reserved_names as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.reserved_names as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.reserved_names as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select, insert on app.reserved_names to espalier_app;
--> statement-breakpoint
alter table app.login_profiles enable row level security;
--> statement-breakpoint
alter table app.login_profiles force row level security;
--> statement-breakpoint
create policy gate on app.login_profiles as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'lookup' and account_id = (select app.account_id()) and ((select app.sub_account_id()) is null or sub_account_id = (select app.sub_account_id()))) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.login_profiles as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.login_profiles as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.login_profiles as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('self', 'account', 'maintenance'))
  with check (true);
--> statement-breakpoint
create policy may_delete on app.login_profiles as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select, insert, update, delete on app.login_profiles to espalier_app;
--> statement-breakpoint
alter table app.policy_attachments enable row level security;
--> statement-breakpoint
alter table app.policy_attachments force row level security;
--> statement-breakpoint
create policy gate on app.policy_attachments as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'lookup' and account_id = (select app.account_id()) and ((select app.sub_account_id()) is null or sub_account_id = (select app.sub_account_id()))) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.policy_attachments as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.policy_attachments as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_delete on app.policy_attachments as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select, insert, delete on app.policy_attachments to espalier_app;
--> statement-breakpoint
alter table app.sessions enable row level security;
--> statement-breakpoint
alter table app.sessions force row level security;
--> statement-breakpoint
create policy gate on app.sessions as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'lookup' and account_id = (select app.account_id()) and ((select app.sub_account_id()) is null or sub_account_id = (select app.sub_account_id()))) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.sessions as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.sessions as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('self', 'account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.sessions as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('self', 'account', 'maintenance'))
  with check (true);
--> statement-breakpoint
create policy may_delete on app.sessions as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select, insert, update, delete on app.sessions to espalier_app;
--> statement-breakpoint
alter table app.reset_links enable row level security;
--> statement-breakpoint
alter table app.reset_links force row level security;
--> statement-breakpoint
create policy gate on app.reset_links as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'lookup' and account_id = (select app.account_id()) and ((select app.sub_account_id()) is null or sub_account_id = (select app.sub_account_id()))) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.reset_links as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.reset_links as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('self', 'account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.reset_links as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('self', 'account', 'maintenance'))
  with check (true);
--> statement-breakpoint
create policy may_delete on app.reset_links as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select, insert, update, delete on app.reset_links to espalier_app;
--> statement-breakpoint
alter table app.reveals enable row level security;
--> statement-breakpoint
alter table app.reveals force row level security;
--> statement-breakpoint
create policy gate on app.reveals as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.reveals as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.reveals as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('self', 'account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.reveals as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('self', 'account', 'maintenance'))
  with check (true);
--> statement-breakpoint
create policy may_delete on app.reveals as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('self', 'account', 'maintenance'));
--> statement-breakpoint
grant select, insert, update, delete on app.reveals to espalier_app;
--> statement-breakpoint
alter table app.data_keys enable row level security;
--> statement-breakpoint
alter table app.data_keys force row level security;
--> statement-breakpoint
create policy gate on app.data_keys as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id())) or ((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.data_keys as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.data_keys as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('self', 'account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.data_keys as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select, insert, update on app.data_keys to espalier_app;
--> statement-breakpoint
alter table app.identity_verifications enable row level security;
--> statement-breakpoint
alter table app.identity_verifications force row level security;
--> statement-breakpoint
create policy gate on app.identity_verifications as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.identity_verifications as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.identity_verifications as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.identity_verifications as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select, insert, update on app.identity_verifications to espalier_app;
--> statement-breakpoint
alter table app.identity_documents enable row level security;
--> statement-breakpoint
alter table app.identity_documents force row level security;
--> statement-breakpoint
create policy gate on app.identity_documents as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.identity_documents as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.identity_documents as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.identity_documents as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
create policy may_delete on app.identity_documents as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select, insert, update, delete on app.identity_documents to espalier_app;
--> statement-breakpoint
alter table app.idempotency_keys enable row level security;
--> statement-breakpoint
alter table app.idempotency_keys force row level security;
--> statement-breakpoint
create policy gate on app.idempotency_keys as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.idempotency_keys as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.idempotency_keys as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('self', 'account', 'maintenance'));
--> statement-breakpoint
create policy may_delete on app.idempotency_keys as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select, insert, delete on app.idempotency_keys to espalier_app;
--> statement-breakpoint
alter table app.audit_events enable row level security;
--> statement-breakpoint
alter table app.audit_events force row level security;
--> statement-breakpoint
create policy gate on app.audit_events as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.audit_events as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.audit_events as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('self', 'account', 'maintenance'));
--> statement-breakpoint
grant select, insert on app.audit_events to espalier_app;
--> statement-breakpoint
alter table app.operators enable row level security;
--> statement-breakpoint
alter table app.operators force row level security;
--> statement-breakpoint
create policy gate on app.operators as restrictive for all to public
  using (((select app.scope()) = 'platform') or ((select app.scope()) = 'lookup' and (select app.account_id()) is null) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.operators as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.operators as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.operators as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('platform', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select, insert, update on app.operators to espalier_app;
--> statement-breakpoint
alter table app.operator_sessions enable row level security;
--> statement-breakpoint
alter table app.operator_sessions force row level security;
--> statement-breakpoint
create policy gate on app.operator_sessions as restrictive for all to public
  using (((select app.scope()) = 'platform') or ((select app.scope()) = 'lookup' and (select app.account_id()) is null) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.operator_sessions as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.operator_sessions as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.operator_sessions as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('platform', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select, insert, update on app.operator_sessions to espalier_app;
--> statement-breakpoint
alter table app.operator_audit_events enable row level security;
--> statement-breakpoint
alter table app.operator_audit_events force row level security;
--> statement-breakpoint
create policy gate on app.operator_audit_events as restrictive for all to public
  using (((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.operator_audit_events as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.operator_audit_events as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
grant select, insert on app.operator_audit_events to espalier_app;
--> statement-breakpoint
alter table app.set_up_links enable row level security;
--> statement-breakpoint
alter table app.set_up_links force row level security;
--> statement-breakpoint
create policy gate on app.set_up_links as restrictive for all to public
  using (((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.set_up_links as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.set_up_links as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.set_up_links as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('platform', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select, insert, update on app.set_up_links to espalier_app;
--> statement-breakpoint
alter table app.sign_ups enable row level security;
--> statement-breakpoint
alter table app.sign_ups force row level security;
--> statement-breakpoint
create policy gate on app.sign_ups as restrictive for all to public
  using (((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.sign_ups as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.sign_ups as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.sign_ups as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('platform', 'maintenance'))
  with check (true);
--> statement-breakpoint
create policy may_delete on app.sign_ups as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
grant select, insert, update, delete on app.sign_ups to espalier_app;
--> statement-breakpoint
alter table app.throttle_buckets enable row level security;
--> statement-breakpoint
alter table app.throttle_buckets force row level security;
--> statement-breakpoint
create policy gate on app.throttle_buckets as restrictive for all to public
  using (((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.throttle_buckets as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.throttle_buckets as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.throttle_buckets as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('platform', 'maintenance'))
  with check (true);
--> statement-breakpoint
create policy may_delete on app.throttle_buckets as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
grant select, insert, update, delete on app.throttle_buckets to espalier_app;
--> statement-breakpoint
alter table app.outbox_messages enable row level security;
--> statement-breakpoint
alter table app.outbox_messages force row level security;
--> statement-breakpoint
create policy gate on app.outbox_messages as restrictive for all to public
  using (((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'self') or ((select app.scope()) = 'account') or ((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.outbox_messages as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.outbox_messages as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('self', 'account', 'platform', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.outbox_messages as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('platform', 'maintenance'))
  with check (true);
--> statement-breakpoint
create policy may_delete on app.outbox_messages as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
grant select, insert, update, delete on app.outbox_messages to espalier_app;
--> statement-breakpoint
-- Nobody rewrites the past, not even the owner.
create function app.refuse_change() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  raise 'the audit log is append-only' using errcode = '42501';
end $$;
--> statement-breakpoint
create trigger append_only before update or delete on app.audit_events for each row execute function app.refuse_change();
--> statement-breakpoint
create trigger append_only_truncate before truncate on app.audit_events execute function app.refuse_change();
--> statement-breakpoint
create trigger append_only before update or delete on app.operator_audit_events for each row execute function app.refuse_change();
--> statement-breakpoint
create trigger append_only_truncate before truncate on app.operator_audit_events execute function app.refuse_change();
--> statement-breakpoint
-- Makes the monthly partitions of the audit log ahead; code sees the parent only.
create function auth.make_audit_partitions(months int) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  first date;
begin
  for i in 0..months loop
    first := (date_trunc('month', now() at time zone 'UTC') + make_interval(months => i))::date;
    execute format(
      'create table if not exists app.%I partition of app.audit_events for values from (%L) to (%L)',
      'audit_events_' || to_char(first, 'YYYY_MM'),
      first::text || ' 00:00:00+00', (first + interval '1 month')::date::text || ' 00:00:00+00'
    );
  end loop;
end $$;
--> statement-breakpoint
grant execute on function auth.make_audit_partitions(int) to espalier_app;
--> statement-breakpoint
select auth.make_audit_partitions(24);
