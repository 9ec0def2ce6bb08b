-- Fees that come back each month (decision 0144): what a SKU may be, which fees run, and which months were charged.
CREATE TABLE "app"."fee_charges" (
	"account_id" uuid NOT NULL,
	"fee_id" uuid NOT NULL,
	"month" date NOT NULL,
	"bill" date NOT NULL,
	"charge_id" bigint NOT NULL,
	"start_at" timestamp with time zone NOT NULL,
	"cost" bigint NOT NULL,
	CONSTRAINT "fee_charges_account_id_fee_id_month_pk" PRIMARY KEY("account_id","fee_id","month")
);
--> statement-breakpoint
CREATE TABLE "app"."recurring_fees" (
	"account_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"sub_account_id" uuid,
	"sku_price_id" integer NOT NULL,
	"quantity" numeric(38, 12) NOT NULL,
	"first_month" date NOT NULL,
	"last_month" date,
	"note" text DEFAULT '' NOT NULL,
	"given_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"cancelled_at" timestamp with time zone,
	"cancelled_by" text,
	CONSTRAINT "recurring_fees_account_id_id_pk" PRIMARY KEY("account_id","id"),
	CONSTRAINT "recurring_fees_quantity_check" CHECK ("app"."recurring_fees"."quantity" > 0),
	CONSTRAINT "recurring_fees_months_check" CHECK (extract(day from "app"."recurring_fees"."first_month") = 1 and extract(day from coalesce("app"."recurring_fees"."last_month", "app"."recurring_fees"."first_month")) = 1
        and ("app"."recurring_fees"."last_month" >= "app"."recurring_fees"."first_month" or "app"."recurring_fees"."cancelled_at" is not null or "app"."recurring_fees"."last_month" is null)),
	CONSTRAINT "recurring_fees_cancelled_check" CHECK (("app"."recurring_fees"."cancelled_at" is null) = ("app"."recurring_fees"."cancelled_by" is null))
);
--> statement-breakpoint
ALTER TABLE "app"."skus" ADD COLUMN "recurring" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."fee_charges" ADD CONSTRAINT "fee_charges_account_id_fee_id_recurring_fees_account_id_id_fk" FOREIGN KEY ("account_id","fee_id") REFERENCES "app"."recurring_fees"("account_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "app"."recurring_fees" ADD CONSTRAINT "recurring_fees_account_id_books_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "app"."books"("account_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "fee_charges_account_id_start_at_idx" ON "app"."fee_charges" USING btree ("account_id","start_at");