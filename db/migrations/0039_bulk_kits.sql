-- What a bulk run makes for people lies sealed with its rows until it is handed over.
ALTER TABLE "app"."bulk_rows" ADD COLUMN "sealed_kit" "bytea";