import { parseArgs } from "node:util";
import { writeCursor } from "@/lib/foundation/cursor";
import { connectDirectly } from "@/tests/support/clone-database";
import { compareMonthExport } from "./support/compare-month-export";
import { fillAccounts } from "./support/fill-accounts";
import { fillCharges } from "./support/fill-charges";
import { get } from "./support/http-client";
import { interleave, type Measured, type Subject } from "./support/interleave";
import { openBenchDatabase } from "./support/open-bench-database";
import { openBenchSession } from "./support/open-bench-session";
import { cpuMsOf } from "./support/process-tree";
import type { BenchOptions, Outcome, Report } from "./support/report";
import type { SpawnedServer } from "./support/spawn-server";
import { cookieOf, startEspalier } from "./support/start-espalier";
import { weighMoney } from "./support/weigh-money";

const few = 10_000;
/** billing/README.md §10, B6: of a page with very many charges, warm, over HTTP. */
const gateMs: Readonly<Record<string, { gate: number; stretch: number }>> = {
  "bill of a month": { gate: 150, stretch: 60 },
  transactions: { gate: 80, stretch: 40 },
  "spend and trend": { gate: 150, stretch: 60 },
};
const people = 200;

interface Place {
  size: "few" | "many";
  database: { appUrl: string; ownerUrl: string; superuserUrl: string };
  /** The month that is over, `YYYY-MM`. */
  before: string;
  token: string;
  pages: Record<string, string>;
}

/**
 * The finance pages of an account with very many charges, against the same with 10,000: rollups and keysets hold. Then
 * its month as a file, and what charges and transfers weigh. `--charges 2000000` where there is no time for ten million.
 */
export async function moneyPages({ quick }: BenchOptions): Promise<Report> {
  const { charges } = parseArgs({ strict: false, options: { charges: { type: "string" } } }).values;
  const many = charges ? Number(charges) : quick ? 1_000_000 : 10_000_000;
  const cluster = await openBenchDatabase();
  const servers: SpawnedServer[] = [];
  try {
    const places = [await fill("few", await cluster.another("espalier_few"), few), await fill("many", cluster, many)];
    for (const { database } of places) servers.push(await startEspalier({ dataDir: cluster.dataDir, database }));
    const measured = await interleave(
      places.flatMap((place, index) => pagesOf(place, servers[index], cluster.pid)),
      { rounds: 5, count: quick ? 12 : 60, warmUp: quick ? 12 : 200 },
    );
    const [, place] = places;
    const [, server] = servers;
    if (!place || !server) throw new Error("nothing was filled");
    const exported = await compareMonthExport({ ...place, origin: server.origin, rounds: 3 });
    const size = await weighMoney(cluster.superuserUrl);
    return {
      outcomes: [...compare(measured), ...againstGates(measured), exported.outcome, ...size.outcomes],
      measured,
      facts: [`${many} charges of ${people} sub-accounts against ${few}`, ...exported.facts, ...size.facts],
    };
  } finally {
    for (const server of servers) await server.stop();
    await cluster.close();
  }
}

async function fill(size: Place["size"], database: Place["database"], count: number): Promise<Place> {
  await fillAccounts(database.ownerUrl, [{ name: "harbor", subAccounts: people }]);
  await fillCharges(database.ownerUrl, "harbor", count);
  const sql = connectDirectly(database.superuserUrl);
  const [row] = await sql<{ month: string; before: string; name: string; period: string; id: string }[]>`
    select to_char(max(p.period), 'YYYY-MM') as month, to_char(min(p.period), 'YYYY-MM') as before, min(n.name) as name,
      (select min(period)::text from app.transfers) as period,
      (select max(id)::text from app.transfers where period = (select min(period) from app.transfers)) as id
    from app.billing_periods p, app.reserved_names n where n.sub_account_id is not null`;
  await sql.end();
  const { month = "", before = "", name = "", period = "", id = "" } = row ?? {};
  const deep = writeCursor({ direction: "after", value: period, id });
  return {
    size,
    database,
    before,
    token: await openBenchSession(database.ownerUrl, "harbor"),
    pages: {
      "bill of a month": `/bills/${month}`,
      "bill by SKU": `/bills/${month}?by=sku`,
      "sub-account's bill": `/bills/${month}/${name}`,
      transactions: "/transactions",
      "transactions, a month deep": `/transactions?cursor=${deep}`,
      "charges of a sub-account": `/charges?month=${month}&name=${name}`,
      "spend and trend": "/spend",
      wallet: "/wallet",
    },
  };
}

function pagesOf({ size, token, pages }: Place, server: SpawnedServer | undefined, postgresPid: number): Subject[] {
  const { origin = "", pid = 0 } = server ?? {};
  return Object.entries(pages).map(([what, path]) => ({
    name: `${what} · ${size}`,
    operate: () => get(`${origin}${path}`, cookieOf(token)),
    cpuMs: () => cpuMsOf(pid, postgresPid),
  }));
}

function compare(measured: readonly Measured[]): Outcome[] {
  return measured.flatMap(({ name, p99Ms }) => {
    const [what = "", size] = name.split(" · ");
    const small = measured.find((one) => one.name === `${what} · few`);
    if (size !== "many" || !small) return [];
    return [
      {
        what: `${what}, p99 many of few`,
        ratio: p99Ms / small.p99Ms,
        sense: "at-most" as const,
        firstRelease: 1.5,
        goal: 1.5,
      },
    ];
  });
}

function againstGates(measured: readonly Measured[]): Outcome[] {
  return Object.entries(gateMs).map(([what, { gate, stretch }]) => ({
    what: `B6: ${what} with many charges, p99 over HTTP`,
    ratio: measured.find(({ name }) => name === `${what} · many`)?.p99Ms ?? Number.NaN,
    sense: "at-most",
    firstRelease: gate,
    goal: stretch,
    unit: " ms",
  }));
}
