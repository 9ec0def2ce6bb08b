-- Sessions, groups and limits in bulk; why a row was refused keeps what its words need.
ALTER TABLE "app"."bulk_runs" DROP CONSTRAINT "bulk_runs_kind_check";--> statement-breakpoint
ALTER TABLE "app"."bulk_rows" ADD COLUMN "details" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."bulk_runs" ADD CONSTRAINT "bulk_runs_kind_check" CHECK ("app"."bulk_runs"."kind" in ('create', 'disable', 'enable', 'delete', 'reset', 'require-change', 'require-factor', 'label', 'end-sessions', 'join-group', 'leave-group', 'limit', 'disable-keys'));