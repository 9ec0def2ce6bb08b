-- A transaction opens its context with one statement, where it took six and more, and a top-up is posted with four. What
-- is checked and refused stays as it was; decision 0078.
create or replace function auth.enter(scope text, account uuid, sub uuid, actor text, epoch bigint, expires bigint, proof text)
returns void language plpgsql security definer set search_path = pg_catalog as $$
declare
  sealed text;
begin
  if coalesce(current_setting('espalier.ctx', true), '') <> '' then
    raise 'context already set' using errcode = '42501';
  end if;
  select set_config('espalier.ctx', m || '|' || encode(sha256(s.opad || sha256(s.ipad || convert_to(m, 'UTF8'))), 'hex'), true) into sealed
  from auth.seal s,
    concat_ws('|', 'enter', scope, coalesce(account::text, ''), coalesce(sub::text, ''), actor, coalesce(epoch::text, ''), expires) as said,
    concat_ws('|', scope, coalesce(account::text, ''), coalesce(sub::text, ''), actor, pg_backend_pid(), extract(epoch from now())) as m
  where expires >= extract(epoch from clock_timestamp())
    and proof = encode(sha256(s.opad || sha256(s.ipad || convert_to(said, 'UTF8'))), 'hex');
  if sealed is null then raise 'not proved' using errcode = '42501'; end if;
  -- One condition within the other: a query in a condition is run whether or not what stands before it holds.
  if epoch is not null then
    if exists (select from app.accounts a where a.account_id = account and a.authority_epoch <> epoch) then
      raise 'authority changed' using errcode = '40001';
    end if;
  end if;
  if actor like 'sub-account:%' then
    if not exists (
      select from app.sub_accounts s
      where s.account_id = account and s.id = split_part(actor, ':', 2)::uuid and s.state = 'active'
    ) then
      raise 'sub-account is not active' using errcode = '40001';
    end if;
  elsif actor like 'access-key:%' then
    if not exists (
      select from app.access_keys k
      left join app.sub_accounts s on s.account_id = k.account_id and s.id = k.sub_account_id
      where k.account_id = account and k.id = split_part(actor, ':', 2) and k.state = 'active'
        and (k.sub_account_id is null or s.state = 'active')
    ) then
      raise 'access key is not active' using errcode = '40001';
    end if;
  end if;
end $$;
--> statement-breakpoint
-- The account that may be posted to: the sealed context's, and only for whoever acts for the whole account. `app.ctx`
-- refuses a context that is not what was sealed, so the rest of it is read as it stands.
create or replace function billing.posting_account() returns uuid language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := app.ctx(2)::uuid;
begin
  if split_part(current_setting('espalier.ctx', true), '|', 1) is distinct from 'account' then
    raise 'money is posted in the scope of an account' using errcode = '42501';
  end if;
  return acc;
end $$;
--> statement-breakpoint
-- Credits the wallet. A reference counts once for ever: told again with its amount it changes nothing and says so.
create or replace function billing.top_up(p_id uuid, p_amount bigint, p_reference text, p_note text, p_by text, p_now timestamptz)
returns table (id uuid, repeated boolean) language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  acc uuid := app.ctx(2)::uuid;
  said text := current_setting('espalier.ctx', true);   -- `app.ctx` has refused it unless it is what was sealed
  wallet record;
  seen app.top_ups;
  owed boolean;
begin
  if split_part(said, '|', 1) is distinct from 'account' then
    raise 'money is posted in the scope of an account' using errcode = '42501';
  end if;
  if split_part(split_part(said, '|', 4), ':', 1) <> 'operator' then
    raise 'this actor posts no such thing' using errcode = '42501';
  end if;
  select w.id, f.id as funding, w.seq + 1 as seq, w.credits_posted - w.debits_posted + p_amount as balance,
    greatest(p_now, w.last_posted_at) as at, b.time_zone into wallet   -- a statement never goes back in time
  from app.ledger_accounts w
  join app.ledger_accounts f on f.account_id = w.account_id and f.kind = 'funding' and f.sub_account_id is null
  join app.books b on b.account_id = w.account_id
  where w.account_id = acc and w.kind = 'wallet' and w.sub_account_id is null for no key update of w;
  if not found then raise 'no_books' using errcode = 'EB404'; end if;
  insert into app.top_ups (account_id, id, amount, reference, note, credited_by, created_at)
    values (acc, p_id, p_amount, p_reference, p_note, p_by, p_now) on conflict (account_id, reference) do nothing;
  if not found then
    select * into strict seen from app.top_ups t where t.account_id = acc and t.reference = p_reference;
    if seen.amount <> p_amount then raise 'duplicate_reference' using errcode = 'EB409'; end if;
    return query select seen.id, true;
    return;
  end if;
  -- Whoever holds the wallet's lock holds the funding's as well.
  update app.ledger_accounts a set seq = a.seq + 1, last_posted_at = wallet.at,
      credits_posted = a.credits_posted + case when a.id = wallet.id then p_amount else 0 end,
      debits_posted = a.debits_posted + case when a.id = wallet.id then 0 else p_amount end
    where a.account_id = acc and a.id in (wallet.id, wallet.funding);
  insert into app.transfers (account_id, period, posted_at, kind, debit_id, credit_id, amount, wallet_seq, wallet_balance, top_up_id)
    values (acc, billing.month_of(wallet.at, wallet.time_zone), wallet.at, 'top-up', wallet.funding, wallet.id, p_amount,
      wallet.seq, wallet.balance, p_id)
    returning exists (select from app.ledger_accounts r
      where r.account_id = acc and r.kind = 'receivable' and r.debits_posted > r.credits_posted) into owed;
  if owed then perform billing.collect_receivables(acc, p_id, p_now); end if;
  id := p_id;
  repeated := false;
  return next;
end $$;
