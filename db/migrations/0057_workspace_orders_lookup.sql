-- Servers ask before anybody is known whether the owner of a key was stopped: orders are read in scope `lookup` too.
-- Way back: the gate of 0055.
drop policy gate on app.workspace_orders;
--> statement-breakpoint
create policy gate on app.workspace_orders as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self,lookup}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
