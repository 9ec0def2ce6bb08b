import postgres from "postgres";
import { parseDatabaseUrl } from "@/db/database-url";

export function withDatabaseName(url: string, database: string): string {
  const renamed = new URL(url);
  renamed.pathname = `/${database}`;
  return renamed.href;
}

/** A connection for the test itself: what it looks at and breaks, never the code under test. */
export function connectDirectly(url: string): postgres.Sql {
  const { socketPath, ssl: _, ...target } = parseDatabaseUrl(url);
  return postgres({
    ...target,
    ...(socketPath && { path: socketPath }),
    max: 1,
    fetch_types: false,
    onnotice: () => undefined,
  });
}

/** Clones the migrated template, once per worker slot. */
export async function cloneDatabase(superuserUrl: string, database: string): Promise<void> {
  const sql = connectDirectly(withDatabaseName(superuserUrl, "postgres"));
  try {
    const [existing] = await sql`select from pg_database where datname = ${database}`;
    if (existing) return;
    await sql`create database ${sql(database)} template espalier owner espalier_owner`;
    await sql`alter database ${sql(database)} set timezone to 'UTC'`;
    await sql`grant connect on database ${sql(database)} to espalier_app`;
  } finally {
    await sql.end();
  }
}
