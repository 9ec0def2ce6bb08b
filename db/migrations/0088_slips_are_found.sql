-- Whether a payment or its slip was told of twice is asked of every account's top-ups: by an index, and not by reading them all.
ALTER TABLE "app"."top_ups" ADD COLUMN "reference_key" text GENERATED ALWAYS AS (coalesce(nullif(lower(regexp_replace(reference, '[[:space:][:punct:]]', '', 'g')), ''), reference)) STORED;--> statement-breakpoint
CREATE INDEX "top_up_evidence_sha256_idx" ON "app"."top_up_evidence" USING btree ("sha256");--> statement-breakpoint
CREATE INDEX "top_ups_reference_key_idx" ON "app"."top_ups" USING btree ("reference_key");