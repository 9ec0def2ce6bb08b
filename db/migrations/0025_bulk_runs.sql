-- One act for many sub-accounts, and a row for each of them.
ALTER TABLE "app"."sub_accounts" ADD COLUMN "ram_id" text GENERATED ALWAYS AS ((100000000000000000 + ('x' || substr(md5(id::text), 1, 15))::bit(60)::bigint % 900000000000000000)::text) STORED;--> statement-breakpoint
ALTER TABLE "app"."sub_accounts" ADD COLUMN "updated_at" timestamp with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "sub_accounts_account_id_ram_id_idx" ON "app"."sub_accounts" USING btree ("account_id","ram_id");