-- People are told of each level of a low or an empty wallet once while it stays so, and at most once a day.
ALTER TABLE "app"."books" ADD COLUMN "wallet_told" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
-- The first level is the one to tell of; the others are less and count as told with it. False where it was told already.
create function billing.mark_wallet_told(p_levels jsonb, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
begin
  perform billing.require_actor('worker', 'operator');
  update app.books b
    set wallet_told = b.wallet_told || (select jsonb_object_agg(level, p_now) from jsonb_array_elements_text(p_levels) level)
    where b.account_id = acc
      and (b.wallet_told ->> (p_levels ->> 0) is null
        or ((b.wallet_told ->> (p_levels ->> 0))::timestamptz < b.wallet_state_since
          and (b.wallet_told ->> (p_levels ->> 0))::timestamptz <= p_now - interval '1 day'));
  return found;
end $$;
--> statement-breakpoint
grant execute on function billing.mark_wallet_told to espalier_app;
