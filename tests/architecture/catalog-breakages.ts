interface Breakage {
  name: string;
  /** SQL of a superuser: what a careless migration or a hurried administrator could run. */
  change: string;
  fault: RegExp;
}

const gateOf = (table: string, rest: string) =>
  `drop policy gate on app.${table}; create policy gate on app.${table} ${rest}`;
const ownRows = "account_id = (select app.account_id())";

/** Deliberate faults, one at a time; the gate names each. */
export const breakages: readonly Breakage[] = [
  {
    name: "a table without its gate",
    change: "drop policy gate on app.sub_accounts",
    fault: /policy missing or changed: sub_accounts \| gate/,
  },
  {
    name: "a table that does not force row-level security",
    change: "alter table app.sessions no force row level security",
    fault: /table sessions does not force/,
  },
  {
    name: "a table without row-level security",
    change: "alter table app.root_users disable row level security",
    fault: /table root_users does not force/,
  },
  {
    name: "a weaker USING",
    change: "alter policy gate on app.reset_links using (true)",
    fault: /policy missing or changed: reset_links \| gate/,
  },
  {
    name: "a weaker WITH CHECK",
    change: "alter policy gate on app.reset_links with check (true)",
    fault: /policy missing or changed: reset_links \| gate/,
  },
  {
    name: "a gate that only permits",
    change: gateOf("data_keys", `as permissive for all to public using (${ownRows}) with check (${ownRows})`),
    fault: /policy missing or changed: data_keys \| gate/,
  },
  {
    name: "a gate for reads alone",
    change: gateOf("data_keys", `as restrictive for select to public using (${ownRows})`),
    fault: /policy missing or changed: data_keys \| gate/,
  },
  {
    name: "a gate for another role than the one that serves",
    change: `do $$ declare p record; begin
      select pg_get_expr(polqual, polrelid) as u, pg_get_expr(polwithcheck, polrelid) as c into p
        from pg_policy where polname = 'gate' and polrelid = 'app.reveals'::regclass;
      execute 'drop policy gate on app.reveals';
      execute format('create policy gate on app.reveals as restrictive for all to espalier_owner using (%s) with check (%s)', p.u, p.c);
    end $$`,
    fault: /policy missing or changed: reveals \| gate/,
  },
  {
    name: "a policy that no class gives",
    change: "create policy extra on app.reserved_names for delete to espalier_app using (true)",
    fault: /policy that no class allows: reserved_names \| extra/,
  },
  {
    name: "a table without a class",
    change: "create table app.notes (account_id uuid not null, id uuid not null, primary key (account_id, id))",
    fault: /table notes has no class/,
  },
  {
    name: "a table that is gone",
    change: "drop table app.reveals",
    fault: /table reveals is missing/,
  },
  {
    name: "a view, which reads as its owner",
    change: "create view app.everybody as select * from app.sub_accounts",
    fault: /everybody is a view/,
  },
  {
    name: "a materialized view",
    change: "create materialized view app.everybody as select * from app.sub_accounts",
    fault: /everybody is a view/,
  },
  {
    name: "a copy outside the fenced schema",
    change: "create table public.copied as select * from app.accounts; grant select on public.copied to espalier_app",
    fault: /public\.copied is open to espalier_app/,
  },
  {
    name: "a grant on a partition",
    change: `do $$ begin
      execute format('grant select on app.%I to espalier_app', (select relname from pg_class where relispartition and relnamespace = 'app'::regnamespace and relkind = 'r' limit 1));
    end $$`,
    fault: /partition audit_events_\w+ is granted to espalier_app/,
  },
  {
    name: "a verb more than the class gives",
    change: "grant update on app.audit_events to espalier_app",
    fault: /espalier_app may UPDATE audit_events/,
  },
  {
    name: "TRUNCATE, which no policy guards",
    change: "grant truncate on app.sub_accounts to espalier_app",
    fault: /espalier_app may TRUNCATE sub_accounts/,
  },
  {
    name: "a verb granted by one column",
    change: "grant update (occurred_at) on app.audit_events to espalier_app",
    fault: /espalier_app may UPDATE audit_events/,
  },
  {
    name: "a grant to everybody",
    change: "grant delete on app.accounts to public",
    fault: /espalier_app may DELETE accounts/,
  },
  {
    name: "a simple foreign key",
    change: `alter table app.sub_accounts add constraint simple unique (id);
      alter table app.sessions add constraint sessions_simple foreign key (sub_account_id) references app.sub_accounts (id)`,
    fault: /foreign key sessions_simple is not led by account_id/,
  },
  {
    name: "a name that is unique across accounts",
    change: "create unique index everywhere on app.sub_accounts (name)",
    fault: /unique index everywhere is not led by account_id/,
  },
  {
    name: "an account's table without an index led by account_id",
    change: "alter table app.sub_account_counters drop constraint sub_account_counters_account_id_pk",
    fault: /table sub_account_counters has no index led by account_id/,
  },
  {
    name: "a definer with an open search_path",
    change: "alter function auth.enter_by_key(text, text) reset search_path",
    fault: /function auth\.enter_by_key.* open search_path/,
  },
  {
    name: "a definer whose search_path others can write to",
    change: "alter function auth.register_key(text, text, uuid) set search_path = public, pg_catalog",
    fault: /function auth\.register_key.* open search_path/,
  },
  {
    name: "the seal, readable",
    change: "grant select on auth.seal to espalier_app",
    fault: /auth\.seal is granted to espalier_app/,
  },
  {
    name: "the directory, readable",
    change: "grant select (key) on auth.directory_entries to espalier_app",
    fault: /auth\.directory_entries is granted to espalier_app/,
  },
  {
    name: "maintenance, callable",
    change: "grant execute on function auth.enter_maintenance() to espalier_app",
    fault: /function auth\.enter_maintenance\(\) may be called by espalier_app/,
  },
  {
    name: "the seal of a context, callable by everybody",
    change: "grant execute on function auth.seal_context(text, uuid, uuid, text) to public",
    fault: /function auth\.seal_context.* may be called by espalier_app/,
  },
  {
    name: "an audit log that forgets",
    change: "drop trigger append_only on app.audit_events",
    fault: /audit_events has lost its trigger/,
  },
  {
    name: "an audit log whose trigger sleeps",
    change: "alter table app.operator_audit_events disable trigger append_only_truncate",
    fault: /operator_audit_events has lost its trigger/,
  },
  {
    name: "a month of charges that may be closed and go on",
    change: `do $$ begin
      execute format('drop trigger closed_month on %s', (select max(inhrelid::regclass::text) from pg_inherits where inhparent = 'app.charges'::regclass));
    end $$`,
    fault: /charges_\d+_\d+ has lost its trigger closed_month/,
  },
  {
    name: "a serving role that bypasses row-level security",
    change: "alter role espalier_app bypassrls",
    fault: /role espalier_app may more than serve/,
  },
  {
    name: "a serving role that can become the owner",
    change: "grant espalier_owner to espalier_app",
    fault: /role espalier_app may more than serve/,
  },
  {
    name: "a serving role that owns a table",
    change: "create table public.mine (id int); alter table public.mine owner to espalier_app",
    fault: /role espalier_app may more than serve/,
  },
  {
    name: "a serving role that may create in the schema",
    change: "grant create on schema app to espalier_app",
    fault: /role espalier_app may create in schema app/,
  },
  {
    name: "a queue whose jobs any account reads",
    change: "alter policy gate on pgboss.job_common using (true)",
    fault: /pgboss\.job_common is not fenced/,
  },
  {
    name: "a queue that does not force row-level security",
    change: "alter table pgboss.job no force row level security",
    fault: /pgboss\.job is not fenced/,
  },
  {
    name: "more of the queue than its rows",
    change: "grant truncate on pgboss.job to espalier_app",
    fault: /espalier_app may DELETE, INSERT, SELECT, TRUNCATE, UPDATE pgboss\.job/,
  },
  {
    name: "a policy that is detached unnoticed by signed calls",
    change: "drop trigger revise_signers on app.policy_attachments",
    fault: /would not notice a change: .* AFTER INSERT OR DELETE OR UPDATE ON app.policy_attachments .* is missing/,
  },
  {
    name: "a key that is disabled unnoticed by signed calls",
    change: "alter table app.access_keys disable trigger revise_signers_update",
    fault: /would not notice a change: .* AFTER UPDATE ON app.access_keys .* is missing/,
  },
  {
    name: "a column by which somebody is let in, and whose changes do not count",
    change: `drop trigger revise_signers_update on app.sub_accounts;
      create constraint trigger revise_signers_update after update on app.sub_accounts deferrable initially deferred
        for each row when (to_jsonb(old) - '{last_sign_in_at,state}'::text[]
          is distinct from to_jsonb(new) - '{last_sign_in_at,state}'::text[])
        execute function auth.revise_signers()`,
    fault: /would not notice a change: .* AFTER UPDATE ON app.sub_accounts .* is missing/,
  },
];
