-- What the nightly check of the books found stays with them, and operators may ask when quarantined usage was consumed.
ALTER TABLE "app"."books" ADD COLUMN "broken" text[] DEFAULT '{}' NOT NULL;
--> statement-breakpoint
-- Which invariants did not hold when the books were added up anew.
create function billing.note_check(p_broken text[]) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform billing.require_actor('worker', 'operator');
  update app.books set broken = p_broken where account_id = billing.posting_account() and broken <> p_broken;
end $$;
--> statement-breakpoint
-- After a repair: the worker adds them up anew with its next round, not only next night.
create function billing.check_again() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform billing.require_actor('operator');
  update app.books set checked_at = null where account_id = billing.posting_account();
end $$;
--> statement-breakpoint
grant execute on function billing.check_again, billing.note_check, billing.consumed_at to espalier_app;
