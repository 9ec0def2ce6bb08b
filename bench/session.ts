import { typescript } from "@/tests/support/node-flags";
import { fillAccounts } from "./support/fill-accounts";
import { get, send } from "./support/http-client";
import { interleave } from "./support/interleave";
import { openBenchDatabase } from "./support/open-bench-database";
import { openBenchSessions } from "./support/open-bench-session";
import { cpuMsOf } from "./support/process-tree";
import { quantile } from "./support/quantile";
import type { BenchOptions, Report } from "./support/report";
import { type SpawnedServer, spawnServer } from "./support/spawn-server";
import { cookieOf } from "./support/start-espalier";

/** A session check in a `node:http` server against its ping, and how soon a second process refuses an ended session. */
export async function session({ quick }: BenchOptions): Promise<Report> {
  const database = await openBenchDatabase();
  const servers: SpawnedServer[] = [];
  try {
    await fillAccounts(database.ownerUrl, [{ name: "harbor", subAccounts: 100 }]);
    const [kept = "", ...ending] = await openBenchSessions(database.ownerUrl, "harbor", quick ? 50 : 500);
    const args = [...typescript, "bench/support/session-probe.ts"];
    const start = async () => {
      const environment = { DATABASE_URL: database.appUrl };
      const server = await spawnServer({ args, environment, path: "/ping" });
      servers.push(server);
      return server;
    };
    const [here, there] = [await start(), await start()];
    const cpuMs = () => cpuMsOf(here.pid, database.pid);
    const measured = await interleave(
      [
        { name: "node:http ping", operate: () => get(`${here.origin}/ping`), cpuMs },
        { name: "node:http + session check", operate: () => get(`${here.origin}/session`, cookieOf(kept)), cpuMs },
      ],
      { rounds: 5, count: quick ? 500 : 5_000, warmUp: quick ? 500 : 3_000, atOnce: 4 },
    );
    const delays: number[] = [];
    for (const token of ending) delays.push(await delayOfRefusal(here.origin, there.origin, cookieOf(token)));
    const [ping, check] = measured;
    return {
      outcomes: [
        {
          what: "session check, of a node:http ping",
          ratio: (ping?.cpuMs ?? Number.NaN) / (check?.cpuMs ?? Number.NaN),
          sense: "at-least",
          firstRelease: 0.4,
          goal: 0.7,
        },
        {
          what: "p99 from the end of a session to its refusal by a second process",
          ratio: quantile(delays, 0.99),
          sense: "at-most",
          firstRelease: 50,
          goal: 10,
          unit: " ms",
        },
      ],
      measured,
    };
  } finally {
    for (const server of servers) await server.stop();
    await database.close();
  }
}

/** From the answer to "sign out" at one process to the first refusal at another that just let the same cookie in. */
async function delayOfRefusal(here: string, there: string, cookie: string): Promise<number> {
  await get(`${there}/session`, cookie);
  await get(`${here}/end`, cookie);
  const endedAt = performance.now();
  while ((await send(`${there}/session`, { headers: { cookie } })).status === 200);
  return performance.now() - endedAt;
}
