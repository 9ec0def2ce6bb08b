import { closePool, connectPool } from "@/lib/foundation/pools";
import { buildAccount } from "@/tests/support/build-account";
import { insertRootKeys } from "@/tests/support/insert-root-keys";
import { typescript } from "@/tests/support/node-flags";
import { ram, ramClient } from "@/tests/support/ram-clients";
import { fillPeople } from "./support/fill-keys";
import { interleave } from "./support/interleave";
import { openBenchDatabase } from "./support/open-bench-database";
import { cpuMsOf } from "./support/process-tree";
import type { BenchOptions, Report } from "./support/report";
import { spawnServer } from "./support/spawn-server";

const args = [...typescript, "bench/support/machine-probe.ts"];

/** One key makes at most 100 calls a second. */
const keysEach = 10;

/** CreateUser, GetUser and a page of ListUsers by the RAM client, in an account of 100 people and in one of 100,000. */
export async function api({ quick }: BenchOptions): Promise<Report> {
  const database = await openBenchDatabase();
  connectPool(database.appUrl);
  const environment = { DATABASE_URL: database.appUrl, ESPALIER_SUB_ACCOUNTS_MAX: "200000" };
  const server = await spawnServer({ args, environment, path: "/ping" });
  try {
    const port = Number(new URL(server.origin).port);
    const clientIn = async (people: number) => {
      const root = { ...(await buildAccount()), authorityEpoch: null };
      await fillPeople(database.ownerUrl, root.accountId, people);
      const clients = (await insertRootKeys(root, keysEach)).map((key) => ramClient({ port, key }));
      return (turn: number) => clients[turn % keysEach] ?? ramClient({ port, key: { accessKeyId: "", secret: "" } });
    };
    const many = quick ? 5_000 : 100_000;
    const small = await clientIn(100);
    const large = await clientIn(many);
    const cpuMs = () => cpuMsOf(server.pid, database.pid);
    let made = 0;
    const list = (client: typeof small) => (turn: number) =>
      client(turn).listUsers(new ram.ListUsersRequest({ maxItems: 100 }));
    const measured = await interleave(
      [
        { name: "ListUsers, 100 people", operate: list(small), cpuMs },
        { name: `ListUsers, ${many} people`, operate: list(large), cpuMs },
        {
          name: `CreateUser, ${many} people`,
          operate: (turn) => large(turn).createUser(new ram.CreateUserRequest({ userName: `made-${made++}` })),
          cpuMs,
        },
        {
          name: `GetUser, ${many} people`,
          operate: (turn) => large(turn).getUser(new ram.GetUserRequest({ userName: "made-0" })),
          cpuMs,
        },
      ],
      { rounds: 5, count: quick ? 50 : 200, warmUp: 50 },
    );
    const [few, lots] = measured;
    return {
      outcomes: [
        {
          what: `a page of ListUsers with ${many} people, of one with 100 (p50)`,
          ratio: (lots?.p50Ms ?? Number.NaN) / (few?.p50Ms ?? Number.NaN),
          sense: "at-most",
          firstRelease: 1.2,
          goal: 1.1,
        },
        {
          what: "the same in CPU",
          ratio: (lots?.cpuMs ?? Number.NaN) / (few?.cpuMs ?? Number.NaN),
          sense: "at-most",
          firstRelease: 1.2,
          goal: 1.1,
        },
      ],
      measured,
    };
  } finally {
    await server.stop();
    await closePool();
    await database.close();
  }
}
