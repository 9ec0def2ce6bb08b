import type postgres from "postgres";

/** Rows a second that COPY takes from a file of the server's into a table of the same columns without an index or a check. */
export async function copyRate(sql: postgres.Sql, rows: number): Promise<number> {
  const [server] = await sql<{ file: string }[]>`select current_setting('data_directory') || '/usage.copy' as file`;
  const file = server?.file ?? "";
  await sql`create table if not exists bench_usage (like app.usage_events)`;
  await sql`truncate bench_usage`;
  await sql.unsafe(`copy (select * from app.usage_events limit ${rows}) to '${file}'`);
  const startedAt = performance.now();
  const { count } = await sql.unsafe(`copy bench_usage from '${file}'`);
  return count / ((performance.now() - startedAt) / 1_000);
}
