import { connectDirectly } from "@/tests/support/clone-database";
import type { Outcome } from "./report";

/** B11: what a charge and a transfer take on disk, with all their indexes. */
export async function weighMoney(superuserUrl: string): Promise<{ outcomes: Outcome[]; facts: string[] }> {
  const sql = connectDirectly(superuserUrl);
  const weigh = async (table: "charges" | "transfers") => {
    const [row] = await sql<{ bytes: number; heap: number; rows: number }[]>`
      select (sum(pg_total_relation_size(relid)) filter (where isleaf))::float8 as bytes,
        (sum(pg_relation_size(relid)) filter (where isleaf))::float8 as heap,
        (select count(*)::int from ${sql(`app.${table}`)}) as rows
      from pg_partition_tree(${`app.${table}`}::regclass)`;
    const { bytes = 0, heap = 0, rows = 1 } = row ?? {};
    return { each: bytes / rows, heapEach: heap / rows, rows };
  };
  const [charges, transfers] = [await weigh("charges"), await weigh("transfers")];
  await sql.end();
  const outcome = (what: string, ratio: number, firstRelease: number, goal: number): Outcome => ({
    ...{ what: `B11: bytes per ${what}, all indexes`, ratio, sense: "at-most", firstRelease, goal, unit: " B" },
  });
  return {
    outcomes: [outcome("charge", charges.each, 360, 300), outcome("transfer", transfers.each, 400, 330)],
    facts: [
      `of a charge ${charges.heapEach.toFixed(0)} B are the row, of a transfer ${transfers.heapEach.toFixed(0)} B (${charges.rows} and ${transfers.rows} rows)`,
    ],
  };
}
