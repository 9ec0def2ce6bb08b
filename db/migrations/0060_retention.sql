-- What is too old to matter is found by its time, and the platform's worker may look which accounts have any. Way back:
-- drop the index; the gate of 0055.
CREATE INDEX "idempotency_keys_account_id_created_at_idx" ON "app"."idempotency_keys" USING btree ("account_id","created_at");
--> statement-breakpoint
drop policy gate on app.idempotency_keys;
--> statement-breakpoint
create policy gate on app.idempotency_keys as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self}'))) or ((select app.scope()) in ('platform', 'maintenance')))
  with check ((account_id = (select app.account_of('{account,self}'))) or ((select app.scope()) = 'maintenance'));
