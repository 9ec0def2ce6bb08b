-- Goodwill above the operators' threshold waits for a second of them.
CREATE TABLE "app"."approvals" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"amount" bigint NOT NULL,
	"sub_account_id" uuid,
	"reference" text NOT NULL,
	"reason_code" text NOT NULL,
	"reason" text NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"requested_by_id" uuid NOT NULL,
	"requested_by" text NOT NULL,
	"requested_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"decided_by_id" uuid,
	"decided_by" text,
	"decided_at" timestamp with time zone,
	"decision_reason" text,
	"charge_period" date,
	"charge_id" bigint,
	CONSTRAINT "approvals_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "approvals_state_check" CHECK ("app"."approvals"."state" in ('open', 'approved', 'rejected', 'withdrawn', 'expired')),
	CONSTRAINT "approvals_reason_code_check" CHECK ("app"."approvals"."reason_code" in ('outage', 'billing-error', 'support', 'commercial', 'other')),
	CONSTRAINT "approvals_reference_check" CHECK (length("app"."approvals"."reference") between 1 and 200),
	CONSTRAINT "approvals_two_people_check" CHECK ("app"."approvals"."state" not in ('approved', 'rejected') or coalesce("app"."approvals"."decided_by_id" <> "app"."approvals"."requested_by_id", false)),
	CONSTRAINT "approvals_charge_check" CHECK ("app"."approvals"."state" <> 'approved' or "app"."approvals"."charge_id" is not null)
);
--> statement-breakpoint
ALTER TABLE "app"."approvals" ADD CONSTRAINT "approvals_account_id_books_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "app"."books"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "approvals_account_id_reference_idx" ON "app"."approvals" USING btree ("account_id","reference") WHERE "app"."approvals"."state" in ('open', 'approved');--> statement-breakpoint
CREATE INDEX "approvals_requested_at_id_idx" ON "app"."approvals" USING btree ("requested_at","id");