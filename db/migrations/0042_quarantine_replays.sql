-- Says of a quarantined event when a replay was last tried in vain.
ALTER TABLE "app"."quarantined_events" ADD COLUMN "tried_at" timestamp with time zone;