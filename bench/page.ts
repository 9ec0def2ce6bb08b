import { buildBareNext } from "./support/bare-next";
import { fillAccounts } from "./support/fill-accounts";
import { get } from "./support/http-client";
import { interleave } from "./support/interleave";
import { listPages } from "./support/list-pages";
import { openBenchDatabase } from "./support/open-bench-database";
import { openBenchSession } from "./support/open-bench-session";
import { cpuMsOf } from "./support/process-tree";
import type { BenchOptions, Report } from "./support/report";
import type { SpawnedServer } from "./support/spawn-server";
import { cookieOf, startEspalier } from "./support/start-espalier";

/** The sub-account list with 50 rows, through the door, against an empty dynamic page of the same Next without one. */
export async function page({ quick }: BenchOptions): Promise<Report> {
  const database = await openBenchDatabase();
  const bare = buildBareNext();
  const servers: SpawnedServer[] = [];
  try {
    await fillAccounts(database.ownerUrl, [{ name: "harbor", subAccounts: 1_000 }]);
    const cookie = cookieOf(await openBenchSession(database.ownerUrl, "harbor"));
    const ours = await startEspalier({ dataDir: database.dataDir, database });
    servers.push(ours);
    const empty = await bare.start();
    servers.push(empty);
    const pages = await listPages(ours.origin, cookie);
    const shown = { list: pages.list, "list, filtered by state": pages.filtered, "list, next page": pages.next };
    const cpuMs = () => cpuMsOf(ours.pid, database.pid);
    const measured = await interleave(
      [
        {
          name: "Next's empty dynamic page",
          operate: () => get(empty.origin),
          cpuMs: () => cpuMsOf(empty.pid),
          warmUp: quick ? 200 : 2_000,
        },
        ...Object.entries(shown).map(([name, url]) => ({ name, operate: () => get(url, cookie), cpuMs })),
      ],
      // Three addresses of one page warm one server.
      { rounds: 5, count: quick ? 50 : 300, warmUp: quick ? 70 : 700, atOnce: 2 },
    );
    const [floor, ...lists] = measured;
    return {
      outcomes: lists.map(({ name, cpuMs: cost }) => ({
        what: `${name}, of an empty page`,
        ratio: cost / (floor?.cpuMs ?? Number.NaN),
        sense: "at-most",
        firstRelease: 2.5,
        goal: 1.3,
      })),
      measured,
    };
  } finally {
    for (const server of servers) await server.stop();
    bare.remove();
    await database.close();
  }
}
