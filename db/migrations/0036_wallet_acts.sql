-- References of adjustments and refunds, a default limit, notices of money, and the list of what waits in quarantine.
CREATE TABLE "app"."wallet_acts" (
	"account_id" uuid NOT NULL,
	"reference" text NOT NULL,
	"kind" text NOT NULL,
	"amount" bigint NOT NULL,
	"sub_account_id" uuid,
	"reason" text NOT NULL,
	"done_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"posted_id" bigint,
	CONSTRAINT "wallet_acts_account_id_reference_pk" PRIMARY KEY("account_id","reference"),
	CONSTRAINT "wallet_acts_kind_check" CHECK ("app"."wallet_acts"."kind" in ('adjustment', 'payout')),
	CONSTRAINT "wallet_acts_reference_check" CHECK (length("app"."wallet_acts"."reference") between 1 and 200)
);
--> statement-breakpoint
ALTER TABLE "app"."notifications" DROP CONSTRAINT "notifications_kind_check";--> statement-breakpoint
ALTER TABLE "app"."transfers" DROP CONSTRAINT "transfers_kind_check";--> statement-breakpoint
ALTER TABLE "app"."books" ADD COLUMN "default_limit" jsonb;--> statement-breakpoint
ALTER TABLE "app"."wallet_acts" ADD CONSTRAINT "wallet_acts_account_id_books_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "app"."books"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "quarantined_events_first_seen_at_id_idx" ON "app"."quarantined_events" USING btree ("first_seen_at","id");--> statement-breakpoint
ALTER TABLE "app"."notifications" ADD CONSTRAINT "notifications_kind_check" CHECK ("app"."notifications"."kind" in ('new-device', 'password-changed', 'factors-changed', 'sign-in-locked', 'sessions-ended', 'access-key-made', 'ssh-key-expiring', 'verification-approved', 'verification-rejected', 'spend-limit', 'wallet-state'));--> statement-breakpoint
ALTER TABLE "app"."transfers" ADD CONSTRAINT "transfers_kind_check" CHECK ("kind" in ('top-up', 'top-up-reversal', 'usage', 'overage', 'refund', 'collection', 'payout'));