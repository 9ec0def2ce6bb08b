-- Many nonces are claimed in one insert that tells which it took; who asked pairs them with the calls.
drop function auth.claim_nonces(text[], text[], timestamptz);
--> statement-breakpoint
-- Spends nonces, each with its key's id at the same place, and answers `<key id> <nonce>` for each that was unspent. In
-- order, so that two transactions that share some wait for each other and never in a circle.
create function auth.claim_nonces(key_ids text[], nonces text[], at timestamptz) returns setof text
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if app.scope() is distinct from 'signers' then
    raise 'no context to claim nonces in' using errcode = '42501';
  end if;
  return query
    insert into auth.signature_nonces as claimed (access_key_id, nonce, used_at)
    select asked.key_id, asked.nonce, at from unnest(key_ids, nonces) asked(key_id, nonce) order by 1, 2
    on conflict do nothing returning claimed.access_key_id || ' ' || claimed.nonce;
end $$;
--> statement-breakpoint
grant execute on function auth.claim_nonces(text[], text[], timestamptz) to espalier_app;
