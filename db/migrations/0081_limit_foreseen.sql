-- A limit that will be passed before its window ends is told while there is time, once for each amount.
ALTER TABLE "app"."notifications" DROP CONSTRAINT "notifications_kind_check";--> statement-breakpoint
ALTER TABLE "app"."limit_usages" ADD COLUMN "foretold" bigint;--> statement-breakpoint
ALTER TABLE "app"."notifications" ADD CONSTRAINT "notifications_kind_check" CHECK ("app"."notifications"."kind" in ('new-device', 'password-changed', 'factors-changed', 'sign-in-locked', 'sessions-ended', 'access-key-made', 'ssh-key-expiring', 'verification-approved', 'verification-rejected', 'spend-limit', 'spend-forecast', 'wallet-state'));--> statement-breakpoint
-- People are told once in a window that an amount will be passed before its end. False where they were told already.
create function billing.mark_limit_foretold(p_limit uuid, p_window timestamptz, p_amount bigint) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
begin
  perform billing.require_actor('worker', 'operator');
  update app.limit_usages set foretold = p_amount
    where account_id = acc and limit_id = p_limit and window_start = p_window and foretold is distinct from p_amount;
  return found;
end $$;
--> statement-breakpoint
grant execute on function billing.mark_limit_foretold to espalier_app;
