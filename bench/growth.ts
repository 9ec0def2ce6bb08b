import { resumeSession } from "@/lib/domain/sessions/resume-session";
import { listSubAccounts } from "@/lib/domain/sub-accounts/queries";
import { SubAccountFilter } from "@/lib/domain/sub-accounts/schema";
import { writeCursor } from "@/lib/foundation/cursor";
import { closePool, connectPool } from "@/lib/foundation/pools";
import { connectDirectly } from "@/tests/support/clone-database";
import { contextOf, requestNow } from "./support/bench-context";
import { fillAccounts } from "./support/fill-accounts";
import { get } from "./support/http-client";
import { interleave, type Measured, repeat, type Subject } from "./support/interleave";
import { openBenchDatabase } from "./support/open-bench-database";
import { openBenchSession } from "./support/open-bench-session";
import { cpuMsOf } from "./support/process-tree";
import type { BenchOptions, Outcome, Report } from "./support/report";
import type { SpawnedServer } from "./support/spawn-server";
import { cookieOf, startEspalier } from "./support/start-espalier";

const sizes = { small: { accounts: 1, people: 100 }, large: { accounts: 1_000, people: 100_000 } };

/** Finds 3 of 100 and 3,125 of 100,000, so the two are told and not compared: it reads as much as it finds. */
const broad = "search that finds 1 of 32";

interface Place {
  name: string;
  database: { appUrl: string; ownerUrl: string };
  token: string;
  queries: Record<string, Record<string, string>>;
}

/** The same questions in an installation of one account with 100 people and of 1,000 with 100,000 in one of them. */
export async function growth({ quick }: BenchOptions): Promise<Report> {
  const cluster = await openBenchDatabase();
  const servers: SpawnedServer[] = [];
  try {
    const urls = await cluster.another("espalier_small");
    const places = [await fill("small", urls), await fill("large", cluster)];
    const subjects: Subject[] = [];
    for (const place of places) subjects.push(...(await queriesOf(place, cluster.pid)));
    const asked = await interleave(subjects, { rounds: 5, count: quick ? 100 : 300, warmUp: quick ? 50 : 200 });
    await closePool();
    for (const { database } of places) servers.push(await startEspalier({ dataDir: cluster.dataDir, database }));
    const shown = await interleave(
      places.flatMap((place, index) => pagesOf(place, servers[index], cluster.pid)),
      { rounds: 5, count: quick ? 40 : 100, warmUp: quick ? 40 : 500 },
    );
    return {
      outcomes: [...compare(shown), ...compare(asked)],
      measured: [...shown, ...asked],
      facts: [`large: ${JSON.stringify(sizes.large)}; small: ${JSON.stringify(sizes.small)}`],
    };
  } finally {
    await closePool();
    for (const server of servers) await server.stop();
    await cluster.close();
  }
}

async function fill(size: keyof typeof sizes, database: Place["database"] & { superuserUrl: string }): Promise<Place> {
  const { accounts, people } = sizes[size];
  const others = Array.from({ length: accounts - 1 }, (_, n) => ({ name: `account-${n}`, subAccounts: 20 }));
  await fillAccounts(database.ownerUrl, [{ name: "harbor", subAccounts: people }, ...others]);
  const sql = connectDirectly(database.superuserUrl);
  const deep = await sql<{ id: string; name: string }[]>`select s.id, s.name from app.sub_accounts s
    join app.accounts a using (account_id) where a.name = 'harbor' order by s.name collate "C" offset ${people - 60} limit 1`;
  await sql.end();
  const { id = "", name = "" } = deep[0] ?? {};
  return {
    name: size,
    database,
    token: await openBenchSession(database.ownerUrl, "harbor"),
    queries: {
      "first page": {},
      "first page by age": { sort: "-created" },
      "filtered by state": { state: "active" },
      "deep page": { cursor: writeCursor({ direction: "after", value: name, id }) },
      "search that finds one": { q: name },
      [broad]: { q: "ada" },
    },
  };
}

/** Straight at the queries, with the session check that every request begins with as one of them. */
async function queriesOf({ name, database, token, queries }: Place, postgresPid: number): Promise<Subject[]> {
  const use = async () => {
    await closePool();
    connectPool(database.appUrl);
  };
  await use();
  const ctx = await contextOf(token);
  const operations = Object.entries(queries).map(([what, query]) => {
    const filter = SubAccountFilter.parse(query);
    return { what: `query, ${what}`, operate: async (): Promise<unknown> => listSubAccounts(ctx, filter) };
  });
  operations.push({ what: "session check", operate: () => resumeSession(token, requestNow()) });
  return operations.map(({ what, operate }) => ({
    name: `${what} · ${name}`,
    operate,
    cpuMs: () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000 + cpuMsOf(postgresPid);
    },
    prepare: async () => {
      await use();
      await repeat({ operate }, 20, 1);
    },
  }));
}

function pagesOf({ name, token, queries }: Place, server: SpawnedServer | undefined, postgresPid: number): Subject[] {
  const { origin = "", pid = 0 } = server ?? {};
  return Object.entries(queries)
    .filter(([what]) => ["first page", "deep page", "search that finds one", broad].includes(what))
    .map(([what, query]) => ({
      name: `page, ${what} · ${name}`,
      operate: () => get(`${origin}/sub-accounts?${new URLSearchParams(query)}`, cookieOf(token)),
      cpuMs: () => cpuMsOf(pid, postgresPid),
    }));
}

function compare(measured: readonly Measured[]): Outcome[] {
  return measured.flatMap(({ name, p99Ms }) => {
    const [what = "", size] = name.split(" · ");
    const small = measured.find((one) => one.name === `${what} · small`);
    if (size !== "large" || !small || what.endsWith(broad)) return [];
    const ratio = p99Ms / small.p99Ms;
    return [{ what: `${what}, p99 large of small`, ratio, sense: "at-most" as const, firstRelease: 1.2, goal: 1.05 }];
  });
}
