import type postgres from "postgres";

/** What a backup holds: everything but the seal, which `migrate` makes of its key, and what the queue keeps about itself. */
const kept = `c.relkind in ('r', 'p') and not c.relispartition and (n.nspname = 'app' or (n.nspname, c.relname) in (
  ('auth', 'directory_entries'), ('auth', 'signature_nonces'), ('auth', 'signing_revisions'), ('pgboss', 'queue'), ('pgboss', 'job')))`;

export interface KeptTable {
  /** With its schema. */
  name: string;
  /** Those that are stored and not computed, in their order. */
  columns: string[];
  /** Whether its owner is behind its fence too. */
  forced: boolean;
}

export async function readTables(sql: postgres.Sql): Promise<KeptTable[]> {
  return sql.unsafe<KeptTable[]>(`
    select n.nspname || '.' || c.relname as name, c.relforcerowsecurity as forced,
      (select jsonb_agg(a.attname order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${kept} order by 1`);
}

export async function readPartitions(sql: postgres.Sql) {
  return sql.unsafe<{ name: string; of: string; bounds: string; fenced: boolean }[]>(`
    select p.relname as name, n.nspname || '.' || c.relname as of, pg_get_expr(p.relpartbound, p.oid) as bounds,
      p.relforcerowsecurity as fenced
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_inherits i on i.inhparent = c.oid join pg_class p on p.oid = i.inhrelid
    where ${kept} and n.nspname = 'app' and c.relkind = 'p' order by 1`);
}

export async function readSequences(sql: postgres.Sql) {
  const names = await sql.unsafe<{ name: string }[]>(`
    select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'S' and n.nspname in ('app', 'auth') order by 1`);
  const sequences: { name: string; value: string; used: boolean }[] = [];
  for (const { name } of names) {
    const [row] = await sql.unsafe<{ value: string; used: boolean }[]>(
      `select last_value::text as value, is_called as used from ${name}`,
    );
    if (row) sequences.push({ name, ...row });
  }
  return sequences;
}

/** Every one, with the words that make it anew; a partition that has its own beside its parent's, too. */
export async function readForeignKeys(sql: postgres.Sql) {
  return sql.unsafe<{ table: string; name: string; definition: string }[]>(`
    select n.nspname || '.' || c.relname as table, quote_ident(k.conname) as name, pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('app', 'auth', 'pgboss') and k.contype = 'f' and k.conparentid = 0 order by 1, 2`);
}

export const columnList = ({ columns }: Pick<KeptTable, "columns">) => columns.map((name) => `"${name}"`).join(", ");
