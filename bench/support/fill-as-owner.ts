import type postgres from "postgres";
import { connectDirectly } from "@/tests/support/clone-database";

/**
 * Rows in bulk, written by the owner in one transaction of its only connection: no verb could make them while somebody
 * waits. The planner knows of them afterwards.
 */
export async function fillAsOwner(ownerUrl: string, write: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  const sql = connectDirectly(ownerUrl);
  try {
    await sql`begin`;
    await sql`select auth.enter_maintenance()`;
    await write(sql);
    await sql`commit`;
    await sql`vacuum analyze`;
  } finally {
    await sql.end();
  }
}
