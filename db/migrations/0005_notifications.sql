-- What people are told about their own access, and what they chose to be told; the audit log read by action, by
-- refusal and across accounts.
CREATE TABLE "app"."notification_choices" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"sub_account_id" uuid,
	"locale" text NOT NULL,
	"silenced" jsonb NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "notification_choices_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "notification_choices_person_key" UNIQUE NULLS NOT DISTINCT("account_id","sub_account_id")
);
--> statement-breakpoint
CREATE TABLE "app"."notifications" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"sub_account_id" uuid,
	"kind" text NOT NULL,
	"params" jsonb NOT NULL,
	"read_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "notifications_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "notifications_kind_check" CHECK ("app"."notifications"."kind" in ('new-device', 'password-changed', 'factors-changed', 'sign-in-locked', 'sessions-ended', 'access-key-made', 'verification-approved', 'verification-rejected'))
);
--> statement-breakpoint
ALTER TABLE "app"."notification_choices" ADD CONSTRAINT "notification_choices_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "app"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."notification_choices" ADD CONSTRAINT "notification_choices_account_id_sub_account_id_sub_accounts_account_id_id_fk" FOREIGN KEY ("account_id","sub_account_id") REFERENCES "app"."sub_accounts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."notifications" ADD CONSTRAINT "notifications_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "app"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."notifications" ADD CONSTRAINT "notifications_account_id_sub_account_id_sub_accounts_account_id_id_fk" FOREIGN KEY ("account_id","sub_account_id") REFERENCES "app"."sub_accounts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "notifications_account_id_sub_account_id_idx" ON "app"."notifications" USING btree ("account_id","sub_account_id","created_at","id");--> statement-breakpoint
CREATE INDEX "notifications_unread_idx" ON "app"."notifications" USING btree ("account_id","sub_account_id") WHERE "app"."notifications"."read_at" is null;--> statement-breakpoint
CREATE INDEX "audit_events_account_id_action_idx" ON "app"."audit_events" USING btree ("account_id","action","occurred_at","id");--> statement-breakpoint
CREATE INDEX "audit_events_account_id_refused_idx" ON "app"."audit_events" USING btree ("account_id","occurred_at","id") WHERE "app"."audit_events"."result" <> 'allowed';--> statement-breakpoint
CREATE INDEX "audit_events_occurred_at_idx" ON "app"."audit_events" USING btree ("occurred_at","id");