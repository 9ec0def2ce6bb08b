-- What services run for sub-accounts, what is decided about it, and who is told of it.
CREATE TABLE "app"."resource_events" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"resource_id" uuid NOT NULL,
	"sub_account_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"epoch" bigint DEFAULT 0 NOT NULL,
	"by" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	CONSTRAINT "resource_events_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "resource_events_kind_check" CHECK ("app"."resource_events"."kind" in ('registered', 'changed', 'retired', 'suspended', 'resumed', 'enforced')),
	CONSTRAINT "resource_events_state_check" CHECK ("app"."resource_events"."state" in ('pending', 'running', 'stopped', 'failed', 'retired'))
);
--> statement-breakpoint
CREATE TABLE "app"."resources" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"sub_account_id" uuid NOT NULL,
	"arn" text NOT NULL,
	"service" text NOT NULL,
	"region" text NOT NULL,
	"type" text NOT NULL,
	"name" text NOT NULL,
	"state" text NOT NULL,
	"state_since" timestamp with time zone NOT NULL,
	"labels" jsonb NOT NULL,
	"version" bigint NOT NULL,
	"enforced_epoch" bigint DEFAULT 0 NOT NULL,
	"enforced_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"reported_at" timestamp with time zone NOT NULL,
	CONSTRAINT "resources_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "resources_state_check" CHECK ("app"."resources"."state" in ('pending', 'running', 'stopped', 'failed', 'retired'))
);
--> statement-breakpoint
CREATE TABLE "app"."service_endpoints" (
	"id" uuid NOT NULL,
	"url" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"events" jsonb NOT NULL,
	"paused" boolean DEFAULT false NOT NULL,
	"healthy" boolean,
	"secret_sealed" "bytea" NOT NULL,
	"former_secret_sealed" "bytea",
	"former_secret_until" timestamp with time zone,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"name" text NOT NULL,
	"is_private" boolean DEFAULT false NOT NULL,
	CONSTRAINT "service_endpoints_id_pk" PRIMARY KEY("id")
);
--> statement-breakpoint
CREATE TABLE "app"."webhook_deliveries" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"event_id" uuid NOT NULL,
	"endpoint_id" uuid NOT NULL,
	"to_service" boolean NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"log" jsonb NOT NULL,
	"next_attempt_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "webhook_deliveries_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "webhook_deliveries_state_check" CHECK ("app"."webhook_deliveries"."state" in ('waiting', 'delivered', 'dead'))
);
--> statement-breakpoint
CREATE TABLE "app"."webhook_endpoints" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"url" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"events" jsonb NOT NULL,
	"paused" boolean DEFAULT false NOT NULL,
	"healthy" boolean,
	"secret_sealed" "bytea" NOT NULL,
	"former_secret_sealed" "bytea",
	"former_secret_until" timestamp with time zone,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "webhook_endpoints_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
CREATE TABLE "app"."webhook_events" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"sub_account_id" uuid,
	"type" text NOT NULL,
	"payload" jsonb NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	CONSTRAINT "webhook_events_account_id_id_pk" PRIMARY KEY("account_id","id")
);
--> statement-breakpoint
CREATE TABLE "app"."workspace_orders" (
	"account_id" uuid NOT NULL,
	"sub_account_id" uuid NOT NULL,
	"epoch" bigint NOT NULL,
	"decided" text NOT NULL,
	"reasons" jsonb NOT NULL,
	"decided_at" timestamp with time zone NOT NULL,
	CONSTRAINT "workspace_orders_account_id_sub_account_id_pk" PRIMARY KEY("account_id","sub_account_id"),
	CONSTRAINT "workspace_orders_decided_check" CHECK ("app"."workspace_orders"."decided" in ('running', 'suspended'))
);
--> statement-breakpoint
ALTER TABLE "app"."resource_events" ADD CONSTRAINT "resource_events_account_id_resource_id_resources_account_id_id_fk" FOREIGN KEY ("account_id","resource_id") REFERENCES "app"."resources"("account_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."resources" ADD CONSTRAINT "resources_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "app"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."resources" ADD CONSTRAINT "resources_account_id_sub_account_id_sub_accounts_account_id_id_fk" FOREIGN KEY ("account_id","sub_account_id") REFERENCES "app"."sub_accounts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."webhook_deliveries" ADD CONSTRAINT "webhook_deliveries_account_id_event_id_webhook_events_account_id_id_fk" FOREIGN KEY ("account_id","event_id") REFERENCES "app"."webhook_events"("account_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."webhook_endpoints" ADD CONSTRAINT "webhook_endpoints_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "app"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."webhook_events" ADD CONSTRAINT "webhook_events_account_id_accounts_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "app"."accounts"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."workspace_orders" ADD CONSTRAINT "workspace_orders_account_id_sub_account_id_sub_accounts_account_id_id_fk" FOREIGN KEY ("account_id","sub_account_id") REFERENCES "app"."sub_accounts"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "resource_events_account_id_resource_id_idx" ON "app"."resource_events" USING btree ("account_id","resource_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "resources_account_id_arn_idx" ON "app"."resources" USING btree ("account_id","arn");--> statement-breakpoint
CREATE INDEX "resources_account_id_created_at_idx" ON "app"."resources" USING btree ("account_id","created_at","id") WHERE state <> 'retired';--> statement-breakpoint
CREATE INDEX "resources_account_id_sub_account_id_created_at_idx" ON "app"."resources" USING btree ("account_id","sub_account_id","created_at","id");--> statement-breakpoint
CREATE INDEX "resources_account_id_service_created_at_idx" ON "app"."resources" USING btree ("account_id","service","created_at","id");--> statement-breakpoint
CREATE INDEX "resources_account_id_state_created_at_idx" ON "app"."resources" USING btree ("account_id","state","created_at","id");--> statement-breakpoint
CREATE UNIQUE INDEX "service_endpoints_name_idx" ON "app"."service_endpoints" USING btree ("name");--> statement-breakpoint
CREATE UNIQUE INDEX "webhook_deliveries_account_id_event_id_endpoint_id_idx" ON "app"."webhook_deliveries" USING btree ("account_id","event_id","endpoint_id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_account_id_endpoint_id_idx" ON "app"."webhook_deliveries" USING btree ("account_id","endpoint_id","created_at","id");--> statement-breakpoint
CREATE INDEX "webhook_deliveries_endpoint_id_idx" ON "app"."webhook_deliveries" USING btree ("endpoint_id","created_at","id");--> statement-breakpoint
CREATE INDEX "webhook_events_account_id_occurred_at_idx" ON "app"."webhook_events" USING btree ("account_id","occurred_at");--> statement-breakpoint
CREATE INDEX "charges_account_id_resource_id_idx" ON "app"."charges" USING btree ("account_id","resource_id");