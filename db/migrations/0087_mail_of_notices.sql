-- A notice says what became of the mail that says the same: sent, on its way, or not delivered and why. The outbox is the platform's and
-- no account reads it; a message names its notice, and who delivers it notes the outcome there. Evidence of top-ups is looked for in
-- every account: one bank slip for two of them is the mistake that costs most.
ALTER TABLE "app"."notifications" ADD COLUMN "mail" text;--> statement-breakpoint
ALTER TABLE "app"."notifications" ADD COLUMN "mail_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "app"."notifications" ADD COLUMN "mail_error" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."outbox_messages" ADD COLUMN "notice_account" uuid;--> statement-breakpoint
ALTER TABLE "app"."outbox_messages" ADD COLUMN "notice_id" uuid;--> statement-breakpoint
ALTER TABLE "app"."notifications" ADD CONSTRAINT "notifications_mail_check" CHECK ("app"."notifications"."mail" is null or "app"."notifications"."mail" in ('waiting', 'sent', 'failed'));--> statement-breakpoint
drop policy gate on app.top_up_evidence;
--> statement-breakpoint
create policy gate on app.top_up_evidence as restrictive for all to public
  using ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) in ('platform', 'maintenance')))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
