-- What the worker hands out and sends next is found by an index, without a queue beside the rows.
ALTER TABLE "app"."webhook_events" ADD COLUMN "handed_out_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "webhook_deliveries_due_idx" ON "app"."webhook_deliveries" USING btree ("next_attempt_at") WHERE state = 'waiting';--> statement-breakpoint
CREATE INDEX "webhook_events_waiting_idx" ON "app"."webhook_events" USING btree ("occurred_at") WHERE handed_out_at is null;--> statement-breakpoint
create policy may_update on app.webhook_events as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant update on app.webhook_events to espalier_app;
