-- A closed month carries its number, whom it bills, and what each line is for. The series of numbers was one for all accounts and never used: now each account counts its own, under the lock of its books. Way back: 0010 made the table.
ALTER TABLE "app"."document_series" DISABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP TABLE "app"."document_series" CASCADE;--> statement-breakpoint
ALTER TABLE "app"."invoice_lines" ADD COLUMN "service_code" text;--> statement-breakpoint
ALTER TABLE "app"."invoice_lines" ADD COLUMN "category" text NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."invoices" ADD COLUMN "no" integer NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."invoices" ADD COLUMN "billed_to" text NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."invoices" ADD CONSTRAINT "invoices_account_id_no_key" UNIQUE("account_id","no");