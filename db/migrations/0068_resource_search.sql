-- A rare name among 100,000 resources is found by an index. The two columns follow from what is there; way back: drop them.
ALTER TABLE "app"."resources" ADD COLUMN "name_key" text GENERATED ALWAYS AS (lower(name)) STORED;--> statement-breakpoint
ALTER TABLE "app"."resources" ADD COLUMN "own_id_key" text GENERATED ALWAYS AS (lower(split_part(arn, '/', 2))) STORED;--> statement-breakpoint
CREATE INDEX "resources_account_id_name_idx" ON "app"."resources" USING btree ("account_id","name_key" collate "C");--> statement-breakpoint
CREATE INDEX "resources_account_id_own_id_idx" ON "app"."resources" USING btree ("account_id","own_id_key" collate "C");