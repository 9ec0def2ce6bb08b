-- What an account spends by the hour, so that its burn is read and not added up; and when its books were last checked.
CREATE TABLE "app"."spend_hours" (
	"account_id" uuid NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"effective_cost" bigint NOT NULL,
	CONSTRAINT "spend_hours_account_id_hour_pk" PRIMARY KEY("account_id","hour")
);
--> statement-breakpoint
ALTER TABLE "app"."books" ADD COLUMN "checked_at" timestamp with time zone;