-- Servers that ask who may log in, what they prove themselves with, and whom the account let in. An SSH key remembers its
-- last reminder; a kind of notice more.
CREATE TABLE "app"."server_credentials" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"server_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"last_four" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ends_at" timestamp with time zone,
	CONSTRAINT "server_credentials_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
CREATE TABLE "app"."server_grants" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"server_id" uuid NOT NULL,
	"sub_account_id" uuid,
	"group_id" uuid,
	"login" text NOT NULL,
	"networks" text[] DEFAULT '{}' NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "server_grants_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
CREATE TABLE "app"."servers" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"hosts" text[] NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"managed_by" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_asked_at" timestamp with time zone,
	"last_asked_from" text DEFAULT '' NOT NULL,
	CONSTRAINT "servers_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "servers_managed_by_check" CHECK ("app"."servers"."managed_by" in ('account', 'operator'))
);
--> statement-breakpoint
ALTER TABLE "app"."notifications" DROP CONSTRAINT "notifications_kind_check";--> statement-breakpoint
ALTER TABLE "app"."ssh_keys" ADD COLUMN "reminded_days" integer;--> statement-breakpoint
ALTER TABLE "app"."server_credentials" ADD CONSTRAINT "server_credentials_account_id_server_id_servers_account_id_id_fk" FOREIGN KEY ("account_id","server_id") REFERENCES "app"."servers"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."server_grants" ADD CONSTRAINT "server_grants_account_id_server_id_servers_account_id_id_fk" FOREIGN KEY ("account_id","server_id") REFERENCES "app"."servers"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."server_grants" ADD CONSTRAINT "server_grants_account_id_sub_account_id_sub_accounts_account_id_id_fk" FOREIGN KEY ("account_id","sub_account_id") REFERENCES "app"."sub_accounts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."server_grants" ADD CONSTRAINT "server_grants_account_id_group_id_groups_account_id_id_fk" FOREIGN KEY ("account_id","group_id") REFERENCES "app"."groups"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."servers" ADD CONSTRAINT "servers_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "app"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "server_credentials_account_id_token_hash_idx" ON "app"."server_credentials" USING btree ("account_id","token_hash");--> statement-breakpoint
CREATE INDEX "server_credentials_account_id_server_id_idx" ON "app"."server_credentials" USING btree ("account_id","server_id");--> statement-breakpoint
CREATE INDEX "server_grants_account_id_server_id_login_idx" ON "app"."server_grants" USING btree ("account_id","server_id","login");--> statement-breakpoint
CREATE INDEX "server_grants_account_id_sub_account_id_idx" ON "app"."server_grants" USING btree ("account_id","sub_account_id");--> statement-breakpoint
CREATE INDEX "server_grants_account_id_group_id_idx" ON "app"."server_grants" USING btree ("account_id","group_id");--> statement-breakpoint
CREATE UNIQUE INDEX "servers_account_id_name_idx" ON "app"."servers" USING btree ("account_id","name" collate "C");--> statement-breakpoint
CREATE INDEX "servers_managed_by_created_at_idx" ON "app"."servers" USING btree ("managed_by","created_at","id");--> statement-breakpoint
ALTER TABLE "app"."notifications" ADD CONSTRAINT "notifications_kind_check" CHECK ("app"."notifications"."kind" in ('new-device', 'password-changed', 'factors-changed', 'sign-in-locked', 'sessions-ended', 'access-key-made', 'ssh-key-expiring', 'verification-approved', 'verification-rejected'));