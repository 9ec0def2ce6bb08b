import { setTimeout as sleep } from "node:timers/promises";
import { buildBareNext } from "./support/bare-next";
import { fillAccounts } from "./support/fill-accounts";
import { get, send } from "./support/http-client";
import { repeat } from "./support/interleave";
import { listPages } from "./support/list-pages";
import { openBenchDatabase } from "./support/open-bench-database";
import { openBenchSession } from "./support/open-bench-session";
import { memoryMbOf, processTree } from "./support/process-tree";
import { median } from "./support/quantile";
import type { BenchOptions, Report } from "./support/report";
import type { SpawnedServer } from "./support/spawn-server";
import { cookieOf, startEspalier } from "./support/start-espalier";

const settleMs = 5_000;

/** From the spawn to the first page somebody signed in sees, idle memory, and memory after many requests. */
export async function start({ quick }: BenchOptions): Promise<Report> {
  const database = await openBenchDatabase();
  const bare = buildBareNext();
  let last: SpawnedServer | undefined;
  try {
    await fillAccounts(database.ownerUrl, [{ name: "harbor", subAccounts: 1_000 }]);
    const token = await openBenchSession(database.ownerUrl, "harbor");
    await database.stop();
    const startOurs = () => startEspalier({ dataDir: database.dataDir, path: "/sub-accounts", token });
    await (await startOurs()).stop();
    const [oursMs, bareMs]: [number[], number[]] = [[], []];
    for (let round = 0; round < (quick ? 1 : 5); round++) {
      bareMs.push(await timeStart(bare.start));
      oursMs.push(await timeStart(startOurs));
    }
    last = await bare.start();
    await sleep(settleMs);
    const bareMb = memoryMbOf(last.pid);
    await last.stop();
    last = await startOurs();
    await sleep(settleMs);
    const ourMb = memoryMbOf(last.pid);
    const parts = processTree(last.pid).map(({ pid, name }) => ({ name, mb: memoryMbOf(pid) }));
    const [warm, tired] = await tire(last, cookieOf(token), quick ? 500 : 10_000);
    return {
      outcomes: [
        {
          what: "spawn to the first signed-in page, of bare Next's first page",
          ratio: median(oursMs) / median(bareMs),
          sense: "at-most",
          firstRelease: 1.5,
          goal: 1.1,
        },
        {
          what: "idle memory of all processes with PostgreSQL, of bare Next",
          ratio: ourMb / bareMb,
          sense: "at-most",
          firstRelease: 1.6,
          goal: 1.2,
        },
        {
          what: "memory after five times as many mixed requests, of after the first fifth",
          ratio: tired / warm,
          sense: "at-most",
          firstRelease: 1.05,
          goal: 1.05,
        },
      ],
      facts: [
        `start: ours ${median(oursMs).toFixed(0)} ms, bare ${median(bareMs).toFixed(0)} ms`,
        `idle: ours ${ourMb.toFixed(0)} MB, bare ${bareMb.toFixed(0)} MB`,
        `each with its descendants: ${parts.map(({ name, mb }) => `${name} ${mb.toFixed(0)}`).join(", ")}`,
        `after mixed requests: ${warm.toFixed(0)} MB, then ${tired.toFixed(0)} MB`,
      ],
    };
  } finally {
    await last?.stop();
    bare.remove();
    await database.close();
  }
}

async function timeStart(begin: () => Promise<SpawnedServer>): Promise<number> {
  const server = await begin();
  await server.stop();
  return server.readyMs;
}

/** Memory after `count` mixed requests and after five times as many. */
async function tire({ origin, pid }: SpawnedServer, cookie: string, count: number): Promise<[number, number]> {
  const { list, filtered, next } = await listPages(origin, cookie);
  const address = (turn: number) => `${origin}/sub-accounts/new/name-check?name=person-${turn}`;
  const mix = [
    () => get(list, cookie),
    () => get(filtered, cookie),
    () => get(next, cookie),
    () => get(`${origin}/login`),
    () => get(`${origin}/harbor/login`),
    () => get(`${origin}/home`, cookie),
    () => get(`${origin}/livez`),
    () => get(`${origin}/favicon.svg`),
    () => send(`${origin}/sub-accounts/nobody-of-that-name`, { headers: { cookie } }),
    (turn: number) => send(address(turn), { headers: { cookie } }),
  ];
  const operate = (turn: number) => (mix[turn % mix.length] ?? mix[0])?.(turn) ?? Promise.resolve();
  await repeat({ operate }, count, 4);
  await sleep(settleMs);
  const warm = memoryMbOf(pid);
  await repeat({ operate }, 4 * count, 4);
  await sleep(settleMs);
  return [warm, memoryMbOf(pid)];
}
