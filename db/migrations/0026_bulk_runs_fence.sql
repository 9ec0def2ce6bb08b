-- Second lock on bulk runs, from db/schema/classes.ts by db/fence-sql.ts.
alter table app.bulk_runs enable row level security;
--> statement-breakpoint
alter table app.bulk_runs force row level security;
--> statement-breakpoint
create policy gate on app.bulk_runs as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.bulk_runs as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.bulk_runs as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.bulk_runs as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select, insert, update on app.bulk_runs to espalier_app;
--> statement-breakpoint
alter table app.bulk_rows enable row level security;
--> statement-breakpoint
alter table app.bulk_rows force row level security;
--> statement-breakpoint
create policy gate on app.bulk_rows as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.bulk_rows as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.bulk_rows as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.bulk_rows as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select, insert, update on app.bulk_rows to espalier_app;
