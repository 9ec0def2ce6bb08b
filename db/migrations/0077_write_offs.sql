-- A debt can be given up, by two operators: from write_off to what is owed. Decision 0134.
ALTER TABLE "app"."approvals" DROP CONSTRAINT "approvals_reason_code_check";--> statement-breakpoint
ALTER TABLE "app"."approvals" DROP CONSTRAINT "approvals_charge_check";--> statement-breakpoint
ALTER TABLE "app"."ledger_accounts" DROP CONSTRAINT "ledger_accounts_kind_check";--> statement-breakpoint
ALTER TABLE "app"."transfers" DROP CONSTRAINT "transfers_kind_check";--> statement-breakpoint
ALTER TABLE "app"."wallet_acts" DROP CONSTRAINT "wallet_acts_kind_check";--> statement-breakpoint
ALTER TABLE "app"."approvals" ADD COLUMN "kind" text DEFAULT 'goodwill' NOT NULL;--> statement-breakpoint
ALTER TABLE "app"."approvals" ADD CONSTRAINT "approvals_kind_check" CHECK ("app"."approvals"."kind" in ('goodwill', 'write-off'));--> statement-breakpoint
ALTER TABLE "app"."approvals" ADD CONSTRAINT "approvals_reason_code_check" CHECK ("app"."approvals"."reason_code" in ('outage', 'billing-error', 'support', 'commercial', 'other', 'uncollectible'));--> statement-breakpoint
ALTER TABLE "app"."approvals" ADD CONSTRAINT "approvals_charge_check" CHECK ("app"."approvals"."state" <> 'approved' or "app"."approvals"."kind" <> 'goodwill' or "app"."approvals"."charge_id" is not null);--> statement-breakpoint
ALTER TABLE "app"."ledger_accounts" ADD CONSTRAINT "ledger_accounts_kind_check" CHECK ("app"."ledger_accounts"."kind" in ('wallet', 'funding', 'revenue', 'receivable', 'write-off'));--> statement-breakpoint
ALTER TABLE "app"."transfers" ADD CONSTRAINT "transfers_kind_check" CHECK ("kind" in ('top-up', 'top-up-reversal', 'usage', 'overage', 'refund', 'collection', 'payout', 'write-off'));--> statement-breakpoint
ALTER TABLE "app"."wallet_acts" ADD CONSTRAINT "wallet_acts_kind_check" CHECK ("app"."wallet_acts"."kind" in ('adjustment', 'payout', 'write-off'));
--> statement-breakpoint
-- What usage of a sub-account was not covered by the wallet, or (null) the account owes for a credit taken back. The caller holds the books.
create function billing.owed_by(acc uuid, p_sub uuid) returns bigint language sql set search_path = pg_catalog, pg_temp as $$
  select coalesce(sum(debits_posted - credits_posted), 0)::bigint from app.ledger_accounts
    where account_id = acc and kind = 'receivable' and sub_account_id is not distinct from p_sub
$$;
--> statement-breakpoint
drop function billing.ask_approval(uuid, uuid, bigint, text, text, text, text, timestamptz, timestamptz);
--> statement-breakpoint
-- Asks for what takes two. Told again with the same content it answers the first; other content under its reference is refused.
create function billing.ask_approval(p_kind text, p_id uuid, p_sub uuid, p_amount bigint, p_reference text, p_reason_code text, p_reason text,
  p_by text, p_now timestamptz, p_expires timestamptz)
returns table (id uuid, fresh boolean) language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  operator uuid := billing.named_operator();
  seen app.approvals;
begin
  if p_amount = 0 or (p_kind = 'goodwill') <> (p_amount < 0) then raise 'goodwill is below zero, a debt above' using errcode = '22023'; end if;
  perform billing.lock_books(acc);
  update app.approvals a set state = 'expired'
    where a.account_id = acc and a.reference = p_reference and a.state = 'open' and a.expires_at <= p_now;
  select * into seen from app.approvals a
    where a.account_id = acc and a.reference = p_reference and a.state in ('open', 'approved');
  if found then
    if (seen.kind, seen.amount, seen.reason_code, seen.reason) <> (p_kind, p_amount, p_reason_code, p_reason)
       or seen.sub_account_id is distinct from p_sub then
      raise 'duplicate_reference' using errcode = 'EB409';
    end if;
    return query select seen.id, false;
    return;
  end if;
  if exists (select from app.wallet_acts w where w.account_id = acc and w.reference = p_reference) then
    raise 'duplicate_reference' using errcode = 'EB409';
  end if;
  if p_kind = 'write-off' and billing.owed_by(acc, p_sub) < p_amount then raise 'less_owed' using errcode = 'EB409'; end if;
  insert into app.approvals (account_id, kind, id, amount, sub_account_id, reference, reason_code, reason, requested_by_id, requested_by,
    requested_at, expires_at)
    values (acc, p_kind, p_id, p_amount, p_sub, p_reference, p_reason_code, p_reason, operator, p_by, p_now, p_expires);
  return query select p_id, true;
end $$;
--> statement-breakpoint
-- The second operator agrees. Goodwill becomes a charge: on the bill of the day it was asked for while that month takes
-- charges, otherwise on the open one. A debt is given up where as much of it is still owed.
create or replace function billing.approve(p_id uuid, p_by text, p_now timestamptz) returns app.approvals
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  operator uuid := billing.named_operator();
  b app.books := billing.lock_books(acc);
  a app.approvals := billing.lock_open_approval(acc, p_id, p_now);
  bill date;
  at timestamptz := a.requested_at;
  ids bigint[];
  posted bigint;
begin
  if a.requested_by_id = operator then raise 'own_approval' using errcode = 'EB403'; end if;
  if not billing.claim_reference(acc, a.reference, case a.kind when 'goodwill' then 'adjustment' else a.kind end, a.amount, a.sub_account_id, a.reason,
    concat_ws(', ', a.requested_by, p_by), p_now) then
    raise 'duplicate_reference' using errcode = 'EB409';
  end if;
  if a.kind = 'write-off' then
    if billing.owed_by(acc, a.sub_account_id) < a.amount then raise 'less_owed' using errcode = 'EB409'; end if;
    perform billing.lock_wallet(acc);
    posted := billing.post(acc, 'write-off', billing.ledger_account_of(acc, 'write-off', null),
      billing.ledger_account_of(acc, 'receivable', a.sub_account_id), a.amount, a.sub_account_id, null, p_now);
    update app.wallet_acts w set posted_id = posted where w.account_id = acc and w.reference = a.reference;
    update app.approvals t set state = 'approved', decided_by_id = operator, decided_by = p_by, decided_at = p_now
      where t.account_id = acc and t.id = p_id returning * into a;
    return a;
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
grant execute on function billing.ask_approval to espalier_app;
