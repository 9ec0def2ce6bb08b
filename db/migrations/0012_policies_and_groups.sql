-- Custom policies with versions, groups, and what is attached to either; attachments until now are of system policies.
CREATE TABLE "app"."group_members" (
	"account_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"sub_account_id" uuid NOT NULL,
	"joined_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "group_members_account_id_group_id_sub_account_id_pk" PRIMARY KEY("account_id","group_id","sub_account_id")
);
--> statement-breakpoint
CREATE TABLE "app"."group_policy_attachments" (
	"account_id" uuid NOT NULL,
	"group_id" uuid NOT NULL,
	"policy_type" text NOT NULL,
	"policy_name" text NOT NULL,
	"policy_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "group_policy_attachments_pk" PRIMARY KEY("account_id","group_id","policy_type","policy_name"),
	CONSTRAINT "group_policy_attachments_policy_type_check" CHECK ("app"."group_policy_attachments"."policy_type" in ('Custom', 'System')),
	CONSTRAINT "group_policy_attachments_policy_id_check" CHECK (("app"."group_policy_attachments"."policy_type" = 'Custom') = ("app"."group_policy_attachments"."policy_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "app"."groups" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"display_name" text DEFAULT '' NOT NULL,
	"comments" text DEFAULT '' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "groups_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
CREATE TABLE "app"."policies" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"default_version" integer DEFAULT 1 NOT NULL,
	"latest_version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "policies_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
CREATE TABLE "app"."policy_versions" (
	"account_id" uuid NOT NULL,
	"policy_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"document" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "policy_versions_account_id_policy_id_version_pk" PRIMARY KEY("account_id","policy_id","version")
);
--> statement-breakpoint
ALTER TABLE "app"."policy_attachments" DROP CONSTRAINT "policy_attachments_account_id_sub_account_id_policy_name_pk";--> statement-breakpoint
ALTER TABLE "app"."policy_attachments" ADD COLUMN "policy_type" text DEFAULT 'System' NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."policy_attachments" ADD COLUMN "policy_id" uuid;--> statement-breakpoint
ALTER TABLE "app"."policy_attachments" ADD CONSTRAINT "policy_attachments_pk" PRIMARY KEY("account_id","sub_account_id","policy_type","policy_name");--> statement-breakpoint
ALTER TABLE "app"."group_members" ADD CONSTRAINT "group_members_account_id_group_id_groups_account_id_id_fk" FOREIGN KEY ("account_id","group_id") REFERENCES "app"."groups"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."group_members" ADD CONSTRAINT "group_members_account_id_sub_account_id_sub_accounts_account_id_id_fk" FOREIGN KEY ("account_id","sub_account_id") REFERENCES "app"."sub_accounts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."group_policy_attachments" ADD CONSTRAINT "group_policy_attachments_account_id_group_id_groups_account_id_id_fk" FOREIGN KEY ("account_id","group_id") REFERENCES "app"."groups"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."group_policy_attachments" ADD CONSTRAINT "group_policy_attachments_account_id_policy_id_policies_account_id_id_fk" FOREIGN KEY ("account_id","policy_id") REFERENCES "app"."policies"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."groups" ADD CONSTRAINT "groups_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "app"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."policies" ADD CONSTRAINT "policies_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "app"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."policy_versions" ADD CONSTRAINT "policy_versions_account_id_policy_id_policies_account_id_id_fk" FOREIGN KEY ("account_id","policy_id") REFERENCES "app"."policies"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "group_members_account_id_sub_account_id_idx" ON "app"."group_members" USING btree ("account_id","sub_account_id");--> statement-breakpoint
CREATE INDEX "group_policy_attachments_account_id_policy_idx" ON "app"."group_policy_attachments" USING btree ("account_id","policy_type","policy_name");--> statement-breakpoint
CREATE UNIQUE INDEX "groups_account_id_name_idx" ON "app"."groups" USING btree ("account_id","name" collate "C");--> statement-breakpoint
CREATE UNIQUE INDEX "policies_account_id_name_idx" ON "app"."policies" USING btree ("account_id","name" collate "C");--> statement-breakpoint
ALTER TABLE "app"."policy_attachments" ADD CONSTRAINT "policy_attachments_account_id_policy_id_policies_account_id_id_fk" FOREIGN KEY ("account_id","policy_id") REFERENCES "app"."policies"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "policy_attachments_account_id_policy_idx" ON "app"."policy_attachments" USING btree ("account_id","policy_type","policy_name");--> statement-breakpoint
ALTER TABLE "app"."policy_attachments" ADD CONSTRAINT "policy_attachments_policy_type_check" CHECK ("app"."policy_attachments"."policy_type" in ('Custom', 'System'));--> statement-breakpoint
ALTER TABLE "app"."policy_attachments" ADD CONSTRAINT "policy_attachments_policy_id_check" CHECK (("app"."policy_attachments"."policy_type" = 'Custom') = ("app"."policy_attachments"."policy_id" is not null));