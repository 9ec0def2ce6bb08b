-- A limit begins with what its window has spent already, read from the sums: charges of a long window are too many to add
-- up while the books are held. The account's hour is a sum as well; a sub-account's are the charges of that hour. What
-- was consumed after the window is the next one's.
create or replace function billing.set_limit(p_id uuid, p_sub uuid, p_per text, p_soft bigint, p_hard bigint, p_stops text, p_now timestamptz) returns uuid
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
  insert into app.spend_limits as l (account_id, id, sub_account_id, per, soft, hard, stops) values (acc, p_id, p_sub, p_per, p_soft, p_hard, p_stops)
    on conflict (account_id, sub_account_id, per) do update set soft = excluded.soft, hard = excluded.hard, stops = excluded.stops
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
