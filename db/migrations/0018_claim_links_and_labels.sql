-- Claim links share the table of reset links; a profile may wait for its owner to set the first password; labels.
CREATE TABLE "app"."sub_account_labels" (
	"account_id" uuid NOT NULL,
	"sub_account_id" uuid NOT NULL,
	"key" text NOT NULL,
	"value" text NOT NULL,
	CONSTRAINT "sub_account_labels_account_id_sub_account_id_key_pk" PRIMARY KEY("account_id","sub_account_id","key")
);
--> statement-breakpoint
ALTER TABLE "app"."login_profiles" ALTER COLUMN "password_hash" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."reset_links" ADD COLUMN "kind" text DEFAULT 'reset' NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."reset_links" ADD COLUMN "made_by" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."reset_links" ADD COLUMN "opened_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "app"."reset_links" ADD COLUMN "ended_as" text;--> statement-breakpoint
ALTER TABLE "app"."sub_account_labels" ADD CONSTRAINT "sub_account_labels_account_id_sub_account_id_sub_accounts_account_id_id_fk" FOREIGN KEY ("account_id","sub_account_id") REFERENCES "app"."sub_accounts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "sub_account_labels_account_id_key_idx" ON "app"."sub_account_labels" USING btree ("account_id","key","value","sub_account_id");--> statement-breakpoint
CREATE INDEX "reset_links_account_id_created_at_idx" ON "app"."reset_links" USING btree ("account_id","created_at","id") WHERE "app"."reset_links"."kind" = 'claim' and "app"."reset_links"."ended_as" is distinct from 'replaced';--> statement-breakpoint
CREATE INDEX "sub_accounts_account_id_last_sign_in_idx" ON "app"."sub_accounts" USING btree ("account_id",coalesce("last_sign_in_at", '-infinity'::timestamptz),"id");--> statement-breakpoint
ALTER TABLE "app"."reset_links" ADD CONSTRAINT "reset_links_kind_check" CHECK ("app"."reset_links"."kind" in ('reset', 'claim'));--> statement-breakpoint
ALTER TABLE "app"."reset_links" ADD CONSTRAINT "reset_links_ended_as_check" CHECK ("app"."reset_links"."ended_as" in ('used', 'replaced', 'revoked'));