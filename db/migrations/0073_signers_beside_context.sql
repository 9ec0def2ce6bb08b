-- Whose keys are read lies beside the sealed context, which holds its digest: a statement asks the context dozens of times,
-- and each time read all of it.
-- The owners that were entered: their accounts (1) or their sub-accounts (2), each at the place of its key. 42501 where the
-- list is not the sealed one.
create function app.signers(part int) returns uuid[]
language plpgsql stable parallel restricted security definer set search_path = pg_catalog as $$
declare
  lists text := current_setting('espalier.signers', true);
begin
  if app.ctx(4) is distinct from 'keys:' || encode(sha256(convert_to(lists, 'UTF8')), 'hex') then
    raise 'forged context' using errcode = '42501';
  end if;
  return split_part(lists, ':', part)::uuid[];
end $$;
--> statement-breakpoint
create or replace function app.signing_accounts() returns uuid[] language sql stable parallel restricted return
  case when split_part(current_setting('espalier.ctx', true), '|', 1) = 'signers' then app.signers(1) end;
--> statement-breakpoint
create or replace function app.signing_sub_accounts() returns uuid[] language sql stable parallel restricted return
  case when split_part(current_setting('espalier.ctx', true), '|', 1) = 'signers' then app.signers(2) end;
--> statement-breakpoint
create or replace function auth.enter_signers(access_key_ids text[]) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  lists text;
begin
  perform auth.refuse_second_context();
  select concat_ws(':', array_agg(d.account_id order by asked.at), array_agg(d.sub_account_id order by asked.at)) into lists
  from unnest(access_key_ids) with ordinality asked(id, at)
  left join auth.directory_entries d on d.kind = 'access-key' and d.key = asked.id;
  perform set_config('espalier.signers', lists, true);
  perform auth.seal_context('signers', null, null, 'keys:' || encode(sha256(convert_to(lists, 'UTF8')), 'hex'));
end $$;
--> statement-breakpoint
grant execute on function app.signers(int) to espalier_app;
