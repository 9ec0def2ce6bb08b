-- Lists of who has a second factor or keys, and logs of one actor, target or address, each by an index.
ALTER TABLE "app"."sub_accounts" ADD COLUMN "has_second_factor" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."sub_accounts" ADD COLUMN "has_access_keys" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "audit_events_account_id_actor_idx" ON "app"."audit_events" USING btree ("account_id","actor_name","occurred_at","id");--> statement-breakpoint
CREATE INDEX "audit_events_account_id_resource_idx" ON "app"."audit_events" USING btree ("account_id","resource","occurred_at","id");--> statement-breakpoint
CREATE INDEX "audit_events_account_id_ip_idx" ON "app"."audit_events" USING btree ("account_id","ip","occurred_at","id");--> statement-breakpoint
CREATE INDEX "sub_accounts_account_id_second_factor_idx" ON "app"."sub_accounts" USING btree ("account_id","has_second_factor","name" collate "C");--> statement-breakpoint
CREATE INDEX "sub_accounts_account_id_access_keys_idx" ON "app"."sub_accounts" USING btree ("account_id","has_access_keys","name" collate "C");--> statement-breakpoint
CREATE INDEX "sub_accounts_account_id_phone_idx" ON "app"."sub_accounts" USING btree ("account_id","phone");