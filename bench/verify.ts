import { createSubAccount } from "@/lib/domain/sub-accounts/create-sub-account";
import { CreateSubAccountInput } from "@/lib/domain/sub-accounts/schema";
import { closePool, connectPool } from "@/lib/foundation/transaction";
import { buildAccount } from "@/tests/support/build-account";
import { issueKey } from "@/tests/support/open-ram-api";
import { buildV3Request } from "@/tests/support/sign-request";
import { fillKeys } from "./support/fill-keys";
import { send } from "./support/http-client";
import { interleave, type Measured } from "./support/interleave";
import { openBenchDatabase } from "./support/open-bench-database";
import { cpuMsOf } from "./support/process-tree";
import type { BenchOptions, Report } from "./support/report";
import { spawnServer } from "./support/spawn-server";

const args = ["--conditions=react-server", "--import", "tsx", "bench/support/machine-probe.ts"];

/** A signed call, from its bytes to its answer, against `node:http` with the same crypto; with few keys and with many. */
export async function verify({ quick }: BenchOptions): Promise<Report> {
  const [few, many] = quick ? [1_000, 20_000] : [10_000, 1_000_000];
  const database = await openBenchDatabase();
  connectPool(database.appUrl);
  const server = await spawnServer({ args, environment: { DATABASE_URL: database.appUrl }, path: "/ping" });
  try {
    const root = { ...(await buildAccount()), authorityEpoch: null };
    // Enough callers that none meets its own limit of 100 calls a second.
    const names = Array.from({ length: quick ? 10 : 50 }, (_, index) => `caller-${index}`);
    for (const name of names) await createSubAccount(root, CreateSubAccountInput.parse({ name }));
    const keys: { name: string; key: Awaited<ReturnType<typeof issueKey>> }[] = [];
    for (const name of names) keys.push({ name, key: await issueKey(root, name) });
    const { host } = new URL(server.origin);
    const call = (path: string) => async (turn: number) => {
      const { name, key } = keys[turn % keys.length] ?? keys[0] ?? { name: "", key: { accessKeyId: "", secret: "" } };
      const { request } = buildV3Request(key, { action: "GetUser", query: { UserName: name }, host });
      const answer = await send(`${server.origin}${path}?UserName=${name}`, {
        method: "POST",
        headers: Object.fromEntries(request.headers),
      });
      if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${answer.body}`);
    };
    const cpuMs = () => cpuMsOf(server.pid, database.pid);
    const measure = (count: number) =>
      interleave(
        [
          { name: "node:http + same crypto", operate: call("/crypto"), cpuMs },
          { name: `signed call (GetUser), ${count} keys`, operate: call("/"), cpuMs },
        ],
        { rounds: 5, count: quick ? 200 : 1_000, warmUp: quick ? 200 : 1_000, atOnce: 4 },
      );
    await fillKeys(database.ownerUrl, root.accountId, few);
    const small = await measure(few);
    await fillKeys(database.ownerUrl, root.accountId, many - few);
    const large = await measure(many);
    return { outcomes: outcomesOf(small, large), measured: [...small, ...large] };
  } finally {
    await server.stop();
    await closePool();
    await database.close();
  }
}

function outcomesOf(small: readonly Measured[], large: readonly Measured[]): Report["outcomes"] {
  const [smallLimit = Number.NaN, smallCall = Number.NaN] = small.map(({ cpuMs }) => cpuMs);
  const [, largeCall = Number.NaN] = large.map(({ cpuMs }) => cpuMs);
  return [
    {
      what: "signed call, of node:http with the same crypto",
      ratio: smallLimit / smallCall,
      sense: "at-least",
      firstRelease: 0.5,
      goal: 0.8,
    },
    { what: "many keys, of few", ratio: largeCall / smallCall, sense: "at-most", firstRelease: undefined, goal: 1.1 },
  ];
}
