-- What an account sets for its sub-accounts: security preference, password policy, aliases and passwords of before.
CREATE TABLE "app"."password_history" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"sub_account_id" uuid NOT NULL,
	"password_hash" text NOT NULL,
	"replaced_at" timestamp with time zone NOT NULL,
	CONSTRAINT "password_history_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
ALTER TABLE "app"."accounts" ADD COLUMN "security_preference" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."accounts" ADD COLUMN "password_policy" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."accounts" ADD COLUMN "former_aliases" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."password_history" ADD CONSTRAINT "password_history_account_id_sub_account_id_sub_accounts_account_id_id_fk" FOREIGN KEY ("account_id","sub_account_id") REFERENCES "app"."sub_accounts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "password_history_account_id_sub_account_id_idx" ON "app"."password_history" USING btree ("account_id","sub_account_id","replaced_at");