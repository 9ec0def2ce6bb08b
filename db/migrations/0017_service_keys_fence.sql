-- Keys of platform services belong to no account. Nonces of signed calls are nobody's to read: like the directory they
-- are behind functions alone, each good once, and kept a little longer than any of their times is accepted.
alter table app.service_keys enable row level security;
--> statement-breakpoint
alter table app.service_keys force row level security;
--> statement-breakpoint
create policy gate on app.service_keys as restrictive for all to public
  using (((select app.scope()) = 'platform') or ((select app.scope()) = 'lookup' and (select app.account_id()) is null) or ((select app.scope()) = 'maintenance'))
  with check (((select app.scope()) = 'platform') or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
create policy may_select on app.service_keys as permissive for select to espalier_app, espalier_owner
  using (true);
--> statement-breakpoint
create policy may_insert on app.service_keys as permissive for insert to espalier_app, espalier_owner
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
create policy may_update on app.service_keys as permissive for update to espalier_app, espalier_owner
  using ((select app.scope()) in ('platform', 'maintenance'))
  with check (true);
--> statement-breakpoint
grant select, insert, update on app.service_keys to espalier_app;
--> statement-breakpoint
create table auth.signature_nonces (
  access_key_id text not null,
  nonce text not null,
  used_at timestamptz not null,
  primary key (access_key_id, nonce)
);
--> statement-breakpoint
create index signature_nonces_used_at_idx on auth.signature_nonces (used_at);
--> statement-breakpoint
-- False for a nonce that was used before; of two at once one waits, and loses. Only the verb that found the key claims.
create function auth.claim_nonce(key_id text, new_nonce text, at timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog as $$
declare
  claimed integer;
begin
  if app.scope() is distinct from 'lookup' then
    raise 'no context to claim a nonce in' using errcode = '42501';
  end if;
  insert into auth.signature_nonces (access_key_id, nonce, used_at) values (key_id, new_nonce, at) on conflict do nothing;
  get diagnostics claimed = row_count;
  return claimed = 1;
end $$;
--> statement-breakpoint
create function auth.sweep_nonces(older_than timestamptz) returns integer
language plpgsql security definer set search_path = pg_catalog as $$
declare
  swept integer;
begin
  if app.scope() is distinct from 'platform' then
    raise 'no context to sweep nonces in' using errcode = '42501';
  end if;
  delete from auth.signature_nonces n where n.used_at < older_than;
  get diagnostics swept = row_count;
  return swept;
end $$;
--> statement-breakpoint
grant execute on function auth.claim_nonce(text, text, timestamptz), auth.sweep_nonces(timestamptz) to espalier_app;
