-- Every table of the first release; audit_events is partitioned by month, which the generator cannot say.
CREATE TABLE "app"."accounts" (
	"account_id" uuid NOT NULL,
	"uid" text NOT NULL,
	"name" text NOT NULL,
	"alias" text NOT NULL,
	"company_name" text NOT NULL,
	"verification" text DEFAULT 'unverified' NOT NULL,
	"authority_epoch" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "accounts_account_id_pk" PRIMARY KEY("account_id"),
	CONSTRAINT "accounts_verification_check" CHECK ("app"."accounts"."verification" in ('unverified', 'submitted', 'approved', 'rejected'))
);
--> statement-breakpoint
CREATE TABLE "app"."audit_events" (
	"account_id" uuid NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"id" uuid NOT NULL,
	"sub_account_id" uuid,
	"actor_type" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"action" text NOT NULL,
	"resource" text NOT NULL,
	"result" text NOT NULL,
	"code" text DEFAULT '' NOT NULL,
	"ip" text NOT NULL,
	"user_agent" text NOT NULL,
	"session_id" uuid,
	"request_id" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	CONSTRAINT "audit_events_account_id_occurred_at_id_pk" PRIMARY KEY("account_id","occurred_at","id"),
	CONSTRAINT "audit_events_result_check" CHECK ("app"."audit_events"."result" in ('allowed', 'refused', 'failed'))
) PARTITION BY RANGE ("occurred_at");
--> statement-breakpoint
CREATE TABLE "app"."data_keys" (
	"account_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"kek_id" text NOT NULL,
	"wrapped" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "data_keys_account_id_version_pk" PRIMARY KEY("account_id","version")
);
--> statement-breakpoint
CREATE TABLE "app"."idempotency_keys" (
	"account_id" uuid NOT NULL,
	"principal" text NOT NULL,
	"key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_account_id_principal_key_pk" PRIMARY KEY("account_id","principal","key")
);
--> statement-breakpoint
CREATE TABLE "app"."identity_documents" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"verification_id" uuid NOT NULL,
	"slot" text NOT NULL,
	"file_name" text NOT NULL,
	"media_type" text NOT NULL,
	"size_bytes" integer NOT NULL,
	"sha256" text NOT NULL,
	"stored_as" text NOT NULL,
	"rejected_reason" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "identity_documents_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "identity_documents_slot_check" CHECK ("app"."identity_documents"."slot" in ('identity-front', 'identity-back', 'business-licence')),
	CONSTRAINT "identity_documents_media_type_check" CHECK ("app"."identity_documents"."media_type" in ('application/pdf', 'image/jpeg', 'image/png'))
);
--> statement-breakpoint
CREATE TABLE "app"."identity_verifications" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text DEFAULT 'draft' NOT NULL,
	"sealed_fields" "bytea" NOT NULL,
	"number_index" text DEFAULT '' NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"submitted_at" timestamp with time zone,
	"decided_at" timestamp with time zone,
	"decided_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "identity_verifications_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "identity_verifications_kind_check" CHECK ("app"."identity_verifications"."kind" in ('personal', 'enterprise')),
	CONSTRAINT "identity_verifications_state_check" CHECK ("app"."identity_verifications"."state" in ('draft', 'submitted', 'approved', 'rejected'))
);
--> statement-breakpoint
CREATE TABLE "app"."login_profiles" (
	"account_id" uuid NOT NULL,
	"sub_account_id" uuid NOT NULL,
	"password_hash" text NOT NULL,
	"password_changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"password_expires_at" timestamp with time zone,
	"password_reset_required" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "login_profiles_account_id_sub_account_id_pk" PRIMARY KEY("account_id","sub_account_id")
);
--> statement-breakpoint
CREATE TABLE "app"."operator_audit_events" (
	"id" uuid NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"actor_type" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"action" text NOT NULL,
	"resource" text NOT NULL,
	"result" text NOT NULL,
	"code" text DEFAULT '' NOT NULL,
	"ip" text NOT NULL,
	"user_agent" text NOT NULL,
	"session_id" uuid,
	"request_id" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	CONSTRAINT "operator_audit_events_id_pk" PRIMARY KEY("id"),
	CONSTRAINT "operator_audit_events_result_check" CHECK ("app"."operator_audit_events"."result" in ('allowed', 'refused', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "app"."operator_sessions" (
	"id" uuid NOT NULL,
	"operator_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"ip" text NOT NULL,
	"user_agent" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"idle_seconds" integer NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_reason" text,
	CONSTRAINT "operator_sessions_id_pk" PRIMARY KEY("id")
);
--> statement-breakpoint
CREATE TABLE "app"."operators" (
	"id" uuid NOT NULL,
	"email" text NOT NULL,
	"display_name" text NOT NULL,
	"password_hash" text NOT NULL,
	"password_changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "operators_id_pk" PRIMARY KEY("id")
);
--> statement-breakpoint
CREATE TABLE "app"."outbox_messages" (
	"id" uuid NOT NULL,
	"channel" text NOT NULL,
	"kind" text NOT NULL,
	"recipient" text NOT NULL,
	"sealed_content" "bytea" NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_error" text DEFAULT '' NOT NULL,
	"sent_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "outbox_messages_id_pk" PRIMARY KEY("id"),
	CONSTRAINT "outbox_messages_channel_check" CHECK ("app"."outbox_messages"."channel" in ('mail', 'sms')),
	CONSTRAINT "outbox_messages_state_check" CHECK ("app"."outbox_messages"."state" in ('waiting', 'sent', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "app"."policy_attachments" (
	"account_id" uuid NOT NULL,
	"sub_account_id" uuid NOT NULL,
	"policy_name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "policy_attachments_account_id_sub_account_id_policy_name_pk" PRIMARY KEY("account_id","sub_account_id","policy_name")
);
--> statement-breakpoint
CREATE TABLE "app"."reserved_names" (
	"account_id" uuid NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reserved_names_account_id_name_pk" PRIMARY KEY("account_id","name")
);
--> statement-breakpoint
CREATE TABLE "app"."reset_links" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"sub_account_id" uuid,
	"token_hash" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reset_links_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
CREATE TABLE "app"."reveals" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"sub_account_id" uuid,
	"session_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"subject" text NOT NULL,
	"sealed" "bytea",
	"request_id" text,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reveals_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
CREATE TABLE "app"."root_users" (
	"account_id" uuid NOT NULL,
	"email" text NOT NULL,
	"phone" text NOT NULL,
	"password_hash" text NOT NULL,
	"password_changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"locale" text DEFAULT 'en' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "root_users_account_id_pk" PRIMARY KEY("account_id")
);
--> statement-breakpoint
CREATE TABLE "app"."sessions" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"sub_account_id" uuid,
	"token_hash" text NOT NULL,
	"ip" text NOT NULL,
	"user_agent" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"idle_seconds" integer NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_reason" text,
	CONSTRAINT "sessions_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "sessions_ended_reason_check" CHECK ("app"."sessions"."ended_reason" in ('signed-out', 'rotated', 'replaced', 'password-changed', 'too-many', 'ended', 'disabled'))
);
--> statement-breakpoint
CREATE TABLE "app"."set_up_links" (
	"id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "set_up_links_id_pk" PRIMARY KEY("id")
);
--> statement-breakpoint
CREATE TABLE "app"."sign_ups" (
	"id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"email" text NOT NULL,
	"phone" text NOT NULL,
	"account_name" text NOT NULL,
	"company_name" text NOT NULL,
	"password_hash" text NOT NULL,
	"locale" text NOT NULL,
	"code_hash" text NOT NULL,
	"tries_left" integer NOT NULL,
	"code_expires_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sign_ups_id_pk" PRIMARY KEY("id")
);
--> statement-breakpoint
CREATE TABLE "app"."sub_account_counters" (
	"account_id" uuid NOT NULL,
	"active" integer DEFAULT 0 NOT NULL,
	"disabled" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "sub_account_counters_account_id_pk" PRIMARY KEY("account_id")
);
--> statement-breakpoint
CREATE TABLE "app"."sub_accounts" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"display_name" text NOT NULL,
	"display_name_key" text GENERATED ALWAYS AS (lower(display_name)) STORED,
	"email" text DEFAULT '' NOT NULL,
	"phone" text DEFAULT '' NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"state" text DEFAULT 'active' NOT NULL,
	"disabled_at" timestamp with time zone,
	"disabled_reason" text DEFAULT '' NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_sign_in_at" timestamp with time zone,
	CONSTRAINT "sub_accounts_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "sub_accounts_state_check" CHECK ("app"."sub_accounts"."state" in ('active', 'disabled'))
);
--> statement-breakpoint
CREATE TABLE "app"."throttle_buckets" (
	"key" text NOT NULL,
	"failures" integer NOT NULL,
	"window_started_at" timestamp with time zone NOT NULL,
	"blocked_until" timestamp with time zone,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "throttle_buckets_key_pk" PRIMARY KEY("key")
);
--> statement-breakpoint
ALTER TABLE "app"."data_keys" ADD CONSTRAINT "data_keys_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "app"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."identity_documents" ADD CONSTRAINT "identity_documents_account_id_verification_id_identity_verifications_account_id_id_fk" FOREIGN KEY ("account_id","verification_id") REFERENCES "app"."identity_verifications"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."identity_verifications" ADD CONSTRAINT "identity_verifications_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "app"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."login_profiles" ADD CONSTRAINT "login_profiles_account_id_sub_account_id_sub_accounts_account_id_id_fk" FOREIGN KEY ("account_id","sub_account_id") REFERENCES "app"."sub_accounts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."operator_sessions" ADD CONSTRAINT "operator_sessions_operator_id_operators_id_fk" FOREIGN KEY ("operator_id") REFERENCES "app"."operators"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."policy_attachments" ADD CONSTRAINT "policy_attachments_account_id_sub_account_id_sub_accounts_account_id_id_fk" FOREIGN KEY ("account_id","sub_account_id") REFERENCES "app"."sub_accounts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."reserved_names" ADD CONSTRAINT "reserved_names_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "app"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."reset_links" ADD CONSTRAINT "reset_links_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "app"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."reset_links" ADD CONSTRAINT "reset_links_account_id_sub_account_id_sub_accounts_account_id_id_fk" FOREIGN KEY ("account_id","sub_account_id") REFERENCES "app"."sub_accounts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."reveals" ADD CONSTRAINT "reveals_account_id_session_id_sessions_account_id_id_fk" FOREIGN KEY ("account_id","session_id") REFERENCES "app"."sessions"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."root_users" ADD CONSTRAINT "root_users_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "app"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."sessions" ADD CONSTRAINT "sessions_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "app"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."sessions" ADD CONSTRAINT "sessions_account_id_sub_account_id_sub_accounts_account_id_id_fk" FOREIGN KEY ("account_id","sub_account_id") REFERENCES "app"."sub_accounts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."sub_account_counters" ADD CONSTRAINT "sub_account_counters_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "app"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."sub_accounts" ADD CONSTRAINT "sub_accounts_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "app"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "accounts_name_idx" ON "app"."accounts" USING btree ("name" collate "C");--> statement-breakpoint
CREATE INDEX "audit_events_account_id_sub_account_id_idx" ON "app"."audit_events" USING btree ("account_id","sub_account_id","occurred_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "identity_documents_account_id_verification_id_slot_idx" ON "app"."identity_documents" USING btree ("account_id","verification_id","slot");--> statement-breakpoint
CREATE INDEX "identity_verifications_account_id_created_at_idx" ON "app"."identity_verifications" USING btree ("account_id","created_at");--> statement-breakpoint
CREATE INDEX "identity_verifications_state_submitted_at_idx" ON "app"."identity_verifications" USING btree ("state","submitted_at","id");--> statement-breakpoint
CREATE INDEX "identity_verifications_number_index_idx" ON "app"."identity_verifications" USING btree ("number_index");--> statement-breakpoint
CREATE INDEX "operator_audit_events_occurred_at_idx" ON "app"."operator_audit_events" USING btree ("occurred_at","id");--> statement-breakpoint
CREATE INDEX "operator_sessions_token_hash_idx" ON "app"."operator_sessions" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "operator_sessions_operator_id_idx" ON "app"."operator_sessions" USING btree ("operator_id","created_at");--> statement-breakpoint
CREATE INDEX "outbox_messages_waiting_idx" ON "app"."outbox_messages" USING btree ("next_attempt_at") WHERE "app"."outbox_messages"."state" = 'waiting';--> statement-breakpoint
CREATE INDEX "outbox_messages_created_at_idx" ON "app"."outbox_messages" USING btree ("created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "reset_links_account_id_token_hash_idx" ON "app"."reset_links" USING btree ("account_id","token_hash");--> statement-breakpoint
CREATE INDEX "reset_links_account_id_sub_account_id_idx" ON "app"."reset_links" USING btree ("account_id","sub_account_id");--> statement-breakpoint
CREATE INDEX "reveals_account_id_session_id_idx" ON "app"."reveals" USING btree ("account_id","session_id","purpose","subject","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_account_id_token_hash_idx" ON "app"."sessions" USING btree ("account_id","token_hash");--> statement-breakpoint
CREATE INDEX "sessions_account_id_sub_account_id_idx" ON "app"."sessions" USING btree ("account_id","sub_account_id","created_at");--> statement-breakpoint
CREATE INDEX "set_up_links_token_hash_idx" ON "app"."set_up_links" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "sign_ups_token_hash_idx" ON "app"."sign_ups" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "sign_ups_expires_at_idx" ON "app"."sign_ups" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "sub_accounts_account_id_name_idx" ON "app"."sub_accounts" USING btree ("account_id","name" collate "C");--> statement-breakpoint
CREATE INDEX "sub_accounts_account_id_created_at_idx" ON "app"."sub_accounts" USING btree ("account_id","created_at","id");--> statement-breakpoint
CREATE INDEX "sub_accounts_account_id_state_name_idx" ON "app"."sub_accounts" USING btree ("account_id","state","name" collate "C");--> statement-breakpoint
CREATE INDEX "sub_accounts_account_id_display_name_idx" ON "app"."sub_accounts" USING btree ("account_id","display_name_key" collate "C");--> statement-breakpoint
CREATE INDEX "sub_accounts_account_id_email_idx" ON "app"."sub_accounts" USING btree ("account_id","email" collate "C");--> statement-breakpoint
CREATE INDEX "throttle_buckets_updated_at_idx" ON "app"."throttle_buckets" USING btree ("updated_at");