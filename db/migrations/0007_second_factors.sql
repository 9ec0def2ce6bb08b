-- Second factors, step-up windows and the challenges that open them.
CREATE TABLE "app"."challenges" (
	"account_id" uuid NOT NULL,
	"sub_account_id" uuid,
	"id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"return_path" text NOT NULL,
	"sealed_values" "bytea",
	"code_hash" text,
	"code_channel" text,
	"code_tries_left" integer DEFAULT 0 NOT NULL,
	"code_expires_at" timestamp with time zone,
	"passkey_challenge" text,
	"expires_at" timestamp with time zone NOT NULL,
	"passed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "challenges_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "challenges_code_channel_check" CHECK ("app"."challenges"."code_channel" in ('mail', 'sms'))
);
--> statement-breakpoint
CREATE TABLE "app"."operator_challenges" (
	"id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"return_path" text NOT NULL,
	"sealed_values" "bytea",
	"code_hash" text,
	"code_channel" text,
	"code_tries_left" integer DEFAULT 0 NOT NULL,
	"code_expires_at" timestamp with time zone,
	"passkey_challenge" text,
	"expires_at" timestamp with time zone NOT NULL,
	"passed_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "operator_challenges_id_pk" PRIMARY KEY("id"),
	CONSTRAINT "operator_challenges_code_channel_check" CHECK ("app"."operator_challenges"."code_channel" in ('mail', 'sms'))
);
--> statement-breakpoint
CREATE TABLE "app"."operator_recovery_codes" (
	"operator_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"code_hash" text NOT NULL,
	"used_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "operator_recovery_codes_id_pk" PRIMARY KEY("id")
);
--> statement-breakpoint
CREATE TABLE "app"."operator_second_factors" (
	"operator_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"sealed_seed" "bytea",
	"last_step" bigint DEFAULT 0 NOT NULL,
	"credential_id" text,
	"public_key" "bytea",
	"sign_count" bigint DEFAULT 0 NOT NULL,
	"transports" text DEFAULT '' NOT NULL,
	"bound_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "operator_second_factors_id_pk" PRIMARY KEY("id"),
	CONSTRAINT "operator_second_factors_kind_check" CHECK ("app"."operator_second_factors"."kind" in ('totp', 'passkey'))
);
--> statement-breakpoint
CREATE TABLE "app"."recovery_codes" (
	"account_id" uuid NOT NULL,
	"sub_account_id" uuid,
	"id" uuid NOT NULL,
	"code_hash" text NOT NULL,
	"used_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "recovery_codes_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
CREATE TABLE "app"."second_factors" (
	"account_id" uuid NOT NULL,
	"sub_account_id" uuid,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"sealed_seed" "bytea",
	"last_step" bigint DEFAULT 0 NOT NULL,
	"credential_id" text,
	"public_key" "bytea",
	"sign_count" bigint DEFAULT 0 NOT NULL,
	"transports" text DEFAULT '' NOT NULL,
	"bound_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "second_factors_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "second_factors_kind_check" CHECK ("app"."second_factors"."kind" in ('totp', 'passkey'))
);
--> statement-breakpoint
CREATE TABLE "app"."trusted_devices" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"sub_account_id" uuid,
	"token_hash" text NOT NULL,
	"ip" text NOT NULL,
	"user_agent" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "trusted_devices_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
ALTER TABLE "app"."login_profiles" ADD COLUMN "mfa_bind_required" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."operator_sessions" ADD COLUMN "second_factor" text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."operator_sessions" ADD COLUMN "step_ups" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."sessions" ADD COLUMN "second_factor" text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."sessions" ADD COLUMN "step_ups" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."challenges" ADD CONSTRAINT "challenges_account_id_session_id_sessions_account_id_id_fk" FOREIGN KEY ("account_id","session_id") REFERENCES "app"."sessions"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."operator_challenges" ADD CONSTRAINT "operator_challenges_session_id_operator_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "app"."operator_sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."operator_recovery_codes" ADD CONSTRAINT "operator_recovery_codes_operator_id_operators_id_fk" FOREIGN KEY ("operator_id") REFERENCES "app"."operators"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."operator_second_factors" ADD CONSTRAINT "operator_second_factors_operator_id_operators_id_fk" FOREIGN KEY ("operator_id") REFERENCES "app"."operators"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."recovery_codes" ADD CONSTRAINT "recovery_codes_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "app"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."recovery_codes" ADD CONSTRAINT "recovery_codes_account_id_sub_account_id_sub_accounts_account_id_id_fk" FOREIGN KEY ("account_id","sub_account_id") REFERENCES "app"."sub_accounts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."second_factors" ADD CONSTRAINT "second_factors_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "app"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."second_factors" ADD CONSTRAINT "second_factors_account_id_sub_account_id_sub_accounts_account_id_id_fk" FOREIGN KEY ("account_id","sub_account_id") REFERENCES "app"."sub_accounts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."trusted_devices" ADD CONSTRAINT "trusted_devices_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "app"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."trusted_devices" ADD CONSTRAINT "trusted_devices_account_id_sub_account_id_sub_accounts_account_id_id_fk" FOREIGN KEY ("account_id","sub_account_id") REFERENCES "app"."sub_accounts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "challenges_account_id_session_id_idx" ON "app"."challenges" USING btree ("account_id","session_id","created_at");--> statement-breakpoint
CREATE INDEX "operator_challenges_session_id_idx" ON "app"."operator_challenges" USING btree ("session_id","created_at");--> statement-breakpoint
CREATE INDEX "operator_recovery_codes_operator_id_idx" ON "app"."operator_recovery_codes" USING btree ("operator_id");--> statement-breakpoint
CREATE INDEX "operator_second_factors_operator_id_idx" ON "app"."operator_second_factors" USING btree ("operator_id");--> statement-breakpoint
CREATE INDEX "recovery_codes_account_id_sub_account_id_idx" ON "app"."recovery_codes" USING btree ("account_id","sub_account_id");--> statement-breakpoint
CREATE INDEX "second_factors_account_id_sub_account_id_idx" ON "app"."second_factors" USING btree ("account_id","sub_account_id");--> statement-breakpoint
CREATE INDEX "trusted_devices_account_id_sub_account_id_idx" ON "app"."trusted_devices" USING btree ("account_id","sub_account_id","token_hash");--> statement-breakpoint
ALTER TABLE "app"."operator_sessions" ADD CONSTRAINT "operator_sessions_second_factor_check" CHECK ("app"."operator_sessions"."second_factor" in ('none', 'pending', 'enrolment', 'totp', 'passkey', 'recovery-code', 'trusted-device'));--> statement-breakpoint
ALTER TABLE "app"."sessions" ADD CONSTRAINT "sessions_second_factor_check" CHECK ("app"."sessions"."second_factor" in ('none', 'pending', 'enrolment', 'totp', 'passkey', 'recovery-code', 'trusted-device'));