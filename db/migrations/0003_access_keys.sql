-- Access keys of sub-accounts and root users, and when replaced ones stop.
CREATE TABLE "app"."access_key_retirements" (
	"account_id" uuid NOT NULL,
	"access_key_id" text NOT NULL,
	"sub_account_id" uuid,
	"due_at" timestamp with time zone NOT NULL,
	CONSTRAINT "access_key_retirements_account_id_access_key_id_pk" PRIMARY KEY("account_id","access_key_id")
);
--> statement-breakpoint
CREATE TABLE "app"."access_keys" (
	"account_id" uuid NOT NULL,
	"id" text NOT NULL,
	"sub_account_id" uuid,
	"name" text DEFAULT '' NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"sealed_secret" "bytea" NOT NULL,
	"secret_hash" text NOT NULL,
	"network_policy" jsonb,
	"expires_at" timestamp with time zone,
	"successor_id" text,
	"retires_at" timestamp with time zone,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"first_used_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"last_used_service" text DEFAULT '' NOT NULL,
	"last_used_address" text DEFAULT '' NOT NULL,
	"refused_at" timestamp with time zone,
	"refused_code" text DEFAULT '' NOT NULL,
	"refused_address" text DEFAULT '' NOT NULL,
	"refused_because" text DEFAULT '' NOT NULL,
	CONSTRAINT "access_keys_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "access_keys_state_check" CHECK ("app"."access_keys"."state" in ('active', 'disabled'))
);
--> statement-breakpoint
ALTER TABLE "app"."accounts" ADD COLUMN "key_network_policy" jsonb;--> statement-breakpoint
ALTER TABLE "app"."access_key_retirements" ADD CONSTRAINT "access_key_retirements_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "app"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."access_keys" ADD CONSTRAINT "access_keys_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "app"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."access_keys" ADD CONSTRAINT "access_keys_account_id_sub_account_id_sub_accounts_account_id_id_fk" FOREIGN KEY ("account_id","sub_account_id") REFERENCES "app"."sub_accounts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "access_key_retirements_due_at_idx" ON "app"."access_key_retirements" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "access_keys_account_id_sub_account_id_idx" ON "app"."access_keys" USING btree ("account_id","sub_account_id","created_at");--> statement-breakpoint
CREATE INDEX "access_keys_account_id_created_at_idx" ON "app"."access_keys" USING btree ("account_id","created_at","id" collate "C");--> statement-breakpoint
CREATE INDEX "access_keys_account_id_secret_hash_idx" ON "app"."access_keys" USING btree ("account_id","secret_hash");