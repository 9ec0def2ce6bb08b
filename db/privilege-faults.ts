import { sql } from "drizzle-orm";
import type { Tx } from "@/lib/foundation/transaction";
import { tableClasses } from "./schema/classes";

interface NameRow extends Record<string, unknown> {
  name: string;
}
interface GrantRow extends Record<string, unknown> {
  name: string;
  verb: string;
}

/** All that the serving role calls: the sealed context, the directory, nonces, the log's months, what posts money. */
const servingFunctions = [
  "app.account_id",
  "app.account_of",
  "app.accounts_of_keys",
  "app.ctx",
  "app.narrowed_to",
  "app.scope",
  "app.signers",
  "app.signing_accounts",
  "app.signing_revision",
  "app.signing_sub_accounts",
  "app.sub_account_id",
  "auth.claim_as_kept",
  "auth.claim_nonces",
  "auth.enter",
  "auth.enter_by_key",
  "auth.enter_signers",
  "auth.make_audit_partitions",
  "auth.register_key",
  "auth.release_key",
  "auth.sweep_nonces",
  "billing.adjust",
  "billing.advance_periods",
  "billing.approve",
  "billing.approve_limit",
  "billing.ask_approval",
  "billing.begin_rating",
  "billing.broken_invariants",
  "billing.cancel_fee",
  "billing.charge_fees",
  "billing.check_again",
  "billing.claim_check",
  "billing.close_period",
  "billing.consumed_at",
  "billing.correct_charge",
  "billing.decline_approval",
  "billing.fees_due",
  "billing.give_default_limit",
  "billing.give_fee",
  "billing.ingest_usage",
  "billing.invoiced_payments",
  "billing.invoicing_mode_of",
  "billing.make_partitions",
  "billing.mark_limit_foretold",
  "billing.mark_limit_told",
  "billing.mark_wallet_told",
  "billing.month_of",
  "billing.next_invoicing_month",
  "billing.note_check",
  "billing.note_flows",
  "billing.note_replay",
  "billing.open_books",
  "billing.pay_out",
  "billing.quarantine_usage",
  "billing.rebuild_rollups",
  "billing.record_charges",
  "billing.remove_limit",
  "billing.resolve_quarantined",
  "billing.reverse_top_up",
  "billing.set_arrears",
  "billing.set_aside_unpriced",
  "billing.set_default_limit",
  "billing.set_invoicing_mode",
  "billing.set_limit",
  "billing.set_overdraft",
  "billing.set_wallet_state",
  "billing.settle",
  "billing.settle_payout",
  "billing.top_up",
  "billing.window_start",
];
const appendOnlyTables = [
  "audit_events",
  "operator_audit_events",
  "transfers",
  "charges",
  "charge_reversals",
  "invoices",
  "invoice_lines",
];
const appendOnlyTriggers = ["append_only", "append_only_truncate"];

/** Months that are closed stay closed. */
const closedMonthTables = ["billing_periods", "charges", "invoices"];

/** Every way in which the serving role may do more than `db/schema/classes.ts` gives it. */
export async function privilegeFaults(tx: Tx): Promise<string[]> {
  return [
    ...(await grantFaults(tx)),
    ...(await foreignGrantFaults(tx)),
    ...(await functionFaults(tx)),
    ...(await triggerFaults(tx)),
    ...(await roleFaults(tx)),
  ];
}

async function grantFaults(tx: Tx): Promise<string[]> {
  const rows = await tx.execute<GrantRow>(sql`
    select c.relname as name, verb from pg_class c,
      unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) as verb
    where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and case when verb in ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
        then has_any_column_privilege('espalier_app', c.oid, verb) else has_table_privilege('espalier_app', c.oid, verb) end`);
  return rows
    .filter(({ name, verb }) => {
      const given = tableClasses[name];
      const written = given?.posted ? [] : Object.keys(given?.writes ?? {}).map((one) => one.toUpperCase());
      return given && !["SELECT", ...written].includes(verb);
    })
    .map(({ name, verb }) => `espalier_app may ${verb} ${name}`);
}

/** Rows outside the fenced schema are fenced by nobody. What extensions bring is theirs. */
async function foreignGrantFaults(tx: Tx): Promise<string[]> {
  const rows = await tx.execute<NameRow>(sql`
    select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('app', 'auth', 'pgboss', 'pg_catalog', 'information_schema')
      and n.nspname !~ '^pg_' and n.nspname || '.' || c.relname <> 'drizzle.__drizzle_migrations'
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
      and (has_any_column_privilege('espalier_app', c.oid, 'select, insert, update')
        or has_table_privilege('espalier_app', c.oid, 'delete, truncate'))`);
  const secret = await tx.execute<NameRow>(sql`
    select c.relname as name from pg_class c
    where c.relnamespace = 'auth'::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
      and (has_any_column_privilege('espalier_app', c.oid, 'select, insert, update, references')
        or has_table_privilege('espalier_app', c.oid, 'delete, truncate, trigger'))`);
  return [
    ...rows.map(({ name }) => `${name} is open to espalier_app`),
    ...secret.map(({ name }) => `auth.${name} is granted to espalier_app`),
  ];
}

async function functionFaults(tx: Tx): Promise<string[]> {
  const open = await tx.execute<NameRow>(sql`
    select p.oid::regprocedure::text as name from pg_proc p
    where p.pronamespace::regnamespace::text in ('app', 'auth', 'billing') and p.prosecdef
      and not coalesce(p.proconfig && array['search_path=pg_catalog', 'search_path=pg_catalog, pg_temp'], false)`);
  const callable = await tx.execute<NameRow>(sql`
    select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where (n.nspname in ('app', 'auth', 'billing') or (p.prosecdef and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'))
      and has_function_privilege('espalier_app', p.oid, 'execute')
      and n.nspname || '.' || p.proname not in ${servingFunctions}
      and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`);
  return [
    ...open.map(({ name }) => `function ${name} runs as its owner with an open search_path`),
    ...callable.map(({ name }) => `function ${name} may be called by espalier_app`),
  ];
}

async function triggerFaults(tx: Tx): Promise<string[]> {
  const rows = await tx.execute<NameRow>(sql`
    select c.relname || '.' || t.tgname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where c.relnamespace = 'app'::regnamespace and t.tgenabled in ('O', 'A')
      and t.tgfoid in ('app.refuse_change()'::regprocedure, 'app.refuse_closed_month()'::regprocedure,
        'app.refuse_closed_months()'::regprocedure, 'app.refuse_reopening()'::regprocedure)`);
  const months = await tx.execute<NameRow>(sql`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'app.charges'::regclass`);
  const present = new Set(rows.map(({ name }) => name));
  const wanted = [
    ...appendOnlyTables.flatMap((table) => appendOnlyTriggers.map((trigger) => [table, trigger])),
    ...[...closedMonthTables, ...months.map(({ name }) => name)].map((table) => [table, "closed_month"]),
  ];
  return wanted
    .filter(([table, trigger]) => !present.has(`${table}.${trigger}`))
    .map(([table, trigger]) => `${table} has lost its trigger ${trigger}`);
}

async function roleFaults(tx: Tx): Promise<string[]> {
  const rows = await tx.execute<NameRow>(sql`
    select r.rolname as name from pg_roles r
    where r.rolname = current_user and (r.rolname <> 'espalier_app' or r.rolsuper or r.rolbypassrls or r.rolcreaterole
      or r.rolcreatedb or exists (select from pg_auth_members m where m.member = r.oid)
      or exists (select from pg_class c where c.relowner = r.oid))`);
  const schemas = await tx.execute<NameRow>(sql`
    select n.nspname as name from pg_namespace n
    where n.nspname <> 'information_schema' and n.nspname !~ '^pg_' and has_schema_privilege('espalier_app', n.oid, 'create')`);
  return [
    ...rows.map(({ name }) => `role ${name} may more than serve`),
    ...schemas.map(({ name }) => `role espalier_app may create in schema ${name}`),
  ];
}
