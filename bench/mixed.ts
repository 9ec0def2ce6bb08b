import { setTimeout as sleep } from "node:timers/promises";
import { attachPolicyToUser } from "@/lib/domain/policies/attach-policy-to-user";
import { createServiceKey } from "@/lib/domain/service-keys/create-service-key";
import { CreateServiceKeyInput } from "@/lib/domain/service-keys/schema";
import { hostContext } from "@/lib/entrypoints/cli/host-context";
import { closePool, connectPool } from "@/lib/foundation/pools";
import { buildAccount } from "@/tests/support/build-account";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { connectDirectly } from "@/tests/support/clone-database";
import { typescript } from "@/tests/support/node-flags";
import { issueKey } from "@/tests/support/open-ram-api";
import { buildV3Request } from "@/tests/support/sign-request";
import { fillAccounts } from "./support/fill-accounts";
import { fillBooks } from "./support/fill-books";
import { fillPastMonths } from "./support/fill-past-months";
import { get, send } from "./support/http-client";
import { repeat } from "./support/interleave";
import { listPages } from "./support/list-pages";
import { openBenchDatabase } from "./support/open-bench-database";
import { openBenchSession } from "./support/open-bench-session";
import { median, quantile } from "./support/quantile";
import type { BenchOptions, Report } from "./support/report";
import { secondsOf } from "./support/seconds-of";
import { type SpawnedServer, spawnServer } from "./support/spawn-server";
import { cookieOf, startEspalier } from "./support/start-espalier";
import { sendUsage, usageBatches } from "./support/usage-batches";

type Sql = ReturnType<typeof connectDirectly>;

const eventsPerBatch = 1_000;
const senders = 4;
const branches = 40;
/** Enough that none meets its own limit of 100 calls a second. */
const callers = 10;

/**
 * What people and machines feel while the platform is busy with money: the list and a signed call while usage comes in
 * at half of the speed it could, is priced, and a month of every other account closes; against the same with none of it.
 */
export async function mixed({ quick }: BenchOptions): Promise<Report> {
  const rounds = quick ? 1 : 5;
  const size = { pages: quick ? 40 : 150, calls: quick ? 80 : 300 };
  const database = await openBenchDatabase();
  connectPool(database.appUrl);
  const sql = connectDirectly(database.superuserUrl);
  const servers: SpawnedServer[] = [];
  try {
    await fillAccounts(database.ownerUrl, [
      { name: "harbor", subAccounts: 1_000 },
      ...Array.from({ length: branches }, (_, n) => ({ name: `branch-${n}`, subAccounts: 10 })),
    ]);
    await fillBooks(database.ownerUrl);
    await sql`update app.ledger_accounts set credits_posted = 1000000000000 where kind = 'wallet'`;
    const token = await openBenchSession(database.ownerUrl, "harbor");
    const server = await startEspalier({ dataDir: database.dataDir, database });
    servers.push(server);
    const monthEnd = await startMonthEnd(database.appUrl, database.dataDir);
    servers.push(monthEnd);
    const { origin } = server;
    const { list } = await listPages(origin, cookieOf(token));
    const page = () => get(list, cookieOf(token));
    const people = await sql<{ name: string; uid: string }[]>`select s.name, a.uid from app.sub_accounts s
      join app.accounts a using (account_id) where a.name = 'harbor' and s.state = 'active' order by s.id limit 100`;
    const names = people.map(({ name }) => name);
    const call = await signedCalls(origin);
    const batch = usageBatches({ accountUid: people[0]?.uid ?? "", subAccounts: names, eventsPerBatch });
    const serviceKey = await usageKey();
    const sendBatch = () => sendUsage(origin, serviceKey, batch());
    await repeat({ operate: page }, quick ? 100 : 2_000, 2);
    await repeat({ operate: call }, quick ? 100 : 2_000, 4);
    await repeat({ operate: sendBatch }, 20, senders);
    const batches = quick ? 20 : 60;
    const perSecond = batches / (await secondsOf(() => repeat({ operate: sendBatch }, batches, senders)));
    const felt = async () => {
      const pages = await repeat({ operate: page }, size.pages, 1);
      return { page: pages, call: await repeat({ operate: call }, size.calls, 1) };
    };
    const told: Round[] = [];
    for (let round = 0; round < rounds; round++) {
      await fillPastMonths(database.ownerUrl, "branch-%", 1 + round);
      await untilRated(sql);
      const idle = await felt();
      const load = startLoad({ sendBatch, everyMs: 2_000 / perSecond, close: () => get(`${monthEnd.origin}/close`) });
      const busy = await felt();
      told.push({ idle, busy, ...(await load.end()) });
    }
    const [closed] = await sql<
      { n: number }[]
    >`select count(*)::int as n from app.billing_periods where status = 'closed'`;
    if (closed?.n !== rounds * branches) throw new Error(`${closed?.n} months were closed`);
    return reportOf(told, perSecond * eventsPerBatch);
  } finally {
    for (const server of servers) await server.stop();
    await sql.end();
    await closePool();
    await database.close();
  }
}

type Felt = Record<"page" | "call", number[]>;

interface Round {
  idle: Felt;
  busy: Felt;
  eventsPerSecond: number;
  closeSeconds: number;
}

function reportOf(rounds: readonly Round[], fullSpeed: number): Report {
  const p99 = (when: "idle" | "busy", what: keyof Felt) =>
    median(rounds.map((round) => quantile(round[when][what], 0.99)));
  const p50 = (when: "idle" | "busy", what: keyof Felt) => median(rounds.map((round) => median(round[when][what])));
  const names = { page: "the sub-account list", call: "a signed call" } as const;
  const of = (key: "eventsPerSecond" | "closeSeconds") => median(rounds.map((round) => round[key]));
  return {
    outcomes: (["page", "call"] as const).map((what) => ({
      ...{ what: `p99 of ${names[what]} while usage comes in and a month closes, of its idle p99` },
      ...{ ratio: p99("busy", what) / p99("idle", what), sense: "at-most", firstRelease: 3, goal: 1.5 },
    })),
    facts: [
      ...(["page", "call"] as const).map(
        (what) =>
          `${names[what]}: p50 idle ${p50("idle", what).toFixed(1)} ms, busy ${p50("busy", what).toFixed(1)}; p99 idle ${p99("idle", what).toFixed(1)}, busy ${p99("busy", what).toFixed(1)}`,
      ),
      `usage by itself ${fullSpeed.toFixed(0)} events a second, ${of("eventsPerSecond").toFixed(0)} while measured, priced as they came; ${branches} months closed in ${of("closeSeconds").toFixed(1)} s`,
    ],
  };
}

/** The worker's month end when the row wants it, as a process of its own. */
async function startMonthEnd(appUrl: string, dataDir: string): Promise<SpawnedServer> {
  const environment = { DATABASE_URL: appUrl, ESPALIER_DATA_DIR: dataDir };
  return spawnServer({ args: [...typescript, "bench/support/month-end-probe.ts"], environment, path: "/ping" });
}

/** Signed calls of people in turn who may read: the call itself and nothing behind it. */
async function signedCalls(origin: string) {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const keys: Awaited<ReturnType<typeof issueKey>>[] = [];
  for (const name of Array.from({ length: callers }, (_, index) => `caller-${index}`)) {
    await buildSubAccount(root, { name });
    await attachPolicyToUser(root, { name, policyType: "System", policyName: "AliyunRAMReadOnlyAccess" });
    keys.push(await issueKey(root, name));
  }
  const { host } = new URL(origin);
  return async (turn: number) => {
    const key = keys[turn % keys.length] ?? { accessKeyId: "", secret: "" };
    const { request } = buildV3Request(key, { action: "GetAccountAlias", host });
    const answer = await send(`${origin}/`, { method: "POST", headers: Object.fromEntries(request.headers) });
    if (answer.status !== 200) throw new Error(`a signed call answered ${answer.status}: ${answer.body}`);
  };
}

async function usageKey(): Promise<string> {
  const host = { ...hostContext(), stepUp: new Set(["operator-writes"] as const) };
  const key = { name: "bench", services: ["compute"], scopes: ["usage:write"] };
  return (await createServiceKey(host, CreateServiceKeyInput.parse(key))).token;
}

/** Batches at a steady pace whether or not the answers keep up, and every month that is due closed meanwhile. */
function startLoad({
  sendBatch,
  everyMs,
  close,
}: {
  sendBatch: () => Promise<void>;
  everyMs: number;
  close: () => Promise<unknown>;
}) {
  const startedAt = performance.now();
  let isOver = false;
  let sent = 0;
  const pace = async () => {
    const underway: Promise<void>[] = [];
    for (let turn = 0; !isOver; turn++) {
      underway.push(sendBatch().then(() => void sent++));
      await sleep(Math.max(0, startedAt + (turn + 1) * everyMs - performance.now()));
    }
    const seconds = (performance.now() - startedAt) / 1_000;
    const perSecond = (sent * eventsPerBatch) / seconds;
    await Promise.all(underway);
    return perSecond;
  };
  const pacing = pace();
  const closing = secondsOf(close);
  // A failure is told by `end`, and not before somebody listens.
  for (const one of [pacing, closing]) one.catch(() => undefined);
  return {
    async end() {
      isOver = true;
      return { eventsPerSecond: await pacing, closeSeconds: await closing };
    },
  };
}

/** Until everything that came in is priced: what a round left behind is no other round's load. */
async function untilRated(sql: Sql): Promise<void> {
  for (let waiting = true; waiting; ) {
    const [row] = await sql<{ waits: boolean }[]>`select exists (
      select from app.usage_events u join app.books b using (account_id) where u.ingest_xid > b.rated_to) as waits`;
    waiting = row?.waits ?? false;
    if (waiting) await sleep(250);
  }
}
