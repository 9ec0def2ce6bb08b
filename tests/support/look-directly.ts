import type postgres from "postgres";
import { inject } from "vitest";
import { connectDirectly, withDatabaseName } from "./clone-database";

/** The worker's database as nobody but a test may see it: past every fence. */
export async function lookDirectly<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const database = new URL(String(process.env.DATABASE_URL)).pathname.slice(1);
  const sql = connectDirectly(withDatabaseName(inject("cluster").superuserUrl, database));
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}
