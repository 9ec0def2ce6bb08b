import { attachPolicyToUser } from "@/lib/domain/policies/attach-policy-to-user";
import { createSubAccount } from "@/lib/domain/sub-accounts/create-sub-account";
import { CreateSubAccountInput } from "@/lib/domain/sub-accounts/schema";
import { closePool, connectPool } from "@/lib/foundation/pools";
import { buildAccount } from "@/tests/support/build-account";
import { typescript } from "@/tests/support/node-flags";
import { issueKey } from "@/tests/support/open-ram-api";
import { buildV3Request } from "@/tests/support/sign-request";
import { fillKeys } from "./support/fill-keys";
import { send } from "./support/http-client";
import { interleave, type Measured } from "./support/interleave";
import { openBenchDatabase } from "./support/open-bench-database";
import { cpuMsOf } from "./support/process-tree";
import type { BenchOptions, Report } from "./support/report";
import { spawnServer } from "./support/spawn-server";

const args = [...typescript, "bench/support/machine-probe.ts"];

/** As many callers as keep a process busy, and as few as meet each other now and then. */
const [busy, calm] = [32, 4];

/**
 * A signed call, from its bytes to its answer, against `node:http` with the same crypto; with few keys and with many.
 * GetAccountAlias is the call itself: digest, time, nonce, key state, policy. GetUser opens a transaction of its own, too.
 */
export async function verify({ quick }: BenchOptions): Promise<Report> {
  const [few, many] = quick ? [1_000, 20_000] : [10_000, 1_000_000];
  const database = await openBenchDatabase();
  connectPool(database.appUrl);
  const server = await spawnServer({ args, environment: { DATABASE_URL: database.appUrl }, path: "/ping" });
  try {
    const root = { ...(await buildAccount()), authorityEpoch: null };
    // Enough callers that none meets its own limit of 100 calls a second.
    const names = Array.from({ length: quick ? 50 : 100 }, (_, index) => `caller-${index}`);
    for (const name of names) {
      await createSubAccount(root, CreateSubAccountInput.parse({ name }));
      await attachPolicyToUser(root, { name, policyType: "System", policyName: "AliyunRAMReadOnlyAccess" });
    }
    const keys: { name: string; key: Awaited<ReturnType<typeof issueKey>> }[] = [];
    for (const name of names) keys.push({ name, key: await issueKey(root, name) });
    const { host } = new URL(server.origin);
    const call = (path: string, action: string) => async (turn: number) => {
      const { name, key } = keys[turn % keys.length] ?? keys[0] ?? { name: "", key: { accessKeyId: "", secret: "" } };
      const query = { UserName: name };
      const { request } = buildV3Request(key, { action, query, host });
      const answer = await send(`${server.origin}${path}?${new URLSearchParams(query)}`, {
        method: "POST",
        headers: Object.fromEntries(request.headers),
      });
      if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${answer.body}`);
    };
    const cpuMs = () => cpuMsOf(server.pid, database.pid);
    const measure = (count: number, atOnce: number) =>
      interleave(
        [
          { name: `node:http + same crypto, ${atOnce} at once`, operate: call("/crypto", "GetUser"), cpuMs },
          { name: `signed call, ${count} keys`, operate: call("/", "GetAccountAlias"), cpuMs },
          { name: "signed call that reads (GetUser)", operate: call("/", "GetUser"), cpuMs },
        ],
        { rounds: 5, count: quick ? 300 : 2_000, warmUp: quick ? 300 : 2_000, atOnce },
      );
    await fillKeys(database.ownerUrl, root.accountId, few);
    const alone = await measure(few, calm);
    const small = await measure(few, busy);
    await fillKeys(database.ownerUrl, root.accountId, many - few);
    const large = await measure(many, busy);
    return { outcomes: outcomesOf({ alone, small, large }), measured: [...alone, ...small, ...large] };
  } finally {
    await server.stop();
    await closePool();
    await database.close();
  }
}

type Three = Record<"alone" | "small" | "large", readonly Measured[]>;

function outcomesOf({ alone, small, large }: Three): Report["outcomes"] {
  const cost = (measured: readonly Measured[], at: number) => measured[at]?.cpuMs ?? Number.NaN;
  const ofLimit = (measured: readonly Measured[], at: number) => cost(measured, 0) / cost(measured, at);
  return [
    ...[
      { what: `signed call, of node:http with the same crypto, ${busy} at once`, ratio: ofLimit(small, 1) },
      { what: `the same, ${calm} at once`, ratio: ofLimit(alone, 1) },
      { what: `one that reads in a transaction of its own, ${busy} at once`, ratio: ofLimit(small, 2) },
    ].map((one) => ({ ...one, sense: "at-least" as const, firstRelease: 0.5, goal: 0.8 })),
    {
      what: "many keys, of few",
      ratio: cost(large, 1) / cost(small, 1),
      sense: "at-most",
      firstRelease: undefined,
      goal: 1.1,
    },
  ];
}
