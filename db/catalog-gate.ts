import { sql } from "drizzle-orm";
import type { Tx } from "@/lib/foundation/transaction";
import { fencePolicies } from "./fence-sql";
import { privilegeFaults } from "./privilege-faults";
import { queueFaults } from "./queue-fence";
import { revisionFaults } from "./revision-triggers";
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
interface PolicyShape {
  name: string;
  permissive: boolean;
  roles: string;
  command: string;
  using?: string | null | undefined;
  check?: string | null | undefined;
}
interface PolicyRow extends PolicyShape, Record<string, unknown> {
  name: string;
  table_name: string;
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
    ...(await privilegeFaults(tx)),
    ...(await queueFaults(tx)),
    ...(await revisionFaults(tx)),
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
      (select string_agg(coalesce(r.rolname, 'public'), ', ' order by r.rolname)
        from unnest(p.polroles) as role_oid left join pg_roles r on r.oid = role_oid) as roles,
      case p.polcmd when '*' then 'ALL' when 'r' then 'SELECT' when 'a' then 'INSERT' when 'w' then 'UPDATE' else 'DELETE' end as command,
      pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as check
    from pg_policy p join pg_class c on c.oid = p.polrelid where c.relnamespace = 'app'::regnamespace`);
  const line = (table: string, p: PolicyShape) =>
    [
      table,
      p.name,
      p.permissive ? "permissive" : "restrictive",
      p.roles,
      p.command,
      essence(p.using),
      essence(p.check),
    ].join(" | ");
  const found = new Set(rows.map((row) => line(row.table_name, row)));
  const wanted = new Set(
    Object.entries(tableClasses).flatMap(([table, tableClass]) =>
      fencePolicies(tableClass).map(({ name, permissive, roles, verb, using, check }) =>
        line(table, {
          name,
          permissive,
          roles,
          command: commandOf[verb],
          using,
          check,
        }),
      ),
    ),
  );
  return [
    ...[...wanted].filter((policy) => !found.has(policy)).map((policy) => `policy missing or changed: ${policy}`),
    ...[...found].filter((policy) => !wanted.has(policy)).map((policy) => `policy that no class allows: ${policy}`),
  ];
}

/**
 * Row-level security does not guard keys: a foreign one would hang a row on another account's, a unique one would tell
 * what another account has. They lead with `account_id`, and so does an index of each table.
 */
async function keyFaults(tx: Tx): Promise<string[]> {
  const owned = Object.entries(tableClasses)
    .filter(([, { class: kind }]) => kind !== "platform")
    .map(([name]) => name);
  const keys = await tx.execute<NameRow>(sql`
    select k.conname as name from pg_constraint k join pg_class c on c.oid = k.conrelid
    where c.relnamespace = 'app'::regnamespace and k.contype = 'f' and not c.relispartition and c.relname in ${owned}
      and (select attname from pg_attribute where attrelid = k.conrelid and attnum = k.conkey[1]) <> 'account_id'`);
  const uniques = await tx.execute<NameRow>(sql`
    select i.indexrelid::regclass::text as name from pg_index i join pg_class c on c.oid = i.indrelid
      left join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
    where c.relnamespace = 'app'::regnamespace and i.indisunique and not c.relispartition and c.relname in ${owned}
      and a.attname is distinct from 'account_id'`);
  const indexes = await tx.execute<IndexRow>(sql`
    select c.relname as table_name, bool_or(a.attname = 'account_id') as led
    from pg_class c left join pg_index i on i.indrelid = c.oid
      left join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
    where c.relnamespace = 'app'::regnamespace and c.relname in ${owned} group by 1`);
  return [
    ...keys.map(({ name }) => `foreign key ${name} is not led by account_id`),
    ...uniques.map(({ name }) => `unique index ${name.replace(/^app\./, "")} is not led by account_id`),
    ...indexes.filter(({ led }) => !led).map((row) => `table ${row.table_name} has no index led by account_id`),
  ];
}
