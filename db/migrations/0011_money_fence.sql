-- Fences the money's tables, and makes the functions that alone write them: the serving role reads and executes.
alter table app.books enable row level security;
--> statement-breakpoint
alter table app.books force row level security;
--> statement-breakpoint
create policy gate on app.books as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id())) or ((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.books as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.books as permissive for insert to espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.books as permissive for update to espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select on app.books to espalier_app;
--> statement-breakpoint
alter table app.billing_periods enable row level security;
--> statement-breakpoint
alter table app.billing_periods force row level security;
--> statement-breakpoint
create policy gate on app.billing_periods as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id())) or ((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.billing_periods as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.billing_periods as permissive for insert to espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.billing_periods as permissive for update to espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select on app.billing_periods to espalier_app;
--> statement-breakpoint
alter table app.ledger_accounts enable row level security;
--> statement-breakpoint
alter table app.ledger_accounts force row level security;
--> statement-breakpoint
create policy gate on app.ledger_accounts as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.ledger_accounts as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.ledger_accounts as permissive for insert to espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.ledger_accounts as permissive for update to espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select on app.ledger_accounts to espalier_app;
--> statement-breakpoint
alter table app.transfers enable row level security;
--> statement-breakpoint
alter table app.transfers force row level security;
--> statement-breakpoint
create policy gate on app.transfers as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.transfers as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.transfers as permissive for insert to espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select on app.transfers to espalier_app;
--> statement-breakpoint
alter table app.top_ups enable row level security;
--> statement-breakpoint
alter table app.top_ups force row level security;
--> statement-breakpoint
create policy gate on app.top_ups as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.top_ups as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.top_ups as permissive for insert to espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.top_ups as permissive for update to espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select on app.top_ups to espalier_app;
--> statement-breakpoint
alter table app.settlement_lines enable row level security;
--> statement-breakpoint
alter table app.settlement_lines force row level security;
--> statement-breakpoint
create policy gate on app.settlement_lines as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.settlement_lines as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.settlement_lines as permissive for insert to espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.settlement_lines as permissive for update to espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select on app.settlement_lines to espalier_app;
--> statement-breakpoint
alter table app.charges enable row level security;
--> statement-breakpoint
alter table app.charges force row level security;
--> statement-breakpoint
create policy gate on app.charges as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.charges as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.charges as permissive for insert to espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select on app.charges to espalier_app;
--> statement-breakpoint
alter table app.charge_reversals enable row level security;
--> statement-breakpoint
alter table app.charge_reversals force row level security;
--> statement-breakpoint
create policy gate on app.charge_reversals as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.charge_reversals as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.charge_reversals as permissive for insert to espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select on app.charge_reversals to espalier_app;
--> statement-breakpoint
alter table app.rating_carries enable row level security;
--> statement-breakpoint
alter table app.rating_carries force row level security;
--> statement-breakpoint
create policy gate on app.rating_carries as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.rating_carries as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.rating_carries as permissive for insert to espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.rating_carries as permissive for update to espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select on app.rating_carries to espalier_app;
--> statement-breakpoint
alter table app.spend_months enable row level security;
--> statement-breakpoint
alter table app.spend_months force row level security;
--> statement-breakpoint
create policy gate on app.spend_months as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.spend_months as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.spend_months as permissive for insert to espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.spend_months as permissive for update to espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select on app.spend_months to espalier_app;
--> statement-breakpoint
alter table app.spend_days enable row level security;
--> statement-breakpoint
alter table app.spend_days force row level security;
--> statement-breakpoint
create policy gate on app.spend_days as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.spend_days as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.spend_days as permissive for insert to espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.spend_days as permissive for update to espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select on app.spend_days to espalier_app;
--> statement-breakpoint
alter table app.spend_day_skus enable row level security;
--> statement-breakpoint
alter table app.spend_day_skus force row level security;
--> statement-breakpoint
create policy gate on app.spend_day_skus as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.spend_day_skus as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.spend_day_skus as permissive for insert to espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.spend_day_skus as permissive for update to espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select on app.spend_day_skus to espalier_app;
--> statement-breakpoint
alter table app.usage_events enable row level security;
--> statement-breakpoint
alter table app.usage_events force row level security;
--> statement-breakpoint
create policy gate on app.usage_events as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.usage_events as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.usage_events as permissive for insert to espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_delete on app.usage_events as permissive for delete to espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select on app.usage_events to espalier_app;
--> statement-breakpoint
alter table app.quarantined_events enable row level security;
--> statement-breakpoint
alter table app.quarantined_events force row level security;
--> statement-breakpoint
create policy gate on app.quarantined_events as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.quarantined_events as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.quarantined_events as permissive for insert to espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.quarantined_events as permissive for update to espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select on app.quarantined_events to espalier_app;
--> statement-breakpoint
alter table app.billed_resources enable row level security;
--> statement-breakpoint
alter table app.billed_resources force row level security;
--> statement-breakpoint
create policy gate on app.billed_resources as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.billed_resources as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.billed_resources as permissive for insert to espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select on app.billed_resources to espalier_app;
--> statement-breakpoint
alter table app.spend_limits enable row level security;
--> statement-breakpoint
alter table app.spend_limits force row level security;
--> statement-breakpoint
create policy gate on app.spend_limits as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.spend_limits as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.spend_limits as permissive for insert to espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.spend_limits as permissive for update to espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
create policy may_delete on app.spend_limits as permissive for delete to espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select on app.spend_limits to espalier_app;
--> statement-breakpoint
alter table app.limit_usages enable row level security;
--> statement-breakpoint
alter table app.limit_usages force row level security;
--> statement-breakpoint
create policy gate on app.limit_usages as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'self' and account_id = (select app.account_id()) and sub_account_id = (select app.sub_account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.limit_usages as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.limit_usages as permissive for insert to espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.limit_usages as permissive for update to espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
create policy may_delete on app.limit_usages as permissive for delete to espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select on app.limit_usages to espalier_app;
--> statement-breakpoint
alter table app.billing_services enable row level security;
--> statement-breakpoint
alter table app.billing_services force row level security;
--> statement-breakpoint
create policy gate on app.billing_services as restrictive for all to public
  using (((select app.scope()) = 'platform') or ((select app.scope()) = 'account') or ((select app.scope()) = 'self') or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.billing_services as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.billing_services as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.billing_services as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('platform', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select, insert, update on app.billing_services to espalier_app;
--> statement-breakpoint
alter table app.skus enable row level security;
--> statement-breakpoint
alter table app.skus force row level security;
--> statement-breakpoint
create policy gate on app.skus as restrictive for all to public
  using (((select app.scope()) = 'platform') or ((select app.scope()) = 'account') or ((select app.scope()) = 'self') or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.skus as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.skus as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.skus as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('platform', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select, insert, update on app.skus to espalier_app;
--> statement-breakpoint
alter table app.sku_prices enable row level security;
--> statement-breakpoint
alter table app.sku_prices force row level security;
--> statement-breakpoint
create policy gate on app.sku_prices as restrictive for all to public
  using (((select app.scope()) = 'platform') or ((select app.scope()) = 'account') or ((select app.scope()) = 'self') or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.sku_prices as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.sku_prices as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
grant select, insert on app.sku_prices to espalier_app;
--> statement-breakpoint
alter table app.prices enable row level security;
--> statement-breakpoint
alter table app.prices force row level security;
--> statement-breakpoint
create policy gate on app.prices as restrictive for all to public
  using (((select app.scope()) = 'platform') or ((select app.scope()) = 'account') or ((select app.scope()) = 'self') or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.prices as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.prices as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
grant select, insert on app.prices to espalier_app;
--> statement-breakpoint
alter table app.contract_prices enable row level security;
--> statement-breakpoint
alter table app.contract_prices force row level security;
--> statement-breakpoint
create policy gate on app.contract_prices as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.contract_prices as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.contract_prices as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select, insert on app.contract_prices to espalier_app;
--> statement-breakpoint
alter table app.document_series enable row level security;
--> statement-breakpoint
alter table app.document_series force row level security;
--> statement-breakpoint
create policy gate on app.document_series as restrictive for all to public
  using (((select app.scope()) = 'platform') or ((select app.scope()) = 'account') or ((select app.scope()) = 'self') or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account') or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.document_series as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.document_series as permissive for insert to espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.document_series as permissive for update to espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select on app.document_series to espalier_app;
--> statement-breakpoint
alter table app.invoices enable row level security;
--> statement-breakpoint
alter table app.invoices force row level security;
--> statement-breakpoint
create policy gate on app.invoices as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.invoices as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.invoices as permissive for insert to espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select on app.invoices to espalier_app;
--> statement-breakpoint
alter table app.invoice_lines enable row level security;
--> statement-breakpoint
alter table app.invoice_lines force row level security;
--> statement-breakpoint
create policy gate on app.invoice_lines as restrictive for all to public
  using (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'account' and account_id = (select app.account_id())) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.invoice_lines as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.invoice_lines as permissive for insert to espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select on app.invoice_lines to espalier_app;
--> statement-breakpoint
create schema billing;
--> statement-breakpoint
revoke all on schema billing from public;
--> statement-breakpoint
grant usage on schema billing to espalier_app;
--> statement-breakpoint
-- The month that a statement or a bill belongs to, in the account's zone.
create function billing.month_of(at timestamptz, zone text) returns date language sql immutable parallel safe
set search_path = pg_catalog, pg_temp as
$$ select date_trunc('month', at at time zone zone)::date $$;
--> statement-breakpoint
-- The account that may be posted to: the sealed context's, and only for whoever acts for the whole account.
create function billing.posting_account() returns uuid language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  if app.scope() is distinct from 'account' then
    raise 'money is posted in the scope of an account' using errcode = '42501';
  end if;
  return app.account_id();
end $$;
--> statement-breakpoint
create function billing.require_actor(variadic kinds text[]) returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  if split_part(app.ctx(4), ':', 1) <> all (kinds) then
    raise 'this actor posts no such thing' using errcode = '42501';
  end if;
end $$;
--> statement-breakpoint
-- Months of charges and transfers; code sees the parents only, and nobody is granted a partition.
create function billing.make_partitions(first_month date, months int) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  parent text;
  first date;
  part text;
begin
  if months not between 1 and 60 or first_month < date '2000-01-01' or first_month > date '2100-01-01' then
    raise 'not months to prepare' using errcode = '22023';
  end if;
  for i in 0..months - 1 loop
    first := (date_trunc('month', first_month) + make_interval(months => i))::date;
    foreach parent in array array['transfers', 'charges'] loop
      part := parent || to_char(first, '_YYYY_MM');
      if to_regclass('app.' || part) is null then
        execute format('create table app.%I partition of app.%I for values from (%L) to (%L)',
          part, parent, first, (first + interval '1 month')::date);
        execute format('alter table app.%I enable row level security', part);
        execute format('alter table app.%I force row level security', part);
      end if;
    end loop;
  end loop;
end $$;
--> statement-breakpoint
select billing.make_partitions((now() - interval '7 months')::date, 11);
--> statement-breakpoint
alter table app.ledger_accounts set (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
--> statement-breakpoint
alter table app.settlement_lines set (fillfactor = 70);
--> statement-breakpoint
alter table app.spend_months set (fillfactor = 70);
--> statement-breakpoint
alter table app.spend_days set (fillfactor = 70);
--> statement-breakpoint
alter table app.spend_day_skus set (fillfactor = 70);
--> statement-breakpoint
alter table app.rating_carries set (fillfactor = 70);
--> statement-breakpoint
alter table app.limit_usages set (fillfactor = 50);
--> statement-breakpoint
-- Called once, with the account.
create function billing.open_books(p_currency text, p_minor_digits int, p_zone text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
begin
  perform now() at time zone p_zone;   -- an unknown zone fails here, not at the first bill
  insert into app.books (account_id, currency, minor_digits, time_zone) values (acc, p_currency, p_minor_digits, p_zone);
  insert into app.ledger_accounts (account_id, kind, overdraft) values (acc, 'wallet', 0), (acc, 'funding', null);
end $$;
--> statement-breakpoint
create function billing.ensure_period(acc uuid, p_period date) returns void
language sql set search_path = pg_catalog, pg_temp as $$
  insert into app.billing_periods (account_id, period, starts_at, ends_at)
  select acc, p_period, p_period::timestamp at time zone time_zone, (p_period + interval '1 month') at time zone time_zone
  from app.books where account_id = acc
  on conflict do nothing $$;
--> statement-breakpoint
create function billing.lock_books(acc uuid) returns app.books
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  b app.books;
begin
  select * into b from app.books where account_id = acc for no key update;
  if not found then raise 'no_books' using errcode = 'EB404'; end if;
  return b;
end $$;
--> statement-breakpoint
create function billing.lock_wallet(acc uuid) returns app.ledger_accounts
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  w app.ledger_accounts;
begin
  select * into w from app.ledger_accounts where account_id = acc and kind = 'wallet' for update;
  if not found then raise 'no_books' using errcode = 'EB404'; end if;
  return w;
end $$;
--> statement-breakpoint
create function billing.ledger_account_of(acc uuid, p_kind text, p_sub uuid) returns bigint
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  found_id bigint;
begin
  select id into found_id from app.ledger_accounts
    where account_id = acc and kind = p_kind and sub_account_id is not distinct from p_sub;
  if found_id is null then
    insert into app.ledger_accounts (account_id, kind, sub_account_id) values (acc, p_kind, p_sub) on conflict do nothing;
    select id into strict found_id from app.ledger_accounts
      where account_id = acc and kind = p_kind and sub_account_id is not distinct from p_sub;
  end if;
  return found_id;
end $$;
--> statement-breakpoint
-- One movement. The caller holds the wallet's lock. A statement never goes back in time: a clock that does is held.
create function billing.post(acc uuid, p_kind text, p_debit bigint, p_credit bigint, p_amount bigint, p_sub uuid, p_top_up uuid, p_now timestamptz)
returns bigint language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  w app.ledger_accounts;
  at timestamptz;
  posted bigint;
begin
  select greatest(p_now, last_posted_at) into at from app.ledger_accounts where account_id = acc and kind = 'wallet';
  update app.ledger_accounts set debits_posted = debits_posted + p_amount, seq = seq + 1, last_posted_at = at
    where account_id = acc and id = p_debit;
  update app.ledger_accounts set credits_posted = credits_posted + p_amount, seq = seq + 1, last_posted_at = at
    where account_id = acc and id = p_credit;
  select * into w from app.ledger_accounts where account_id = acc and kind = 'wallet' and id in (p_debit, p_credit);
  insert into app.transfers
    (account_id, period, posted_at, kind, debit_id, credit_id, amount, sub_account_id, wallet_seq, wallet_balance, top_up_id)
  select acc, billing.month_of(at, b.time_zone), at, p_kind, p_debit, p_credit, p_amount, p_sub,
         w.seq, w.credits_posted - w.debits_posted, p_top_up
  from app.books b where b.account_id = acc returning id into posted;
  return posted;
end $$;
--> statement-breakpoint
-- What is owed is paid first, oldest debtor first, from whatever the wallet can spare.
create function billing.collect_receivables(acc uuid, p_top_up uuid, p_now timestamptz) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  w app.ledger_accounts;
  r record;
  part bigint;
begin
  for r in select id, sub_account_id, debits_posted - credits_posted as owed from app.ledger_accounts
           where account_id = acc and kind = 'receivable' and debits_posted > credits_posted order by id for update loop
    w := billing.lock_wallet(acc);
    part := least(r.owed, w.credits_posted - w.debits_posted + w.overdraft);
    exit when part <= 0;
    perform billing.post(acc, 'collection', w.id, r.id, part, r.sub_account_id, p_top_up, p_now);
  end loop;
end $$;
--> statement-breakpoint
-- Credits the wallet. A reference counts once for ever: told again with its amount it changes nothing and says so.
create function billing.top_up(p_id uuid, p_amount bigint, p_reference text, p_note text, p_by text, p_now timestamptz)
returns table (id uuid, repeated boolean) language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  w app.ledger_accounts;
  seen app.top_ups;
begin
  perform billing.require_actor('operator');
  w := billing.lock_wallet(acc);
  select * into seen from app.top_ups t where t.account_id = acc and t.reference = p_reference;
  if found then
    if seen.amount <> p_amount then raise 'duplicate_reference' using errcode = 'EB409'; end if;
    return query select seen.id, true;
    return;
  end if;
  insert into app.top_ups (account_id, id, amount, reference, note, credited_by, created_at)
    values (acc, p_id, p_amount, p_reference, p_note, p_by, p_now);
  perform billing.post(acc, 'top-up', billing.ledger_account_of(acc, 'funding', null), w.id, p_amount, null, p_id, p_now);
  perform billing.collect_receivables(acc, p_id, p_now);
  return query select p_id, false;
end $$;
--> statement-breakpoint
-- A wrong credit is taken back, never edited. What the wallet no longer has is owed by the account.
create function billing.reverse_top_up(p_id uuid, p_top_up uuid, p_reason text, p_by text, p_now timestamptz)
returns table (from_wallet bigint, owed bigint) language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  w app.ledger_accounts;
  v app.top_ups;
  back bigint;
  funding bigint;
begin
  perform billing.require_actor('operator');
  w := billing.lock_wallet(acc);
  select * into v from app.top_ups t where t.account_id = acc and t.id = p_top_up;
  if not found then raise 'no_top_up' using errcode = 'EB404'; end if;
  if v.reversal_id is not null then raise 'already_reversed' using errcode = 'EB409'; end if;
  update app.top_ups t set reversal_id = p_id, reversed_at = p_now, reversed_by = p_by, reversal_reason = p_reason
    where t.account_id = acc and t.id = p_top_up;
  funding := billing.ledger_account_of(acc, 'funding', null);
  back := least(v.amount, greatest(0, w.credits_posted - w.debits_posted + w.overdraft));
  if back > 0 then perform billing.post(acc, 'top-up-reversal', w.id, funding, back, null, p_top_up, p_now); end if;
  if back < v.amount then
    perform billing.post(acc, 'top-up-reversal', billing.ledger_account_of(acc, 'receivable', null), funding,
      v.amount - back, null, p_top_up, p_now);
  end if;
  return query select back, v.amount - back;
end $$;
--> statement-breakpoint
-- How far the wallet may go below zero; not below where it stands.
create function billing.set_overdraft(p_overdraft bigint, p_now timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  w app.ledger_accounts;
begin
  perform billing.require_actor('operator');
  w := billing.lock_wallet(acc);
  if w.credits_posted - w.debits_posted + p_overdraft < 0 then raise 'overdraft_in_use' using errcode = 'EB409'; end if;
  update app.ledger_accounts a set overdraft = p_overdraft where a.account_id = acc and a.id = w.id;
  perform billing.collect_receivables(acc, null, p_now);
end $$;
--> statement-breakpoint
create function billing.window_start(p_per text, at timestamptz, zone text) returns timestamptz
language sql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
  select case p_per
    when 'hour' then date_trunc('hour', at at time zone 'UTC') at time zone 'UTC'
    when 'day' then date_trunc('day', at at time zone zone) at time zone zone
    when 'week' then date_trunc('week', at at time zone zone) at time zone zone
    when 'month' then date_trunc('month', at at time zone zone) at time zone zone
    else timestamptz '-infinity' end $$;
--> statement-breakpoint
create type billing.new_charge as (
  period date, sub_account_id uuid, category text, correction boolean, sku_price_id int, price_id int, tier smallint,
  resource_id bigint, start_at timestamptz, end_at timestamptz, quantity numeric, list_unit_price numeric,
  unit_price numeric, effective_cost bigint, events int, note text);
--> statement-breakpoint
-- Writes charges with everything that hangs on them: three sums, what the next settlement owes, and the limits. The
-- caller holds the books.
create function billing.post_charges(b app.books, p_rows billing.new_charge[], p_now timestamptz) returns bigint[]
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := b.account_id;
  ids bigint[];
begin
  if exists (select from app.billing_periods p where p.account_id = acc and p.status = 'closed'
             and p.period in (select r.period from unnest(p_rows) r)) then
    raise 'period_closed' using errcode = 'EB409';
  end if;
  with c as (
    insert into app.charges (account_id, period, sub_account_id, category, correction, sku_price_id, price_id, tier,
      resource_id, start_at, end_at, quantity, list_unit_price, unit_price, effective_cost, events, settlement_no, note, rated_at)
    select acc, period, sub_account_id, category, correction, sku_price_id, price_id, tier, resource_id, start_at, end_at,
      quantity, list_unit_price, unit_price, effective_cost, events, b.open_settlement, coalesce(note, ''), p_now
    from unnest(p_rows) returning *
  ), f as (
    select c.*, (start_at at time zone b.time_zone)::date as day,
      coalesce(quantity * list_unit_price, effective_cost / 1e6) as list_cost from c
  ), by_sku as (
    insert into app.spend_day_skus as s (account_id, period, sub_account_id, day, sku_price_id, category, charges, quantity, list_cost, effective_cost)
    select account_id, period, sub_account_id, day, sku_price_id, category, count(*), trim_scale(sum(quantity)),
      trim_scale(sum(list_cost)), sum(effective_cost) from f group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6
    on conflict (account_id, period, sub_account_id, day, sku_price_id, category) do update
      set charges = s.charges + excluded.charges, quantity = trim_scale(s.quantity + excluded.quantity),
          list_cost = trim_scale(s.list_cost + excluded.list_cost), effective_cost = s.effective_cost + excluded.effective_cost
  ), by_day as (
    insert into app.spend_days as s (account_id, period, sub_account_id, day, charges, list_cost, effective_cost)
    select account_id, period, sub_account_id, day, count(*), trim_scale(sum(list_cost)), sum(effective_cost)
    from f group by 1, 2, 3, 4
    on conflict (account_id, period, sub_account_id, day) do update
      set charges = s.charges + excluded.charges, list_cost = trim_scale(s.list_cost + excluded.list_cost),
          effective_cost = s.effective_cost + excluded.effective_cost
  ), by_month as (
    insert into app.spend_months as s (account_id, period, sub_account_id, charges, list_cost, effective_cost)
    select account_id, period, sub_account_id, count(*), trim_scale(sum(list_cost)), sum(effective_cost) from f group by 1, 2, 3
    on conflict (account_id, period, sub_account_id) do update
      set charges = s.charges + excluded.charges, list_cost = trim_scale(s.list_cost + excluded.list_cost),
          effective_cost = s.effective_cost + excluded.effective_cost
  ), owed as (
    insert into app.settlement_lines as s (account_id, settlement_no, charge_period, sub_account_id, amount, first_charge, last_charge)
    select account_id, settlement_no, period, sub_account_id, sum(effective_cost), min(id), max(id) from f group by 1, 2, 3, 4
    on conflict (account_id, settlement_no, charge_period, sub_account_id) do update
      set amount = s.amount + excluded.amount, last_charge = excluded.last_charge
  ), counted as (
    insert into app.limit_usages as u (account_id, limit_id, window_start, sub_account_id, spent)
    select l.account_id, l.id, billing.window_start(l.per, f.start_at, b.time_zone), l.sub_account_id, sum(f.effective_cost)
    from f join app.spend_limits l
      on l.account_id = f.account_id and (l.sub_account_id is null or l.sub_account_id = f.sub_account_id)
    group by 1, 2, 3, 4 order by 2, 3
    on conflict (account_id, limit_id, window_start) do update set spent = u.spent + excluded.spent
  )
  select array_agg(id order by id) into ids from c;
  return ids;
end $$;
--> statement-breakpoint
-- The bill that takes what happens now.
create function billing.open_period(b app.books, p_now timestamptz) returns date
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  p date;
begin
  perform billing.ensure_period(b.account_id, billing.month_of(p_now, b.time_zone));
  select min(period) into p from app.billing_periods
    where account_id = b.account_id and status = 'open' and period >= billing.month_of(p_now, b.time_zone);
  return p;
end $$;
--> statement-breakpoint
-- A charge that nothing was metered for: goodwill (negative, Credit) or a fee (positive, Adjustment), with its reason.
create function billing.adjust(p_sub uuid, p_amount bigint, p_reason text, p_now timestamptz) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  b app.books;
  ids bigint[];
begin
  perform billing.require_actor('operator');
  b := billing.lock_books(acc);
  ids := billing.post_charges(b, array[(billing.open_period(b, p_now), p_sub,
    case when p_amount < 0 then 'Credit' else 'Adjustment' end, false, null, null, null, null, p_now,
    p_now + interval '1 second', null, null, null, p_amount, null, p_reason)::billing.new_charge], p_now);
  return ids[1];
end $$;
--> statement-breakpoint
-- Takes a charge back to the micro, once, and where a quantity is given charges that instead. Past the close of its
-- month both stand as corrections on the open bill.
create function billing.correct_charge(p_period date, p_charge bigint, p_quantity numeric, p_reason text, p_by text, p_now timestamptz)
returns bigint language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  b app.books;
  old app.charges;
  late boolean;
  bill date;
  rows billing.new_charge[];
  ids bigint[];
begin
  perform billing.require_actor('operator');
  b := billing.lock_books(acc);
  select * into old from app.charges where account_id = acc and period = p_period and id = p_charge;
  if not found then raise 'no_charge' using errcode = 'EB404'; end if;
  if exists (select from app.charge_reversals r where r.account_id = acc and r.period = p_period and r.charge_id = p_charge) then
    raise 'already_reversed' using errcode = 'EB409';
  end if;
  if p_quantity is not null and old.quantity is null then raise 'not_metered' using errcode = 'EB409'; end if;
  select status = 'closed' into late from app.billing_periods where account_id = acc and period = p_period;
  bill := case when late then billing.open_period(b, p_now) else p_period end;
  -- `events` is null: these rows have no part in the rating key's carry.
  rows := array[(bill, old.sub_account_id, old.category, late, old.sku_price_id, old.price_id, old.tier, old.resource_id,
    old.start_at, old.end_at, -old.quantity, old.list_unit_price, old.unit_price, -old.effective_cost, null, p_reason)::billing.new_charge];
  if p_quantity is not null then
    rows := rows || (bill, old.sub_account_id, old.category, late, old.sku_price_id, old.price_id, old.tier, old.resource_id,
      old.start_at, old.end_at, p_quantity, old.list_unit_price, old.unit_price,
      floor(p_quantity * old.unit_price * 1e6)::bigint, null, p_reason)::billing.new_charge;
  end if;
  ids := billing.post_charges(b, rows, p_now);
  insert into app.charge_reversals (account_id, period, charge_id, reversal_id, reason, reversed_by, created_at)
    values (acc, p_period, p_charge, ids[1], p_reason, p_by, p_now);
  return ids[1];
end $$;
--> statement-breakpoint
-- Turns what is owed into transfers: one per sub-account and bill, the wallet's row updated once. It never refuses:
-- what the wallet cannot cover is owed, and paid first by the next top-up. Lock order: books, revenue, wallet, receivables.
create function billing.settle(p_now timestamptz) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  b app.books;
  w app.ledger_accounts;
  no bigint;
  at timestamptz;
  spare bigint;
  moved record;
begin
  perform billing.require_actor('operator', 'worker');
  b := billing.lock_books(acc);
  no := b.open_settlement;
  if not exists (select from app.settlement_lines where account_id = acc and settlement_no = no) then return null; end if;
  update app.books set open_settlement = no + 1, settled_at = p_now where account_id = acc;
  insert into app.ledger_accounts (account_id, kind, sub_account_id)
    select distinct acc, k, l.sub_account_id from app.settlement_lines l, unnest(array['revenue', 'receivable']) k
    where l.account_id = acc and l.settlement_no = no on conflict do nothing;
  update app.ledger_accounts a
    set credits_posted = credits_posted + s.up, debits_posted = debits_posted + s.down, seq = seq + s.n
    from (select sub_account_id, sum(greatest(amount, 0)) up, sum(greatest(-amount, 0)) down, count(*) n
          from app.settlement_lines where account_id = acc and settlement_no = no group by 1) s
    where a.account_id = acc and a.kind = 'revenue' and a.sub_account_id is not distinct from s.sub_account_id;
  w := billing.lock_wallet(acc);
  at := greatest(p_now, w.last_posted_at);
  spare := w.credits_posted - w.debits_posted + w.overdraft;
  with l as (
    select sub_account_id, charge_period, amount,
      row_number() over (order by amount > 0, charge_period, sub_account_id) as rn
    from app.settlement_lines where account_id = acc and settlement_no = no and amount <> 0
  ), s as (
    select l.*, sum(greatest(-amount, 0)) over () as given_back, sum(greatest(amount, 0)) over (order by rn) as due_upto from l
  ), p as (
    select s.*, case when amount > 0 then least(amount, greatest(0, spare + given_back - (due_upto - amount))) end::bigint as paid,
      v.id as revenue, q.id as receivable
    from s
    join app.ledger_accounts v on v.account_id = acc and v.kind = 'revenue' and v.sub_account_id is not distinct from s.sub_account_id
    join app.ledger_accounts q on q.account_id = acc and q.kind = 'receivable' and q.sub_account_id is not distinct from s.sub_account_id
  ), leg as (
    select rn, 1 as leg, sub_account_id, charge_period, 'refund' as kind, revenue as debit_id, w.id as credit_id,
      -amount as amount, -amount as delta from p where amount < 0
    union all select rn, 1, sub_account_id, charge_period, 'usage', w.id, revenue, paid, -paid from p where paid > 0
    union all select rn, 2, sub_account_id, charge_period, 'overage', receivable, revenue, amount - paid, 0 from p where amount > paid
  ), booked as (
    insert into app.transfers (account_id, period, posted_at, kind, debit_id, credit_id, amount, sub_account_id, charge_period,
      settlement_no, wallet_seq, wallet_balance)
    select acc, billing.month_of(at, b.time_zone), at, kind, debit_id, credit_id, amount, sub_account_id, charge_period, no,
      case when delta <> 0 then w.seq + count(*) filter (where delta <> 0) over o end,
      case when delta <> 0 then w.credits_posted - w.debits_posted + sum(delta) over o end
    from leg window o as (order by rn, leg) order by rn, leg
    returning kind, debit_id, amount
  ), owing as (
    update app.ledger_accounts a set debits_posted = debits_posted + o.amount, seq = seq + o.n
    from (select debit_id, sum(amount) amount, count(*) n from booked where kind = 'overage' group by 1) o
    where a.account_id = acc and a.id = o.debit_id
  )
  select coalesce(sum(amount) filter (where kind = 'usage'), 0) as debit,
         coalesce(sum(amount) filter (where kind = 'refund'), 0) as credit,
         count(*) filter (where kind <> 'overage') as n into moved from booked;
  update app.ledger_accounts a set debits_posted = debits_posted + moved.debit, credits_posted = credits_posted + moved.credit,
    seq = seq + moved.n, last_posted_at = at where a.account_id = acc and a.id = w.id;
  update app.settlement_lines set settled_at = at where account_id = acc and settlement_no = no;
  perform billing.collect_receivables(acc, null, p_now);
  return no;
end $$;
--> statement-breakpoint
-- No row: the books of the account in context are right. Run after every step of a test, and by the operator at will.
create function billing.broken_invariants() returns table (invariant text, detail text)
language sql stable set search_path = pg_catalog, pg_temp as $$
  with me as (select app.account_id() as acc),
  a as (select l.* from app.ledger_accounts l join me on l.account_id = me.acc),
  t as (select x.* from app.transfers x join me on x.account_id = me.acc),
  c as (select x.* from app.charges x join me on x.account_id = me.acc),
  m as (select x.* from app.spend_months x join me on x.account_id = me.acc),
  d as (select x.* from app.spend_days x join me on x.account_id = me.acc),
  k as (select x.* from app.spend_day_skus x join me on x.account_id = me.acc),
  b as (select x.* from app.books x join me on x.account_id = me.acc),
  moved as (select id, sum(d)::bigint d, sum(c)::bigint c
            from (select debit_id id, amount d, 0 c from t union all select credit_id, 0, amount from t) x group by id),
  lines as (select *, row_number() over (order by wallet_seq) rn,
              sum(case when debit_id in (select id from a where kind = 'wallet') then -amount else amount end) over (order by wallet_seq) run
            from t where wallet_seq is not null)
  select 'I1', 'sums of debits and credits differ' from a having sum(debits_posted) <> sum(credits_posted)
  union all select 'I2', format('ledger account %s (%s)', a.id, a.kind) from a left join moved using (id)
    where (a.debits_posted, a.credits_posted) <> (coalesce(moved.d, 0), coalesce(moved.c, 0))
  union all select 'I3', 'wallet below its floor' from a where kind = 'wallet' and credits_posted - debits_posted + overdraft < 0
  union all select 'I4', format('wallet line %s', wallet_seq) from lines where wallet_seq <> rn or wallet_balance <> run
  union all select 'I4', 'wallet sequence' from a where kind = 'wallet' and seq <> (select count(*) from lines)
  union all select 'I4', format('wallet line %s goes back in time', wallet_seq)
    from (select wallet_seq, posted_at, lag(posted_at) over (order by wallet_seq) before from lines) x where posted_at < before
  union all select 'I7', format('month %s %s', period, sub_account_id) from (
    (select period, sub_account_id, count(*) n, sum(effective_cost)::bigint e from c group by 1, 2
      except select period, sub_account_id, charges, effective_cost from m)
    union (select period, sub_account_id, charges, effective_cost from m
      except select period, sub_account_id, count(*), sum(effective_cost)::bigint from c group by 1, 2)) x
  union all select 'I7', format('day %s %s', day, sub_account_id) from (
    select period, sub_account_id, (start_at at time zone b.time_zone)::date as day, count(*) n, sum(effective_cost)::bigint e from c cross join b group by 1, 2, 3
    except select period, sub_account_id, day, charges, effective_cost from d) x
  union all select 'I7', format('day and SKU %s %s %s', day, sub_account_id, sku_price_id) from (
    select period, sub_account_id, (start_at at time zone b.time_zone)::date as day, sku_price_id, category, count(*) n,
      trim_scale(sum(quantity)), sum(effective_cost)::bigint e from c cross join b group by 1, 2, 3, 4, 5
    except select period, sub_account_id, day, sku_price_id, category, charges, trim_scale(quantity), effective_cost from k) x
  union all select 'I7', 'levels differ' where
    (select coalesce(sum(effective_cost), 0) from m) <> (select coalesce(sum(effective_cost), 0) from d)
    or (select coalesce(sum(effective_cost), 0) from m) <> (select coalesce(sum(effective_cost), 0) from k)
  union all select 'I8', format('settlement %s %s %s', no, period, sub) from (
    select coalesce(x.no, y.no) no, coalesce(x.period, y.period) period, coalesce(x.sub, y.sub) sub, coalesce(x.e, 0) e, coalesce(y.e, 0) f from
      (select settlement_no no, period, sub_account_id sub, sum(effective_cost) e from c
        where settlement_no < (select open_settlement from b) group by 1, 2, 3) x
      full join (select settlement_no no, charge_period period, sub_account_id sub, sum(case kind when 'refund' then -amount else amount end) e
        from t where settlement_no is not null group by 1, 2, 3) y
      on x.no = y.no and x.period = y.period and coalesce(x.sub::text, '') = coalesce(y.sub::text, '')) z where e <> f
  union all select 'I9', format('rating keys of %s at price %s', sub, price) from (
    select coalesce(x.sub, y.sub) sub, coalesce(x.price, y.price) price, coalesce(x.posted, 0) e, coalesce(y.posted, 0) f from
      (select sub_account_id sub, price_id price, sum(floor(exact_total * 1e6)) posted
        from app.rating_carries r join me on r.account_id = me.acc group by 1, 2) x
      full join (select sub_account_id sub, price_id price, sum(effective_cost) posted from c where events is not null group by 1, 2) y
      on x.sub = y.sub and x.price = y.price) z where e <> f
  union all select 'I12', format('invoice %s', i.number) from app.invoices i join me on i.account_id = me.acc
    where i.total <> (select coalesce(sum(net), 0) from app.invoice_lines l where l.account_id = me.acc and l.invoice_id = i.id)
       or i.total * 1e6 <> (select coalesce(sum(effective_cost), 0) from c where c.period = i.period)
$$;
--> statement-breakpoint
create or replace function app.refuse_change() returns trigger language plpgsql set search_path = pg_catalog as $$
begin
  raise '% is append-only', tg_table_name using errcode = '42501';
end $$;
--> statement-breakpoint
create trigger append_only before update or delete on app.transfers for each row execute function app.refuse_change();
--> statement-breakpoint
create trigger append_only_truncate before truncate on app.transfers execute function app.refuse_change();
--> statement-breakpoint
create trigger append_only before update or delete on app.charges for each row execute function app.refuse_change();
--> statement-breakpoint
create trigger append_only_truncate before truncate on app.charges execute function app.refuse_change();
--> statement-breakpoint
create trigger append_only before update or delete on app.charge_reversals for each row execute function app.refuse_change();
--> statement-breakpoint
create trigger append_only_truncate before truncate on app.charge_reversals execute function app.refuse_change();
--> statement-breakpoint
create trigger append_only before update or delete on app.invoices for each row execute function app.refuse_change();
--> statement-breakpoint
create trigger append_only_truncate before truncate on app.invoices execute function app.refuse_change();
--> statement-breakpoint
create trigger append_only before update or delete on app.invoice_lines for each row execute function app.refuse_change();
--> statement-breakpoint
create trigger append_only_truncate before truncate on app.invoice_lines execute function app.refuse_change();
--> statement-breakpoint
grant execute on function billing.make_partitions, billing.open_books, billing.top_up, billing.reverse_top_up,
  billing.set_overdraft, billing.adjust, billing.correct_charge, billing.settle, billing.broken_invariants to espalier_app;
--> statement-breakpoint
-- Accounts and names from before there was money. Row-level security would let the owner see none of them.
alter table app.reserved_names no force row level security;
--> statement-breakpoint
alter table app.sub_accounts no force row level security;
--> statement-breakpoint
update app.reserved_names r set sub_account_id = s.id from app.sub_accounts s where s.account_id = r.account_id and s.name = r.name;
--> statement-breakpoint
alter table app.sub_accounts force row level security;
--> statement-breakpoint
alter table app.reserved_names force row level security;
--> statement-breakpoint
alter table app.accounts no force row level security;
--> statement-breakpoint
alter table app.books no force row level security;
--> statement-breakpoint
alter table app.ledger_accounts no force row level security;
--> statement-breakpoint
insert into app.books (account_id, currency, minor_digits, time_zone) select account_id, 'CNY', 2, 'Asia/Shanghai' from app.accounts;
--> statement-breakpoint
insert into app.ledger_accounts (account_id, kind, overdraft)
  select account_id, kind, overdraft from app.accounts, (values ('wallet', 0::bigint), ('funding', null)) k (kind, overdraft);
--> statement-breakpoint
alter table app.ledger_accounts force row level security;
--> statement-breakpoint
alter table app.books force row level security;
--> statement-breakpoint
alter table app.accounts force row level security;
