-- Keys of the inventory are disabled in bulk.
ALTER TABLE "app"."bulk_runs" DROP CONSTRAINT "bulk_runs_kind_check";--> statement-breakpoint
ALTER TABLE "app"."bulk_runs" ADD CONSTRAINT "bulk_runs_kind_check" CHECK ("app"."bulk_runs"."kind" in ('create', 'disable', 'enable', 'delete', 'reset', 'require-change', 'require-factor', 'label', 'disable-keys'));