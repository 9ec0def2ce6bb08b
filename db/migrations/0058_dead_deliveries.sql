-- What a receiver never took is found without reading all that it took. Way back: drop the index.
CREATE INDEX "webhook_deliveries_dead_idx" ON "app"."webhook_deliveries" USING btree ("endpoint_id","account_id") WHERE state = 'dead';
