-- A contract price that has not begun can be taken back.
create policy may_delete on app.contract_prices as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select, insert, delete on app.contract_prices to espalier_app;
