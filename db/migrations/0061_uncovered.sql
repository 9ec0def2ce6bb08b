-- A statement says what of a month its account could not pay at once; a sub-account may see that of itself and no transfer.
ALTER TABLE "app"."spend_months" ADD COLUMN "uncovered" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
-- Under FORCE the owner too needs a context to see a row; taken back, because each migration has its own.
select auth.enter_maintenance();
--> statement-breakpoint
update app.spend_months m set uncovered = o.amount
  from (select account_id, charge_period, sub_account_id, sum(amount) as amount from app.transfers
        where kind = 'overage' group by 1, 2, 3) o
  where m.account_id = o.account_id and m.period = o.charge_period and m.sub_account_id is not distinct from o.sub_account_id;
--> statement-breakpoint
select set_config('espalier.ctx', '', true);
--> statement-breakpoint
-- Turns what the open settlement owes into transfers, and says of each month what the wallet did not cover.
create or replace function billing.settle(p_now timestamptz) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := billing.posting_account();
  b app.books;
  w app.ledger_accounts;
  no bigint;
  at timestamptz;
  spare bigint;
  moved record;
begin
  perform billing.require_actor('operator', 'worker');
  b := billing.lock_books(acc);
  no := b.open_settlement;
  if not exists (select from app.settlement_lines where account_id = acc and settlement_no = no) then return null; end if;
  update app.books set open_settlement = no + 1, settled_at = p_now where account_id = acc;
  insert into app.ledger_accounts (account_id, kind, sub_account_id)
    select distinct acc, k, l.sub_account_id from app.settlement_lines l, unnest(array['revenue', 'receivable']) k
    where l.account_id = acc and l.settlement_no = no on conflict do nothing;
  update app.ledger_accounts a
    set credits_posted = credits_posted + s.up, debits_posted = debits_posted + s.down, seq = seq + s.n
    from (select sub_account_id, sum(greatest(amount, 0)) up, sum(greatest(-amount, 0)) down, count(*) n
          from app.settlement_lines where account_id = acc and settlement_no = no group by 1) s
    where a.account_id = acc and a.kind = 'revenue' and a.sub_account_id is not distinct from s.sub_account_id;
  w := billing.lock_wallet(acc);
  at := greatest(p_now, w.last_posted_at);
  spare := w.credits_posted - w.debits_posted + w.overdraft;
  with l as (
    select sub_account_id, charge_period, amount,
      row_number() over (order by amount > 0, charge_period, sub_account_id) as rn
    from app.settlement_lines where account_id = acc and settlement_no = no and amount <> 0
  ), s as (
    select l.*, sum(greatest(-amount, 0)) over () as given_back, sum(greatest(amount, 0)) over (order by rn) as due_upto from l
  ), p as (
    select s.*, case when amount > 0 then least(amount, greatest(0, spare + given_back - (due_upto - amount))) end::bigint as paid,
      v.id as revenue, q.id as receivable
    from s
    join app.ledger_accounts v on v.account_id = acc and v.kind = 'revenue' and v.sub_account_id is not distinct from s.sub_account_id
    join app.ledger_accounts q on q.account_id = acc and q.kind = 'receivable' and q.sub_account_id is not distinct from s.sub_account_id
  ), leg as (
    select rn, 1 as leg, sub_account_id, charge_period, 'refund' as kind, revenue as debit_id, w.id as credit_id,
      -amount as amount, -amount as delta from p where amount < 0
    union all select rn, 1, sub_account_id, charge_period, 'usage', w.id, revenue, paid, -paid from p where paid > 0
    union all select rn, 2, sub_account_id, charge_period, 'overage', receivable, revenue, amount - paid, 0 from p where amount > paid
  ), booked as (
    insert into app.transfers (account_id, period, posted_at, kind, debit_id, credit_id, amount, sub_account_id, charge_period,
      settlement_no, wallet_seq, wallet_balance)
    select acc, billing.month_of(at, b.time_zone), at, kind, debit_id, credit_id, amount, sub_account_id, charge_period, no,
      case when delta <> 0 then w.seq + count(*) filter (where delta <> 0) over o end,
      case when delta <> 0 then w.credits_posted - w.debits_posted + sum(delta) over o end
    from leg window o as (order by rn, leg) order by rn, leg
    returning kind, debit_id, amount, charge_period, sub_account_id
  ), owing as (
    update app.ledger_accounts a set debits_posted = debits_posted + o.amount, seq = seq + o.n
    from (select debit_id, sum(amount) amount, count(*) n from booked where kind = 'overage' group by 1) o
    where a.account_id = acc and a.id = o.debit_id
  ), told as (
    update app.spend_months m set uncovered = m.uncovered + o.amount from booked o
    where o.kind = 'overage' and m.account_id = acc and m.period = o.charge_period and m.sub_account_id is not distinct from o.sub_account_id
  )
  select coalesce(sum(amount) filter (where kind = 'usage'), 0) as debit,
         coalesce(sum(amount) filter (where kind = 'refund'), 0) as credit,
         count(*) filter (where kind <> 'overage') as n into moved from booked;
  update app.ledger_accounts a set debits_posted = debits_posted + moved.debit, credits_posted = credits_posted + moved.credit,
    seq = seq + moved.n, last_posted_at = at where a.account_id = acc and a.id = w.id;
  update app.settlement_lines set settled_at = at where account_id = acc and settlement_no = no;
  perform billing.collect_receivables(acc, null, p_now);
  return no;
end $$;
