import { sql } from "drizzle-orm";
import type { Tx } from "@/lib/foundation/transaction";
import { type FencePolicy, fencePolicies } from "./fence-sql";
import { tableClasses } from "./schema/classes";

const commandOf = { all: "ALL", select: "SELECT", insert: "INSERT", update: "UPDATE", delete: "DELETE" } as const;

interface TableRow extends Record<string, unknown> {
  name: string;
  kind: string;
  secured: boolean;
  forced: boolean;
  partition: boolean;
  granted: boolean;
}
interface PolicyRow extends Record<string, unknown> {
  table_name: string;
  name: string;
  permissive: boolean;
  command: string;
  using: string | null;
  check: string | null;
}
interface IndexRow extends Record<string, unknown> {
  table_name: string;
  led: boolean;
}
interface NameRow extends Record<string, unknown> {
  name: string;
}

/**
 * Every way in which the database does not stand as `db/schema/classes.ts` says: an empty list means that every table
 * is fenced. Readable by espalier_app; serving starts only when nothing is found.
 */
export async function findCatalogFaults(tx: Tx): Promise<string[]> {
  return [
    ...(await tableFaults(tx)),
    ...(await policyFaults(tx)),
    ...(await keyFaults(tx)),
    ...(await functionFaults(tx)),
    ...(await roleFaults(tx)),
  ];
}

async function tableFaults(tx: Tx): Promise<string[]> {
  const rows = await tx.execute<TableRow>(sql`
    select c.relname as name, c.relkind::text as kind, c.relrowsecurity as secured, c.relforcerowsecurity as forced,
      c.relispartition as partition,
      has_table_privilege('espalier_app', c.oid, 'select, insert, update, delete, truncate, references, trigger') as granted
    from pg_class c where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')`);
  const faults: string[] = [];
  for (const row of rows) {
    if (row.partition) {
      if (row.granted) faults.push(`partition ${row.name} is granted to espalier_app`);
    } else if (row.kind !== "r" && row.kind !== "p") faults.push(`${row.name} is a view and has no fence`);
    else if (!tableClasses[row.name]) faults.push(`table ${row.name} has no class`);
    else if (!row.secured || !row.forced) faults.push(`table ${row.name} does not force row-level security`);
  }
  const present = new Set(rows.map((row) => row.name));
  const missing = Object.keys(tableClasses).filter((name) => !present.has(name));
  return [...faults, ...missing.map((name) => `table ${name} is missing`)];
}

/** Reduces an expression to what it says: PostgreSQL prints casts, parentheses and aliases of its own. */
function essence(expression: string | null | undefined): string {
  return (expression ?? "")
    .toLowerCase()
    .replace(/::[a-z]+(\[\])?/g, "")
    .replace(/\bas \w+/g, "")
    .replace(/ = any \(\s*array\[([^\]]*)\]\)/g, " in ($1)")
    .replace(/[\s()]/g, "");
}

async function policyFaults(tx: Tx): Promise<string[]> {
  const rows = await tx.execute<PolicyRow>(sql`
    select c.relname as table_name, p.polname as name, p.polpermissive as permissive,
      case p.polcmd when '*' then 'ALL' when 'r' then 'SELECT' when 'a' then 'INSERT' when 'w' then 'UPDATE' else 'DELETE' end as command,
      pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as check
    from pg_policy p join pg_class c on c.oid = p.polrelid where c.relnamespace = 'app'::regnamespace`);
  const line = (
    table: string,
    p: { name: string; permissive: boolean; command: string; using: string; check: string },
  ) => [table, p.name, p.permissive ? "permissive" : "restrictive", p.command, p.using, p.check].join(" | ");
  const found = new Set(
    rows.map((row) => line(row.table_name, { ...row, using: essence(row.using), check: essence(row.check) })),
  );
  const wanted = new Set(
    Object.entries(tableClasses).flatMap(([table, tableClass]) =>
      fencePolicies(tableClass).map((policy: FencePolicy) =>
        line(table, {
          ...policy,
          command: commandOf[policy.verb],
          using: essence(policy.using),
          check: essence(policy.check),
        }),
      ),
    ),
  );
  return [
    ...[...wanted].filter((policy) => !found.has(policy)).map((policy) => `policy missing or changed: ${policy}`),
    ...[...found].filter((policy) => !wanted.has(policy)).map((policy) => `policy that no class allows: ${policy}`),
  ];
}

/** Row-level security does not guard foreign keys: they lead with `account_id`, and so does an index of each table. */
async function keyFaults(tx: Tx): Promise<string[]> {
  const owned = Object.entries(tableClasses)
    .filter(([, { class: kind }]) => kind !== "platform")
    .map(([name]) => name);
  const keys = await tx.execute<NameRow>(sql`
    select k.conname as name from pg_constraint k join pg_class c on c.oid = k.conrelid
    where c.relnamespace = 'app'::regnamespace and k.contype = 'f' and not c.relispartition and c.relname in ${owned}
      and (select attname from pg_attribute where attrelid = k.conrelid and attnum = k.conkey[1]) <> 'account_id'`);
  const indexes = await tx.execute<IndexRow>(sql`
    select c.relname as table_name, bool_or(a.attname = 'account_id') as led
    from pg_class c left join pg_index i on i.indrelid = c.oid
      left join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
    where c.relnamespace = 'app'::regnamespace and c.relname in ${owned} group by 1`);
  return [
    ...keys.map(({ name }) => `foreign key ${name} is not led by account_id`),
    ...indexes.filter(({ led }) => !led).map((row) => `table ${row.table_name} has no index led by account_id`),
  ];
}

async function functionFaults(tx: Tx): Promise<string[]> {
  const rows = await tx.execute<NameRow>(sql`
    select p.oid::regprocedure::text as name from pg_proc p
    where p.pronamespace in ('app'::regnamespace, 'auth'::regnamespace) and p.prosecdef
      and not coalesce(p.proconfig::text like '%search_path=%', false)`);
  const secret = await tx.execute<NameRow>(sql`
    select c.relname as name from pg_class c
    where c.relnamespace = 'auth'::regnamespace and c.relkind in ('r', 'v')
      and has_table_privilege('espalier_app', c.oid, 'select, insert, update, delete, truncate')`);
  return [
    ...rows.map(({ name }) => `function ${name} runs as its owner with an open search_path`),
    ...secret.map(({ name }) => `auth.${name} is granted to espalier_app`),
  ];
}

async function roleFaults(tx: Tx): Promise<string[]> {
  const rows = await tx.execute<NameRow>(sql`
    select r.rolname as name from pg_roles r
    where r.rolname = current_user and (r.rolname <> 'espalier_app' or r.rolsuper or r.rolbypassrls or r.rolcreaterole
      or r.rolcreatedb or exists (select from pg_auth_members m where m.member = r.oid)
      or exists (select from pg_class c where c.relowner = r.oid))`);
  return rows.map(({ name }) => `role ${name} may more than serve`);
}
