-- The sealed context: who a transaction acts for is proved by HMAC, so that injected SQL can neither forge nor widen it.
create schema if not exists app;
--> statement-breakpoint
create schema auth;
--> statement-breakpoint
revoke all on schema auth from public;
--> statement-breakpoint
grant usage on schema app, auth to espalier_app;
--> statement-breakpoint
alter default privileges for role espalier_owner revoke execute on functions from public;
--> statement-breakpoint
-- One HMAC key, padded twice (RFC 2104). No grants: only the definer functions below read it.
create table auth.seal (
  only_row boolean primary key default true check (only_row),
  ipad bytea not null,
  opad bytea not null
);
--> statement-breakpoint
-- What a stranger may present and where it belongs. No grants: exact keys only, through the functions below.
create table auth.directory_entries (
  kind text not null,
  key text not null,
  account_id uuid,
  sub_account_id uuid,
  primary key (kind, key)
);
--> statement-breakpoint
create index directory_entries_account_id_idx on auth.directory_entries (account_id, sub_account_id);
--> statement-breakpoint
create function auth.mac(m text) returns text language sql stable set search_path = pg_catalog as
$$ select encode(sha256(opad || sha256(ipad || convert_to(m, 'UTF8'))), 'hex') from auth.seal $$;
--> statement-breakpoint
create function auth.seal_context(scope text, account uuid, sub uuid, actor text) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  m text := concat_ws('|', scope, coalesce(account::text, ''), coalesce(sub::text, ''), actor, pg_backend_pid(), extract(epoch from now()));
begin
  perform set_config('espalier.ctx', m || '|' || auth.mac(m), true);
end $$;
--> statement-breakpoint
create function auth.refuse_second_context() returns void language plpgsql stable set search_path = pg_catalog as $$
begin
  if coalesce(current_setting('espalier.ctx', true), '') <> '' then
    raise 'context already set' using errcode = '42501';
  end if;
end $$;
--> statement-breakpoint
-- One part of the sealed context; null where no context is set, 42501 where it was edited or replayed.
create function app.ctx(part int) returns text
language plpgsql stable parallel restricted security definer set search_path = pg_catalog as $$
declare
  c text := current_setting('espalier.ctx', true);
  m text := regexp_replace(c, '\|[^|]*$', '');
begin
  if coalesce(c, '') = '' then return null; end if;
  if split_part(c, '|', 7) is distinct from auth.mac(m)
     or split_part(c, '|', 5) <> pg_backend_pid()::text
     or split_part(c, '|', 6) <> extract(epoch from now())::text then
    raise 'forged context' using errcode = '42501';
  end if;
  return nullif(split_part(c, '|', part), '');
end $$;
--> statement-breakpoint
create function app.scope() returns text language sql stable parallel restricted set search_path = pg_catalog as
$$ select app.ctx(1) $$;
--> statement-breakpoint
create function app.account_id() returns uuid language sql stable parallel restricted set search_path = pg_catalog as
$$ select app.ctx(2)::uuid $$;
--> statement-breakpoint
create function app.sub_account_id() returns uuid language sql stable parallel restricted set search_path = pg_catalog as
$$ select app.ctx(3)::uuid $$;
--> statement-breakpoint
grant execute on function app.ctx(int), app.scope(), app.account_id(), app.sub_account_id() to espalier_app;
--> statement-breakpoint
-- Opens a context that the application proved. 40001: the account's authority changed since the decision, or the
-- sub-account that acts is no longer active.
create function auth.enter(scope text, account uuid, sub uuid, actor text, epoch bigint, expires bigint, proof text)
returns void language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform auth.refuse_second_context();
  if expires < extract(epoch from clock_timestamp()) or proof is distinct from auth.mac(concat_ws('|', 'enter', scope,
     coalesce(account::text, ''), coalesce(sub::text, ''), actor, coalesce(epoch::text, ''), expires)) then
    raise 'not proved' using errcode = '42501';
  end if;
  perform auth.seal_context(scope, account, sub, actor);
  if epoch is not null and exists (
    select from app.accounts a where a.account_id = account and a.authority_epoch <> epoch
  ) then
    raise 'authority changed' using errcode = '40001';
  end if;
  if actor like 'sub-account:%' and not exists (
    select from app.sub_accounts s
    where s.account_id = account and s.id = split_part(actor, ':', 2)::uuid and s.state = 'active'
  ) then
    raise 'sub-account is not active' using errcode = '40001';
  end if;
end $$;
--> statement-breakpoint
-- Before anybody is known: an exact key opens scope `lookup` of the one owner it belongs to.
create function auth.enter_by_key(wanted_kind text, wanted_key text)
returns table (found boolean, account_id uuid, sub_account_id uuid)
language plpgsql security definer set search_path = pg_catalog as $$
declare
  entry auth.directory_entries;
begin
  perform auth.refuse_second_context();
  select * into entry from auth.directory_entries d where d.kind = wanted_kind and d.key = wanted_key;
  if entry.kind is null then
    -- An account that cannot exist: the statements that follow cost the same and see no row.
    perform auth.seal_context('lookup', '00000000-0000-0000-0000-000000000000', null, 'key:' || wanted_kind);
  else
    perform auth.seal_context('lookup', entry.account_id, entry.sub_account_id, 'key:' || wanted_kind);
  end if;
  return query select entry.kind is not null, entry.account_id, entry.sub_account_id;
end $$;
--> statement-breakpoint
-- Takes a key for the account of the context (scope `platform`: for the platform). 23505: somebody has it.
create function auth.register_key(new_kind text, new_key text, sub uuid) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if app.scope() is null or app.scope() not in ('account', 'self', 'platform', 'maintenance')
     or (app.scope() = 'self' and sub is distinct from app.sub_account_id()) then
    raise 'no context to register a key in' using errcode = '42501';
  end if;
  insert into auth.directory_entries (kind, key, account_id, sub_account_id)
  values (new_kind, new_key, app.account_id(), sub);
end $$;
--> statement-breakpoint
create function auth.release_key(old_kind text, old_key text) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  if app.scope() is null or app.scope() not in ('account', 'self', 'platform', 'maintenance') then
    raise 'no context to release a key in' using errcode = '42501';
  end if;
  delete from auth.directory_entries d
  where d.kind = old_kind and d.key = old_key and d.account_id is not distinct from app.account_id()
    and (app.scope() <> 'self' or d.sub_account_id is not distinct from app.sub_account_id());
end $$;
--> statement-breakpoint
grant execute on function
  auth.enter(text, uuid, uuid, text, bigint, bigint, text), auth.enter_by_key(text, text),
  auth.register_key(text, text, uuid), auth.release_key(text, text)
to espalier_app;
--> statement-breakpoint
-- Data migrations and backups of the owner: under FORCE a backfill without it updates no row and succeeds.
create function auth.enter_maintenance() returns void
language plpgsql set search_path = pg_catalog as $$
begin
  perform auth.refuse_second_context();
  perform auth.seal_context('maintenance', null, null, 'owner');
end $$;
