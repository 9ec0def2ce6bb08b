-- One act for many sub-accounts, and a row for each of them.
CREATE TABLE "app"."bulk_rows" (
	"account_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"input" jsonb,
	"state" text DEFAULT 'waiting' NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"finished_at" timestamp with time zone,
	CONSTRAINT "bulk_rows_account_id_run_id_position_pk" PRIMARY KEY("account_id","run_id","position"),
	CONSTRAINT "bulk_rows_state_check" CHECK ("app"."bulk_rows"."state" in ('waiting', 'done', 'skipped', 'refused'))
);
--> statement-breakpoint
CREATE TABLE "app"."bulk_runs" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"params" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"total" integer NOT NULL,
	"planned" integer NOT NULL,
	"ordered_by" text NOT NULL,
	"session_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "bulk_runs_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "bulk_runs_kind_check" CHECK ("app"."bulk_runs"."kind" in ('create', 'disable', 'enable', 'delete', 'reset', 'require-change', 'label')),
	CONSTRAINT "bulk_runs_state_check" CHECK ("app"."bulk_runs"."state" in ('draft', 'running', 'done', 'cancelled'))
);
--> statement-breakpoint
ALTER TABLE "app"."bulk_rows" ADD CONSTRAINT "bulk_rows_account_id_run_id_bulk_runs_account_id_id_fk" FOREIGN KEY ("account_id","run_id") REFERENCES "app"."bulk_runs"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."bulk_runs" ADD CONSTRAINT "bulk_runs_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "app"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "bulk_rows_account_id_state_idx" ON "app"."bulk_rows" USING btree ("account_id","run_id","state","position");--> statement-breakpoint
CREATE INDEX "bulk_runs_account_id_created_at_idx" ON "app"."bulk_runs" USING btree ("account_id","created_at","id");