import { sql } from "drizzle-orm";
import type { Tx } from "@/lib/foundation/transaction";

/**
 * The queue's tables are pg-boss's, and a job names its account inside its payload: within an account nobody reads
 * another's jobs or orders work in another's name. The connections that fetch for all have no context.
 */
const gate =
  "app.scopeisnullorapp.scope=platformorapp.scope=maintenanceorapp.scopeinaccount,selfanddata->>accountid=app.account_id";

/** What the serving role may do to them: rows of jobs, and what the library counts beside them. */
const granted: Record<string, string> = {
  version: "SELECT, UPDATE",
  queue: "INSERT, SELECT, UPDATE",
  job: "DELETE, INSERT, SELECT, UPDATE",
  job_common: "DELETE, INSERT, SELECT, UPDATE",
  job_dependency: "DELETE, INSERT, SELECT, UPDATE",
  schedule: "SELECT",
  subscription: "SELECT",
  bam: "SELECT",
};

interface TableRow extends Record<string, unknown> {
  name: string;
  fenced: boolean;
  verbs: string | null;
}

interface GateRow extends Record<string, unknown> {
  name: string;
  using: string;
  check: string;
}

export async function queueFaults(tx: Tx): Promise<string[]> {
  const tables = await tx.execute<TableRow>(sql`
    select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as fenced,
      (select string_agg(verb, ', ' order by verb)
        from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) as verb
        where has_table_privilege('espalier_app', c.oid, verb)) as verbs
    from pg_class c where c.relnamespace = 'pgboss'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')`);
  const gates = await tx.execute<GateRow>(sql`
    select c.relname as name, pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as check
    from pg_policy p join pg_class c on c.oid = p.polrelid
    where c.relnamespace = 'pgboss'::regnamespace and p.polname = 'gate' and not p.polpermissive and p.polcmd = '*'
      and p.polroles = '{0}'`);
  const gated = new Set(gates.filter((row) => saysGate(row.using) && saysGate(row.check)).map(({ name }) => name));
  return [
    ...tables
      .filter(({ name, verbs }) => verbs !== null && verbs !== granted[name])
      .map(({ name, verbs }) => `espalier_app may ${verbs} pgboss.${name}`),
    ...["job", "job_common"]
      .filter((name) => !gated.has(name) || !tables.some((table) => table.name === name && table.fenced))
      .map((name) => `pgboss.${name} is not fenced`),
  ];
}

function saysGate(expression: string): boolean {
  const essence = expression
    .toLowerCase()
    .replace(/::[a-z]+(\[\])?/g, "")
    .replace(/\bas \w+/g, "")
    .replace(/\bselect\b/g, "")
    .replace(/ = any \(\s*array\[([^\]]*)\]\)/g, " in ($1)")
    .replace(/[\s()']/g, "");
  return essence === gate;
}
