-- A gate asks the context once for its account, and once more in a workspace, where it asked four to eight times. Many
-- access keys are looked up at once: scope `signers` shows their owners' rows and nobody else's.

-- The context's account where its scope is one of these. A forged context is refused by `app.ctx`, or shows nothing.
create function app.account_of(scopes text[]) returns uuid language sql stable parallel restricted return
  case when split_part(current_setting('espalier.ctx', true), '|', 1) = any (scopes) then app.ctx(2)::uuid end;
--> statement-breakpoint
-- The one sub-account whose rows of a workspace the context shows; null where it shows the whole account.
create function app.narrowed_to() returns uuid language sql stable parallel restricted return
  case when split_part(current_setting('espalier.ctx', true), '|', 1) in ('self', 'lookup') then app.ctx(3)::uuid end;
--> statement-breakpoint
create function app.signing_accounts() returns uuid[] language sql stable parallel restricted return
  case when split_part(current_setting('espalier.ctx', true), '|', 1) = 'signers'
    then split_part(app.ctx(4), ':', 2)::uuid[] end;
--> statement-breakpoint
create function app.signing_sub_accounts() returns uuid[] language sql stable parallel restricted return
  case when split_part(current_setting('espalier.ctx', true), '|', 1) = 'signers'
    then split_part(app.ctx(4), ':', 3)::uuid[] end;
--> statement-breakpoint
-- Opens the owners of exactly these access keys, in their order and null where a key is nobody's.
create function auth.enter_signers(access_key_ids text[]) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  owners uuid[];
  subs uuid[];
begin
  perform auth.refuse_second_context();
  select array_agg(d.account_id order by asked.at), array_agg(d.sub_account_id order by asked.at) into owners, subs
  from unnest(access_key_ids) with ordinality asked(id, at)
  left join auth.directory_entries d on d.kind = 'access-key' and d.key = asked.id;
  perform auth.seal_context('signers', null, null, concat_ws(':', 'keys', owners, subs));
end $$;
--> statement-breakpoint
-- Spends nonces, each with its key's id at the same place, and answers which of them were still unspent: of two alike
-- the first. In order, so that two transactions that share some wait for each other and never in a circle.
create function auth.claim_nonces(key_ids text[], nonces text[], at timestamptz) returns boolean[]
language plpgsql security definer set search_path = pg_catalog as $$
declare
  answer boolean[];
begin
  if app.scope() is distinct from 'signers' then
    raise 'no context to claim nonces in' using errcode = '42501';
  end if;
  with asked as (
    select * from unnest(key_ids, nonces) with ordinality asked(key_id, nonce, place)
  ), claimed as (
    insert into auth.signature_nonces (access_key_id, nonce, used_at)
    select distinct key_id, nonce, at from asked order by key_id, nonce
    on conflict do nothing returning access_key_id, nonce
  )
  select array_agg(
    claimed.nonce is not null and not exists (
      select from asked earlier
      where earlier.key_id = asked.key_id and earlier.nonce = asked.nonce and earlier.place < asked.place
    ) order by asked.place
  ) into answer
  from asked left join claimed on claimed.access_key_id = asked.key_id and claimed.nonce = asked.nonce;
  return answer;
end $$;
--> statement-breakpoint
drop function auth.claim_nonce(text, text, timestamptz);
--> statement-breakpoint
grant execute on function app.account_of(text[]), app.narrowed_to(), app.signing_accounts(), app.signing_sub_accounts(),
  auth.enter_signers(text[]), auth.claim_nonces(text[], text[], timestamptz) to espalier_app;
--> statement-breakpoint
drop policy gate on app.accounts;
--> statement-breakpoint
create policy gate on app.accounts as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self,lookup}'))) or (account_id = any ((select app.signing_accounts())::uuid[])) or ((select app.scope()) in ('platform', 'maintenance')))
  with check ((account_id = (select app.account_of('{account,self}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.root_users;
--> statement-breakpoint
create policy gate on app.root_users as restrictive for all to public
  using ((account_id = (select app.account_of('{account,lookup}'))) or (account_id = any ((select app.signing_accounts())::uuid[])) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.sub_accounts;
--> statement-breakpoint
create policy gate on app.sub_accounts as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self,lookup}')) and not (id is distinct from coalesce((select app.narrowed_to()), id))) or (account_id = any ((select app.signing_accounts())::uuid[]) and (id is null or id = any ((select app.signing_sub_accounts())::uuid[]))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (id is distinct from coalesce((select app.narrowed_to()), id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.sub_account_counters;
--> statement-breakpoint
create policy gate on app.sub_account_counters as restrictive for all to public
  using ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) in ('platform', 'maintenance')))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.reserved_names;
--> statement-breakpoint
create policy gate on app.reserved_names as restrictive for all to public
  using ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.sub_account_labels;
--> statement-breakpoint
create policy gate on app.sub_account_labels as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.bulk_runs;
--> statement-breakpoint
create policy gate on app.bulk_runs as restrictive for all to public
  using ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.bulk_rows;
--> statement-breakpoint
create policy gate on app.bulk_rows as restrictive for all to public
  using ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.login_profiles;
--> statement-breakpoint
create policy gate on app.login_profiles as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self,lookup}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.password_history;
--> statement-breakpoint
create policy gate on app.password_history as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.policy_attachments;
--> statement-breakpoint
create policy gate on app.policy_attachments as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self,lookup}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or (account_id = any ((select app.signing_accounts())::uuid[]) and (sub_account_id is null or sub_account_id = any ((select app.signing_sub_accounts())::uuid[]))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.policies;
--> statement-breakpoint
create policy gate on app.policies as restrictive for all to public
  using ((account_id = (select app.account_of('{account,lookup}'))) or (account_id = any ((select app.signing_accounts())::uuid[])) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.policy_versions;
--> statement-breakpoint
create policy gate on app.policy_versions as restrictive for all to public
  using ((account_id = (select app.account_of('{account,lookup}'))) or (account_id = any ((select app.signing_accounts())::uuid[])) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.groups;
--> statement-breakpoint
create policy gate on app.groups as restrictive for all to public
  using ((account_id = (select app.account_of('{account,lookup}'))) or (account_id = any ((select app.signing_accounts())::uuid[])) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.group_members;
--> statement-breakpoint
create policy gate on app.group_members as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self,lookup}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or (account_id = any ((select app.signing_accounts())::uuid[]) and (sub_account_id is null or sub_account_id = any ((select app.signing_sub_accounts())::uuid[]))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.group_policy_attachments;
--> statement-breakpoint
create policy gate on app.group_policy_attachments as restrictive for all to public
  using ((account_id = (select app.account_of('{account,lookup}'))) or (account_id = any ((select app.signing_accounts())::uuid[])) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.sessions;
--> statement-breakpoint
create policy gate on app.sessions as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self,lookup}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.ssh_keys;
--> statement-breakpoint
create policy gate on app.ssh_keys as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self,lookup}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.servers;
--> statement-breakpoint
create policy gate on app.servers as restrictive for all to public
  using ((account_id = (select app.account_of('{account,lookup}'))) or ((select app.scope()) in ('platform', 'maintenance')))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.server_credentials;
--> statement-breakpoint
create policy gate on app.server_credentials as restrictive for all to public
  using ((account_id = (select app.account_of('{account,lookup}'))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.server_grants;
--> statement-breakpoint
create policy gate on app.server_grants as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self,lookup}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.reset_links;
--> statement-breakpoint
create policy gate on app.reset_links as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self,lookup}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.reveals;
--> statement-breakpoint
create policy gate on app.reveals as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.access_keys;
--> statement-breakpoint
create policy gate on app.access_keys as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self,lookup}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or (account_id = any ((select app.signing_accounts())::uuid[]) and (sub_account_id is null or sub_account_id = any ((select app.signing_sub_accounts())::uuid[]))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.challenges;
--> statement-breakpoint
create policy gate on app.challenges as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.mfa_devices;
--> statement-breakpoint
create policy gate on app.mfa_devices as restrictive for all to public
  using ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.second_factors;
--> statement-breakpoint
create policy gate on app.second_factors as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self,lookup}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.recovery_codes;
--> statement-breakpoint
create policy gate on app.recovery_codes as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.trusted_devices;
--> statement-breakpoint
create policy gate on app.trusted_devices as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.data_keys;
--> statement-breakpoint
create policy gate on app.data_keys as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self,lookup}'))) or (account_id = any ((select app.signing_accounts())::uuid[])) or ((select app.scope()) in ('platform', 'maintenance')))
  with check ((account_id = (select app.account_of('{account,self}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.notifications;
--> statement-breakpoint
create policy gate on app.notifications as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self,lookup}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.notification_choices;
--> statement-breakpoint
create policy gate on app.notification_choices as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.identity_verifications;
--> statement-breakpoint
create policy gate on app.identity_verifications as restrictive for all to public
  using ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) in ('platform', 'maintenance')))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.identity_documents;
--> statement-breakpoint
create policy gate on app.identity_documents as restrictive for all to public
  using ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.idempotency_keys;
--> statement-breakpoint
create policy gate on app.idempotency_keys as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self}'))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.audit_events;
--> statement-breakpoint
create policy gate on app.audit_events as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) in ('platform', 'maintenance')))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.operators;
--> statement-breakpoint
create policy gate on app.operators as restrictive for all to public
  using (((select app.scope()) in ('platform', 'maintenance')) or ((select app.scope()) = 'lookup' and (select app.account_id()) is null))
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
drop policy gate on app.operator_sessions;
--> statement-breakpoint
create policy gate on app.operator_sessions as restrictive for all to public
  using (((select app.scope()) in ('platform', 'maintenance')) or ((select app.scope()) = 'lookup' and (select app.account_id()) is null))
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
drop policy gate on app.operator_challenges;
--> statement-breakpoint
create policy gate on app.operator_challenges as restrictive for all to public
  using (((select app.scope()) in ('platform', 'maintenance')))
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
drop policy gate on app.operator_second_factors;
--> statement-breakpoint
create policy gate on app.operator_second_factors as restrictive for all to public
  using (((select app.scope()) in ('platform', 'maintenance')) or ((select app.scope()) = 'lookup' and (select app.account_id()) is null))
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
drop policy gate on app.operator_recovery_codes;
--> statement-breakpoint
create policy gate on app.operator_recovery_codes as restrictive for all to public
  using (((select app.scope()) in ('platform', 'maintenance')))
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
drop policy gate on app.operator_audit_events;
--> statement-breakpoint
create policy gate on app.operator_audit_events as restrictive for all to public
  using (((select app.scope()) in ('platform', 'maintenance')))
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
drop policy gate on app.service_keys;
--> statement-breakpoint
create policy gate on app.service_keys as restrictive for all to public
  using (((select app.scope()) in ('platform', 'maintenance')) or ((select app.scope()) = 'lookup' and (select app.account_id()) is null))
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
drop policy gate on app.set_up_links;
--> statement-breakpoint
create policy gate on app.set_up_links as restrictive for all to public
  using (((select app.scope()) in ('platform', 'maintenance')))
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
drop policy gate on app.sign_ups;
--> statement-breakpoint
create policy gate on app.sign_ups as restrictive for all to public
  using (((select app.scope()) in ('platform', 'maintenance')))
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
drop policy gate on app.throttle_buckets;
--> statement-breakpoint
create policy gate on app.throttle_buckets as restrictive for all to public
  using (((select app.scope()) in ('platform', 'maintenance')))
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
drop policy gate on app.outbox_messages;
--> statement-breakpoint
create policy gate on app.outbox_messages as restrictive for all to public
  using (((select app.scope()) in ('platform', 'maintenance')))
  with check ((select app.scope()) in ('self', 'account', 'platform', 'maintenance'));
--> statement-breakpoint
drop policy gate on app.resources;
--> statement-breakpoint
create policy gate on app.resources as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.resource_events;
--> statement-breakpoint
create policy gate on app.resource_events as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.workspace_orders;
--> statement-breakpoint
create policy gate on app.workspace_orders as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.webhook_endpoints;
--> statement-breakpoint
create policy gate on app.webhook_endpoints as restrictive for all to public
  using ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.service_endpoints;
--> statement-breakpoint
create policy gate on app.service_endpoints as restrictive for all to public
  using (((select app.scope()) in ('platform', 'maintenance')))
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
drop policy gate on app.webhook_events;
--> statement-breakpoint
create policy gate on app.webhook_events as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) in ('platform', 'maintenance')))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.webhook_deliveries;
--> statement-breakpoint
create policy gate on app.webhook_deliveries as restrictive for all to public
  using ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) in ('platform', 'maintenance')))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.books;
--> statement-breakpoint
create policy gate on app.books as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self}'))) or ((select app.scope()) in ('platform', 'maintenance')))
  with check ((account_id = (select app.account_of('{account,self}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.billing_periods;
--> statement-breakpoint
create policy gate on app.billing_periods as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self}'))) or ((select app.scope()) in ('platform', 'maintenance')))
  with check ((account_id = (select app.account_of('{account,self}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.ledger_accounts;
--> statement-breakpoint
create policy gate on app.ledger_accounts as restrictive for all to public
  using ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) in ('platform', 'maintenance')))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.transfers;
--> statement-breakpoint
create policy gate on app.transfers as restrictive for all to public
  using ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.top_ups;
--> statement-breakpoint
create policy gate on app.top_ups as restrictive for all to public
  using ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) in ('platform', 'maintenance')))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.wallet_acts;
--> statement-breakpoint
create policy gate on app.wallet_acts as restrictive for all to public
  using ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.settlement_lines;
--> statement-breakpoint
create policy gate on app.settlement_lines as restrictive for all to public
  using ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) in ('platform', 'maintenance')))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.charges;
--> statement-breakpoint
create policy gate on app.charges as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.charge_reversals;
--> statement-breakpoint
create policy gate on app.charge_reversals as restrictive for all to public
  using ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.rating_carries;
--> statement-breakpoint
create policy gate on app.rating_carries as restrictive for all to public
  using ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.spend_months;
--> statement-breakpoint
create policy gate on app.spend_months as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.spend_days;
--> statement-breakpoint
create policy gate on app.spend_days as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.spend_day_skus;
--> statement-breakpoint
create policy gate on app.spend_day_skus as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.spend_hours;
--> statement-breakpoint
create policy gate on app.spend_hours as restrictive for all to public
  using ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.usage_events;
--> statement-breakpoint
create policy gate on app.usage_events as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) in ('platform', 'maintenance')))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.quarantined_events;
--> statement-breakpoint
create policy gate on app.quarantined_events as restrictive for all to public
  using ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) in ('platform', 'maintenance')))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.billed_resources;
--> statement-breakpoint
create policy gate on app.billed_resources as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.spend_limits;
--> statement-breakpoint
create policy gate on app.spend_limits as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.limit_usages;
--> statement-breakpoint
create policy gate on app.limit_usages as restrictive for all to public
  using ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account,self}')) and not (sub_account_id is distinct from coalesce((select app.narrowed_to()), sub_account_id))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.billing_services;
--> statement-breakpoint
create policy gate on app.billing_services as restrictive for all to public
  using (((select app.scope()) in ('platform', 'account', 'self', 'maintenance')))
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
drop policy gate on app.skus;
--> statement-breakpoint
create policy gate on app.skus as restrictive for all to public
  using (((select app.scope()) in ('platform', 'account', 'self', 'maintenance')))
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
drop policy gate on app.sku_prices;
--> statement-breakpoint
create policy gate on app.sku_prices as restrictive for all to public
  using (((select app.scope()) in ('platform', 'account', 'self', 'maintenance')))
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
drop policy gate on app.prices;
--> statement-breakpoint
create policy gate on app.prices as restrictive for all to public
  using (((select app.scope()) in ('platform', 'account', 'self', 'maintenance')))
  with check ((select app.scope()) in ('platform', 'maintenance'));
--> statement-breakpoint
drop policy gate on app.contract_prices;
--> statement-breakpoint
create policy gate on app.contract_prices as restrictive for all to public
  using ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) in ('platform', 'maintenance')))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.invoices;
--> statement-breakpoint
create policy gate on app.invoices as restrictive for all to public
  using ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
--> statement-breakpoint
drop policy gate on app.invoice_lines;
--> statement-breakpoint
create policy gate on app.invoice_lines as restrictive for all to public
  using ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'))
  with check ((account_id = (select app.account_of('{account}'))) or ((select app.scope()) = 'maintenance'));
