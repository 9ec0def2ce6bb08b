-- Second lock on MFA devices, from db/schema/classes.ts by db/fence-sql.ts.
alter table app.mfa_devices enable row level security;
--> statement-breakpoint
alter table app.mfa_devices force row level security;
--> statement-breakpoint
create policy gate on app.mfa_devices as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.mfa_devices as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.mfa_devices as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_delete on app.mfa_devices as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select, insert, delete on app.mfa_devices to espalier_app;
