import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { EspalierClient } from "@/integrations/typescript-client/client";
import { verifyWebhook } from "@/integrations/typescript-client/webhooks";
import { orderOf, type WorkspaceOrder, WorkspaceOrders } from "@/integrations/typescript-client/workspace-orders";
import { createServiceKey } from "@/lib/domain/service-keys/create-service-key";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { enableSubAccount } from "@/lib/domain/sub-accounts/enable-sub-account";
import { createServiceEndpoint } from "@/lib/domain/webhooks/create-service-endpoint";
import { orderEvents } from "@/lib/domain/webhooks/schema";
import { closePool, connectPool } from "@/lib/foundation/pools";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator, later } from "@/tests/support/build-context";
import { arnOf } from "@/tests/support/build-resource";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { connectDirectly } from "@/tests/support/clone-database";
import { typescript } from "@/tests/support/node-flags";
import { startNode } from "@/tests/support/start-processes";
import { openBenchDatabase } from "./support/open-bench-database";
import { cpuMsOf } from "./support/process-tree";
import { median } from "./support/quantile";
import type { BenchOptions, Report } from "./support/report";
import { secondsOf } from "./support/seconds-of";
import { spawnServer } from "./support/spawn-server";

/** A service that reports like this many workers of its own, each so many resources in a call. */
const atOnce = 2;
const perCall = 100;

/**
 * From the disabling of a sub-account until its service has said of every resource that it stopped: the worker's webhook
 * and the reports over HTTP. Then enabling.
 */
export async function fanOut({ quick }: BenchOptions): Promise<Report> {
  const count = quick ? 100 : 1_000;
  const database = await openBenchDatabase();
  connectPool(database.appUrl);
  const direct = connectDirectly(database.superuserUrl);
  const environment = { DATABASE_URL: database.appUrl, ESPALIER_DATA_DIR: database.dataDir };
  const server = await spawnServer({
    args: [...typescript, "bench/support/machine-probe.ts"],
    environment,
    path: "/ping",
  });
  const worker = startNode([...typescript, "bin/worker.ts"], environment);
  const root = { ...(await buildAccount()), authorityEpoch: null };
  await buildSubAccount(root, { name: "ada" });
  const service = await startService(
    server.origin,
    Array.from({ length: count }, (_, n) => arnOf(root, `i-${n}`)),
  );
  try {
    const enforced = async (epoch: number) => {
      const [row] = await direct<{ left: number }[]>`select count(*)::int as left from app.resources
        where account_id = ${root.accountId} and enforced_epoch < ${epoch}`;
      return row?.left === 0;
    };
    const until = async (epoch: number) => {
      while (!(await enforced(epoch))) await sleep(20);
    };
    await service.reportAll();
    const [bare, stopped, resumed]: [number[], number[], number[]] = [[], [], []];
    const rounds = quick ? 1 : 5;
    const cpuBefore = cpuMsOf(server.pid, database.pid);
    for (let round = 0; round < rounds; round++) {
      bare.push(await secondsOf(() => service.reportAll()));
      stopped.push(
        await secondsOf(async () => {
          await disableSubAccount(later(root, {}), { name: "ada", reason: "" });
          await until(2 * round + 1);
        }),
      );
      resumed.push(
        await secondsOf(async () => {
          await enableSubAccount(later(root, {}), { name: "ada" });
          await until(2 * round + 2);
        }),
      );
    }
    const cpuMs = (cpuMsOf(server.pid, database.pid) - cpuBefore) / (3 * rounds * count);
    const seconds = { sense: "at-most", unit: " s", firstRelease: 5, goal: 5 } as const;
    return {
      outcomes: [
        { what: `disabling, until ${count} resources are enforced`, ratio: median(stopped), ...seconds },
        { what: `enabling, until ${count} resources are enforced`, ratio: median(resumed), ...seconds },
      ],
      facts: [
        `${count} reports by themselves, ${perCall} in a call, ${atOnce} calls at once: ${median(bare).toFixed(2)} s`,
        `${cpuMs.toFixed(2)} CPU-ms per report, Espalier and PostgreSQL`,
      ],
    };
  } finally {
    service.stop();
    await worker.stop();
    await server.stop();
    await direct.end();
    await closePool();
    await database.close();
  }
}

/** What a platform service does on the public interfaces: heeds orders, and says of each resource what it did. */
async function startService(origin: string, arns: readonly string[]) {
  const host = buildOperator({ host: true });
  const scopes = ["resources:write" as const];
  const { token } = await createServiceKey(host, { name: "bench", services: ["compute"], scopes });
  const client = new EspalierClient({ origin, serviceKey: token });
  const orders = new WorkspaceOrders();
  let version = 0;
  const reportAll = async (order?: WorkspaceOrder) => {
    version++;
    const state = order?.decided === "suspended" ? "stopped" : "running";
    const enforcedEpoch = order?.epoch ?? orders.all()[0]?.epoch ?? 0;
    const told = { subAccount: "ada", state, version, enforcedEpoch } as const;
    const left = arns.map((arn) => ({ ...told, arn, name: arn.slice(-12) }));
    const report = async () => {
      while (left.length > 0) {
        for (const verdict of await client.reportResources(left.splice(0, perCall)))
          if (verdict.status === "refused") throw new Error(verdict.detail);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, report));
  };
  let secrets: string[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const order = orderOf(verifyWebhook({ headers: request.headers, body: Buffer.concat(parts), secrets }));
    response.end();
    if (order && orders.heed(order)) await reportAll(order);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const endpoint = { name: "bench", url, description: "", events: [...orderEvents], isPrivate: true };
  secrets = [(await createServiceEndpoint(host, endpoint)).secret];
  return { reportAll: () => reportAll(), stop: () => server.close() };
}
