import { request } from "node:http";
import type { SQL } from "drizzle-orm";
import { PgDialect } from "drizzle-orm/pg-core";
import { csvQuery } from "@/lib/domain/bills/export-rules";
import { connectDirectly } from "@/tests/support/clone-database";
import { median } from "./quantile";
import type { Outcome } from "./report";
import { cookieOf } from "./start-espalier";

interface Compared {
  database: { superuserUrl: string };
  before: string;
  token: string;
  origin: string;
  rounds: number;
}

/** B7: a month's charges as CSV over HTTP, against COPY of the same columns into nothing by the server itself. */
export async function compareMonthExport({ database, before, token, origin, rounds }: Compared): Promise<{
  outcome: Outcome;
  facts: string[];
}> {
  const sql = connectDirectly(database.superuserUrl);
  const [account] = await sql<{ id: string; uid: string; name: string; company: string }[]>`
    select account_id as id, uid, name, company_name as company from app.accounts limit 1`;
  const { id: accountId = "", uid = "", name: accountName = "", company: companyName = "" } = account ?? {};
  const query = written(
    csvQuery({
      ...{ accountId, period: `${before}-01`, subAccountId: undefined, uid, accountName, companyName },
      ...{ issuer: "Espalier", timeZone: "Asia/Shanghai", currency: "CNY", ownName: undefined },
      ...{ invoicingMode: "usage_invoiced", hasPayments: false },
    }),
  );
  const [copied, streamed]: [number[], number[]] = [[], []];
  let rows = 0;
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now();
    const { count } = await sql.unsafe(`copy (${query}) to '/dev/null' with (format csv)`);
    copied.push(count / (performance.now() - startedAt));
    const file = await fetchMonth(origin, token, before);
    if (file.rows !== count) throw new Error(`${file.rows} rows exported instead of ${count}`);
    rows = count;
    streamed.push(file.rows / file.ms);
  }
  await sql.end();
  const perSecond = (rates: readonly number[]) => `${(median(rates) * 1_000).toFixed(0)} rows/s`;
  return {
    outcome: {
      what: "B7: CSV rows a second over HTTP, of server-side COPY",
      ratio: median(streamed) / median(copied),
      sense: "at-least",
      firstRelease: 0.5,
      goal: 0.8,
    },
    facts: [`a month of ${rows} charges: ${perSecond(streamed)} over HTTP, ${perSecond(copied)} by COPY on the server`],
  };
}

function written(query: SQL): string {
  const { sql: text, params } = new PgDialect().sqlToQuery(query);
  return text.replace(/\$(\d+)/g, (_, at: string) => `'${String(params[Number(at) - 1]).replaceAll("'", "''")}'`);
}

/** The file is read and forgotten; its last lines say how many rows it had. */
function fetchMonth(origin: string, token: string, month: string): Promise<{ rows: number; ms: number }> {
  const startedAt = performance.now();
  const body = new URLSearchParams({ month, name: "", format: "csv" }).toString();
  const headers = { cookie: cookieOf(token), origin, "content-type": "application/x-www-form-urlencoded" };
  return new Promise((resolve, reject) => {
    const outgoing = request(`${origin}/bills/export`, { method: "POST", headers }, (incoming) => {
      let end = "";
      incoming.on("data", (chunk: Buffer) => {
        end = (end + chunk.subarray(-200).toString()).slice(-400);
      });
      incoming.on("error", reject);
      incoming.on("end", () => {
        const rows = Number(/\r\nrows,(\d+)\r\n/.exec(end)?.[1] ?? 0);
        if (incoming.statusCode === 200 && rows > 0) resolve({ rows, ms: performance.now() - startedAt });
        else reject(new Error(`the export answered ${incoming.statusCode}: ${end.slice(-200)}`));
      });
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
