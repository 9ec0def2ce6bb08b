-- SSH public keys of sub-accounts.
CREATE TABLE "app"."ssh_keys" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"sub_account_id" uuid NOT NULL,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"blob" text NOT NULL,
	"fingerprint" text NOT NULL,
	"bits" integer NOT NULL,
	"comment" text DEFAULT '' NOT NULL,
	"added_by" text NOT NULL,
	"expires_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp with time zone,
	"last_used_server" text DEFAULT '' NOT NULL,
	CONSTRAINT "ssh_keys_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
ALTER TABLE "app"."ssh_keys" ADD CONSTRAINT "ssh_keys_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "app"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."ssh_keys" ADD CONSTRAINT "ssh_keys_account_id_sub_account_id_sub_accounts_account_id_id_fk" FOREIGN KEY ("account_id","sub_account_id") REFERENCES "app"."sub_accounts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "ssh_keys_account_id_sub_account_id_fingerprint_idx" ON "app"."ssh_keys" USING btree ("account_id","sub_account_id","fingerprint");--> statement-breakpoint
CREATE INDEX "ssh_keys_account_id_fingerprint_idx" ON "app"."ssh_keys" USING btree ("account_id","fingerprint");--> statement-breakpoint
CREATE INDEX "ssh_keys_account_id_created_at_idx" ON "app"."ssh_keys" USING btree ("account_id","created_at","id");