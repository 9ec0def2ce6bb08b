-- Keys of platform services, kept as hashes.
CREATE TABLE "app"."service_keys" (
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"services" jsonb NOT NULL,
	"scopes" jsonb NOT NULL,
	"token_hash" text NOT NULL,
	"last_four" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"last_used_ip" text DEFAULT '' NOT NULL,
	"revoked_at" timestamp with time zone,
	"revoked_by" text DEFAULT '' NOT NULL,
	"reveal_sealed" "bytea",
	"reveal_session_id" uuid,
	"reveal_until" timestamp with time zone,
	"reveal_request_id" text,
	CONSTRAINT "service_keys_id_pk" PRIMARY KEY("id")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "service_keys_name_idx" ON "app"."service_keys" USING btree ("name");--> statement-breakpoint
CREATE INDEX "service_keys_token_hash_idx" ON "app"."service_keys" USING btree ("token_hash");