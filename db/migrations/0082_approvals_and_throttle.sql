-- A soft amount may hold back what is new until somebody approves it, and a hard one may slow what runs.
ALTER TABLE "app"."resource_events" DROP CONSTRAINT "resource_events_kind_check";--> statement-breakpoint
ALTER TABLE "app"."workspace_orders" DROP CONSTRAINT "workspace_orders_decided_check";--> statement-breakpoint
ALTER TABLE "app"."limit_usages" ADD COLUMN "approved" bigint;--> statement-breakpoint
ALTER TABLE "app"."spend_limits" ADD COLUMN "on_soft" text DEFAULT 'tell' NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."resource_events" ADD CONSTRAINT "resource_events_kind_check" CHECK ("app"."resource_events"."kind" in ('registered', 'changed', 'retired', 'suspended', 'throttled', 'resumed', 'enforced'));--> statement-breakpoint
ALTER TABLE "app"."spend_limits" ADD CONSTRAINT "spend_limits_on_soft_check" CHECK ("app"."spend_limits"."on_soft" in ('tell', 'ask'));--> statement-breakpoint
ALTER TABLE "app"."spend_limits" ADD CONSTRAINT "spend_limits_stops_check" CHECK ("app"."spend_limits"."stops" in ('new', 'throttle', 'all'));--> statement-breakpoint
ALTER TABLE "app"."workspace_orders" ADD CONSTRAINT "workspace_orders_decided_check" CHECK ("app"."workspace_orders"."decided" in ('running', 'throttled', 'suspended'));--> statement-breakpoint
-- A limit also says what its soft amount does. Otherwise as in 0064.
drop function billing.set_limit(uuid, uuid, text, bigint, bigint, text, timestamptz);
--> statement-breakpoint
create function billing.set_limit(p_id uuid, p_sub uuid, p_per text, p_soft bigint, p_hard bigint, p_on_soft text, p_stops text, p_now timestamptz)
returns uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  b app.books;
  kept uuid;
  start timestamptz;
  first_day date;
  spent bigint;
begin
  b := billing.lock_books(acc);   -- no charge is half counted
  update app.books set policy_epoch = policy_epoch + 1 where account_id = acc;
  insert into app.spend_limits as l (account_id, id, sub_account_id, per, soft, hard, on_soft, stops)
    values (acc, p_id, p_sub, p_per, p_soft, p_hard, p_on_soft, p_stops)
    on conflict (account_id, sub_account_id, per) do update
      set soft = excluded.soft, hard = excluded.hard, on_soft = excluded.on_soft, stops = excluded.stops
    returning id into kept;
  start := billing.window_start(p_per, p_now, b.time_zone);
  if p_per = 'lifetime' then
    select sum(s.effective_cost) into spent from app.spend_months s
      where s.account_id = acc and (p_sub is null or s.sub_account_id = p_sub);
  elsif p_per <> 'hour' then
    first_day := start at time zone b.time_zone;
    -- A charge is on the bill of its own month or, where that is closed, on a later one.
    select sum(s.effective_cost) into spent from app.spend_days s
      where s.account_id = acc and (p_sub is null or s.sub_account_id = p_sub)
        and s.period >= date_trunc('month', first_day::timestamp)::date and s.day >= first_day and s.day < first_day + ('1 ' || p_per)::interval;
  elsif p_sub is null then
    select s.effective_cost into spent from app.spend_hours s where s.account_id = acc and s.hour = start;
  else
    select sum(c.effective_cost) into spent from app.charges c
      where c.account_id = acc and c.sub_account_id = p_sub and c.start_at >= start and c.start_at < start + interval '1 hour';
  end if;
  insert into app.limit_usages (account_id, limit_id, window_start, sub_account_id, spent)
    values (acc, kept, start, p_sub, coalesce(spent, 0)) on conflict (account_id, limit_id, window_start) do nothing;
  return kept;
end $$;
--> statement-breakpoint
create or replace function billing.give_default_limit(p_sub uuid, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  given jsonb;
begin
  select default_limit into given from app.books where account_id = acc;
  if given is null or exists (select from app.spend_limits l
    where l.account_id = acc and l.sub_account_id = p_sub and l.per = given ->> 'per') then
    return false;
  end if;
  perform billing.set_limit(gen_random_uuid(), p_sub, given ->> 'per', (given ->> 'soft')::bigint, (given ->> 'hard')::bigint,
    coalesce(given ->> 'onSoft', 'tell'), given ->> 'stops', p_now);
  return true;
end $$;
--> statement-breakpoint
-- Lets new things begin beyond the soft amount until the window ends; no amount takes that back. False: so it was already.
create function billing.approve_limit(p_id uuid, p_amount bigint, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  b app.books;
  l app.spend_limits;
begin
  b := billing.lock_books(acc);
  select * into l from app.spend_limits s where s.account_id = acc and s.id = p_id;
  if not found then raise 'no_limit' using errcode = 'EB404'; end if;
  insert into app.limit_usages as u (account_id, limit_id, window_start, sub_account_id, spent, approved)
    values (acc, l.id, billing.window_start(l.per, p_now, b.time_zone), l.sub_account_id, 0, p_amount)
    on conflict (account_id, limit_id, window_start) do update set approved = p_amount where u.approved is distinct from p_amount;
  if not found then return false; end if;
  update app.books set policy_epoch = policy_epoch + 1 where account_id = acc;
  return true;
end $$;
--> statement-breakpoint
grant execute on function billing.set_limit, billing.approve_limit to espalier_app;
