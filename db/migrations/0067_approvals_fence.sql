-- Second lock on approvals, from db/schema/classes.ts by db/fence-sql.ts, and the functions that ask and decide: the
-- operators' names are the sealed context's, so that nobody signs for another.
alter table app.approvals enable row level security;
--> statement-breakpoint
alter table app.approvals force row level security;
--> statement-breakpoint
create policy gate on app.approvals as restrictive for all to public
  using ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) in ('platform', 'maintenance')))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.approvals as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.approvals as permissive for insert to espalier_owner
  with check ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.approvals as permissive for update to espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select on app.approvals to espalier_app;
--> statement-breakpoint
-- The operator who acts. Whoever has a shell on the host has no name, and is nobody's second.
create function billing.named_operator() returns uuid language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  actor text := app.ctx(4);
begin
  perform billing.require_actor('operator');
  if actor = 'operator:host' then raise 'nameless_operator' using errcode = 'EB403'; end if;
  return split_part(actor, ':', 2)::uuid;
end $$;
--> statement-breakpoint
-- Asks for goodwill. Told again with the same content it answers the first; other content under its reference is refused.
create function billing.ask_approval(p_id uuid, p_sub uuid, p_amount bigint, p_reference text, p_reason_code text, p_reason text,
  p_by text, p_now timestamptz, p_expires timestamptz)
returns table (id uuid, fresh boolean) language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  operator uuid := billing.named_operator();
  seen app.approvals;
begin
  if p_amount >= 0 then raise 'not goodwill' using errcode = '22023'; end if;
  perform billing.lock_books(acc);
  update app.approvals a set state = 'expired'
    where a.account_id = acc and a.reference = p_reference and a.state = 'open' and a.expires_at <= p_now;
  select * into seen from app.approvals a
    where a.account_id = acc and a.reference = p_reference and a.state in ('open', 'approved');
  if found then
    if (seen.amount, seen.reason_code, seen.reason) <> (p_amount, p_reason_code, p_reason)
       or seen.sub_account_id is distinct from p_sub then
      raise 'duplicate_reference' using errcode = 'EB409';
    end if;
    return query select seen.id, false;
    return;
  end if;
  if exists (select from app.wallet_acts w where w.account_id = acc and w.reference = p_reference) then
    raise 'duplicate_reference' using errcode = 'EB409';
  end if;
  insert into app.approvals (account_id, id, amount, sub_account_id, reference, reason_code, reason, requested_by_id, requested_by,
    requested_at, expires_at)
    values (acc, p_id, p_amount, p_sub, p_reference, p_reason_code, p_reason, operator, p_by, p_now, p_expires);
  return query select p_id, true;
end $$;
--> statement-breakpoint
-- What is still open, locked. The caller holds the books.
create function billing.lock_open_approval(acc uuid, p_id uuid, p_now timestamptz) returns app.approvals
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  a app.approvals;
begin
  select * into a from app.approvals where account_id = acc and id = p_id for update;
  if not found then raise 'no_approval' using errcode = 'EB404'; end if;
  if a.state <> 'open' then raise 'approval_decided' using errcode = 'EB409'; end if;
  if a.expires_at <= p_now then raise 'approval_expired' using errcode = 'EB409'; end if;
  return a;
end $$;
--> statement-breakpoint
-- The second operator agrees, and the charge is written: on the bill of the day it was asked for while that month takes
-- charges, otherwise on the open one.
create function billing.approve(p_id uuid, p_by text, p_now timestamptz) returns app.approvals
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  operator uuid := billing.named_operator();
  b app.books := billing.lock_books(acc);
  a app.approvals := billing.lock_open_approval(acc, p_id, p_now);
  bill date;
  at timestamptz := a.requested_at;
  ids bigint[];
begin
  if a.requested_by_id = operator then raise 'own_approval' using errcode = 'EB403'; end if;
  if not billing.claim_reference(acc, a.reference, 'adjustment', a.amount, a.sub_account_id, a.reason,
    concat_ws(', ', a.requested_by, p_by), p_now) then
    raise 'duplicate_reference' using errcode = 'EB409';
  end if;
  select p.period into bill from app.billing_periods p
    where p.account_id = acc and p.period = billing.month_of(at, b.time_zone) and p.status <> 'closed';
  if not found then
    bill := billing.open_period(b, p_now);
    at := p_now;
  end if;
  ids := billing.post_charges(b, array[(bill, a.sub_account_id, 'Credit', false, null, null, null, null, at,
    at + interval '1 second', null, null, null, a.amount, null, a.reason)::billing.new_charge], p_now);
  update app.wallet_acts w set posted_id = ids[1] where w.account_id = acc and w.reference = a.reference;
  update app.approvals t set state = 'approved', decided_by_id = operator, decided_by = p_by, decided_at = p_now,
    charge_period = bill, charge_id = ids[1] where t.account_id = acc and t.id = p_id returning * into a;
  return a;
end $$;
--> statement-breakpoint
-- Ends it without a charge: another operator rejects it, whoever asked takes it back.
create function billing.decline_approval(p_id uuid, p_state text, p_reason text, p_by text, p_now timestamptz) returns app.approvals
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  operator uuid := billing.named_operator();
  b app.books := billing.lock_books(acc);
  a app.approvals := billing.lock_open_approval(acc, p_id, p_now);
begin
  if p_state not in ('rejected', 'withdrawn') then raise 'not a way to decline' using errcode = '22023'; end if;
  if p_state = 'rejected' and a.requested_by_id = operator then raise 'own_approval' using errcode = 'EB403'; end if;
  if p_state = 'withdrawn' and a.requested_by_id <> operator then raise 'others_approval' using errcode = 'EB403'; end if;
  update app.approvals t set state = p_state, decided_by_id = operator, decided_by = p_by, decided_at = p_now, decision_reason = p_reason
    where t.account_id = acc and t.id = p_id returning * into a;
  return a;
end $$;
--> statement-breakpoint
grant execute on function billing.ask_approval, billing.approve, billing.decline_approval to espalier_app;
