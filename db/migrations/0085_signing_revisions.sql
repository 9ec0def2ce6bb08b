-- What a signed call is decided by is kept in memory for a moment, and used only while the database says that nothing of it has
-- changed: each account has a revision, and whatever changes a row that the query for signers reads draws another one as it
-- commits. Drawn and not counted: a database that was restored never says an old number for something new. Decision 0135.
create table auth.signing_revisions (
  account_id uuid primary key,
  revision uuid not null
) with (fillfactor = 50);
--> statement-breakpoint
-- Under FORCE the owner too needs a context to see a row; taken back, because each migration has its own.
select auth.enter_maintenance();
--> statement-breakpoint
insert into auth.signing_revisions (account_id, revision) select account_id, gen_random_uuid() from app.accounts;
--> statement-breakpoint
select set_config('espalier.ctx', '', true);
--> statement-breakpoint
-- Deferred: it waits for another writer of the account with nothing left to do but to commit, so no two wait for each other.
-- Once a transaction is enough, however many rows it changes.
create function auth.revise_signers() returns trigger
language plpgsql security definer set search_path = pg_catalog as $$
begin
  insert into auth.signing_revisions as revised (account_id, revision)
  select one, gen_random_uuid()
  from (select distinct one from unnest(array[old.account_id, new.account_id]) one where one is not null) changed
  on conflict (account_id) do update set revision = excluded.revision
    where revised.xmin <> pg_current_xact_id()::xid;
  return null;
end $$;
--> statement-breakpoint
-- A key or a person that is new changes nothing of those that there are; and what nobody is let in by does not count: a key's last
-- use, a person's last sign-in. Whatever column comes later counts. `db/revision-triggers.ts` holds the database to it.
create constraint trigger revise_signers after delete on app.access_keys deferrable initially deferred
  for each row execute function auth.revise_signers();
--> statement-breakpoint
create constraint trigger revise_signers_update after update on app.access_keys deferrable initially deferred
  for each row when (to_jsonb(old) - '{first_used_at,last_used_at,last_used_service,last_used_address,refused_at,refused_code,refused_address,refused_because}'::text[]
    is distinct from to_jsonb(new) - '{first_used_at,last_used_at,last_used_service,last_used_address,refused_at,refused_code,refused_address,refused_because}'::text[])
  execute function auth.revise_signers();
--> statement-breakpoint
create constraint trigger revise_signers after delete on app.sub_accounts deferrable initially deferred
  for each row execute function auth.revise_signers();
--> statement-breakpoint
create constraint trigger revise_signers_update after update on app.sub_accounts deferrable initially deferred
  for each row when (to_jsonb(old) - '{last_sign_in_at}'::text[]
    is distinct from to_jsonb(new) - '{last_sign_in_at}'::text[])
  execute function auth.revise_signers();
--> statement-breakpoint
create constraint trigger revise_signers after insert or update or delete on app.root_users deferrable initially deferred
  for each row execute function auth.revise_signers();
--> statement-breakpoint
create constraint trigger revise_signers after insert or update or delete on app.accounts deferrable initially deferred
  for each row execute function auth.revise_signers();
--> statement-breakpoint
create constraint trigger revise_signers after insert or update or delete on app.data_keys deferrable initially deferred
  for each row execute function auth.revise_signers();
--> statement-breakpoint
create constraint trigger revise_signers after insert or update or delete on app.policies deferrable initially deferred
  for each row execute function auth.revise_signers();
--> statement-breakpoint
create constraint trigger revise_signers after insert or update or delete on app.policy_versions deferrable initially deferred
  for each row execute function auth.revise_signers();
--> statement-breakpoint
create constraint trigger revise_signers after insert or update or delete on app.policy_attachments deferrable initially deferred
  for each row execute function auth.revise_signers();
--> statement-breakpoint
create constraint trigger revise_signers after insert or update or delete on app.groups deferrable initially deferred
  for each row execute function auth.revise_signers();
--> statement-breakpoint
create constraint trigger revise_signers after insert or update or delete on app.group_members deferrable initially deferred
  for each row execute function auth.revise_signers();
--> statement-breakpoint
create constraint trigger revise_signers after insert or update or delete on app.group_policy_attachments deferrable initially deferred
  for each row execute function auth.revise_signers();
--> statement-breakpoint
-- Read in the statement that reads the rows, and of the same moment. Null outside the accounts of the signers.
create function app.signing_revision(of_account uuid) returns uuid
language plpgsql stable parallel restricted security definer set search_path = pg_catalog as $$
begin
  return (
    select r.revision from auth.signing_revisions r
    where r.account_id = of_account and of_account = any (app.signing_accounts())
  );
end $$;
--> statement-breakpoint
-- For calls that hold by what is kept: spends the nonces of those whose account is still at the revision it is kept at, and of no
-- other. Each names its account by a place among the accounts. Answers, as JSON, the places that are unchanged and
-- `<key id> <nonce>` for each that was unspent. Opens no context: it shows nothing that whoever asks did not bring.
create function auth.claim_as_kept(accounts uuid[], revisions uuid[], key_ids text[], nonces text[], places int[], at timestamptz)
returns text language plpgsql security definer set search_path = pg_catalog set plan_cache_mode = force_generic_plan as $$
declare
  unchanged int[];
  claimed text[];
begin
  perform auth.refuse_second_context();
  select coalesce(array_agg(kept.place), '{}') into unchanged
  from unnest(accounts, revisions) with ordinality kept(account_id, revision, place)
  join auth.signing_revisions r on r.account_id = kept.account_id and r.revision = kept.revision;
  with spent as (
    insert into auth.signature_nonces as spent (access_key_id, nonce, used_at)
    select asked.key_id, asked.nonce, at from unnest(key_ids, nonces, places) asked(key_id, nonce, place)
    where asked.place = any (unchanged) order by 1, 2
    on conflict do nothing returning spent.access_key_id || ' ' || spent.nonce as call
  )
  select array_agg(spent.call) into claimed from spent;
  return json_build_array(unchanged, coalesce(claimed, '{}'));
end $$;
--> statement-breakpoint
grant execute on function app.signing_revision(uuid), auth.claim_as_kept(uuid[], uuid[], text[], text[], int[], timestamptz)
  to espalier_app;
