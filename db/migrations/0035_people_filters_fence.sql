-- Finished runs are swept (db/schema/classes.ts), and whether somebody has a second factor or keys stands with the
-- person, so that lists of who has none walk an index. Only these triggers write it, whichever verb binds or removes.
create policy may_delete on app.bulk_runs as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
create policy may_delete on app.bulk_rows as permissive for delete to espalier_app, espalier_owner
  using ((select app.scope()) in ('account', 'maintenance'));
--> statement-breakpoint
grant select, insert, update, delete on app.bulk_runs to espalier_app;
--> statement-breakpoint
grant select, insert, update, delete on app.bulk_rows to espalier_app;
--> statement-breakpoint
-- As whoever binds: row-level security holds. Locked first, and asked anew below the lock: of two at once the later
-- sees what the earlier did.
create function app.tell_second_factor() returns trigger language plpgsql set search_path = pg_catalog as $$
declare
  account uuid := case when tg_op = 'DELETE' then old.account_id else new.account_id end;
  person uuid := case when tg_op = 'DELETE' then old.sub_account_id else new.sub_account_id end;
begin
  if person is null then return null; end if;
  perform 1 from app.sub_accounts s where s.account_id = account and s.id = person for no key update;
  update app.sub_accounts s set has_second_factor = not s.has_second_factor
  where s.account_id = account and s.id = person and s.has_second_factor is distinct from exists (
    select from app.second_factors f
    where f.account_id = account and f.sub_account_id = person and f.bound_at is not null);
  return null;
end $$;
--> statement-breakpoint
create function app.tell_access_key() returns trigger language plpgsql set search_path = pg_catalog as $$
declare
  account uuid := case when tg_op = 'DELETE' then old.account_id else new.account_id end;
  person uuid := case when tg_op = 'DELETE' then old.sub_account_id else new.sub_account_id end;
begin
  if person is null then return null; end if;
  perform 1 from app.sub_accounts s where s.account_id = account and s.id = person for no key update;
  update app.sub_accounts s set has_access_keys = not s.has_access_keys
  where s.account_id = account and s.id = person and s.has_access_keys is distinct from exists (
    select from app.access_keys k where k.account_id = account and k.sub_account_id = person);
  return null;
end $$;
--> statement-breakpoint
create trigger tell_owner after insert or delete or update of bound_at on app.second_factors
  for each row execute function app.tell_second_factor();
--> statement-breakpoint
create trigger tell_owner after insert or delete on app.access_keys
  for each row execute function app.tell_access_key();
--> statement-breakpoint
-- Under FORCE the owner too needs a context to see a row; taken back, because each migration has its own.
select auth.enter_maintenance();
--> statement-breakpoint
update app.sub_accounts s set has_second_factor = true where exists (
  select from app.second_factors f
  where f.account_id = s.account_id and f.sub_account_id = s.id and f.bound_at is not null);
--> statement-breakpoint
update app.sub_accounts s set has_access_keys = true where exists (
  select from app.access_keys k where k.account_id = s.account_id and k.sub_account_id = s.id);
--> statement-breakpoint
select set_config('espalier.ctx', '', true);
