import { setTimeout as sleep } from "node:timers/promises";
import { createServiceKey } from "@/lib/domain/service-keys/create-service-key";
import { CreateServiceKeyInput } from "@/lib/domain/service-keys/schema";
import { hostContext } from "@/lib/entrypoints/cli/host-context";
import { typescript } from "@/lib/entrypoints/supervisor/spawn-node";
import { newId } from "@/lib/foundation/ids";
import { closePool, connectPool } from "@/lib/foundation/pools";
import { connectDirectly } from "@/tests/support/clone-database";
import { startWorker } from "@/tests/support/start-processes";
import { copyRate } from "./support/copy-rate";
import { fillAccounts } from "./support/fill-accounts";
import { fillBooks } from "./support/fill-books";
import { send } from "./support/http-client";
import { repeat } from "./support/interleave";
import { openBenchDatabase } from "./support/open-bench-database";
import { median, quantile } from "./support/quantile";
import type { BenchOptions, Report } from "./support/report";
import { spawnServer } from "./support/spawn-server";

const batch = 1_000;
const senders = 4;
const people = 100;

/** B1, B1d, B5 and B8: usage that comes in by HTTP, decisions with a spend verdict, and how soon usage is seen. */
export async function metering({ quick }: BenchOptions): Promise<Report> {
  const [rounds, batches, asked] = quick ? [2, 8, 600] : [5, 40, 6_000];
  const cluster = await openBenchDatabase();
  await fillAccounts(cluster.ownerUrl, [{ name: "harbor", subAccounts: people }]);
  await fillBooks(cluster.ownerUrl);
  connectPool(cluster.appUrl);
  const sql = connectDirectly(cluster.superuserUrl);
  const environment = { DATABASE_URL: cluster.appUrl, ESPALIER_DOOR_TOKEN: "the-token-of-a-door-without-pages" };
  const args = [...typescript, "lib/entrypoints/front-door/main.ts", "--web-port", "2"];
  const door = await spawnServer({ args, environment: { ...environment, HOST: "127.0.0.1" }, path: "/livez" });
  try {
    const [account] = await sql<{ uid: string; name: string }[]>`
      select a.uid, s.name from app.accounts a join app.sub_accounts s using (account_id) where s.state = 'active' limit 1`;
    const { uid = "", name = "" } = account ?? {};
    const key = { name: "bench", services: ["compute"], scopes: ["usage:write", "authorize"] };
    const host = { ...hostContext(), stepUp: new Set(["operator-writes"] as const) };
    const { token } = await createServiceKey(host, CreateServiceKeyInput.parse(key));
    const call = async (path: string, body: unknown, status: number) => {
      const answer = await send(`${door.origin}/api/platform/v1${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      if (answer.status !== status)
        throw new Error(`${path} answered ${answer.status}: ${answer.body.subarray(0, 300)}`);
      return JSON.parse(answer.body.toString());
    };
    const eventAt = (index: number) => event({ uid, name, index });
    const rates: Record<"fresh" | "again" | "copy", number[]> = { fresh: [], again: [], copy: [] };
    for (let round = 0; round < rounds; round++) {
      const told = Array.from({ length: batches }, () => Array.from({ length: batch }, (_, index) => eventAt(index)));
      const tell = async (wanted: "accepted" | "duplicate") => {
        const startedAt = performance.now();
        const operate = async (turn: number) => {
          const answer = await call("/usage", told[turn], 202);
          if (answer[wanted] !== batch) throw new Error(JSON.stringify(answer).slice(0, 300));
        };
        await repeat({ operate }, batches, senders);
        return (batches * batch) / ((performance.now() - startedAt) / 1_000);
      };
      rates.fresh.push(await tell("accepted"));
      rates.again.push(await tell("duplicate"));
      rates.copy.push(await copyRate(sql, batches * batch));
    }
    await sql`update app.ledger_accounts set credits_posted = 1000000000000 where kind = 'wallet'`;
    const ask = { accountUid: uid, subAccount: name, sourceIp: "192.0.2.7", conditions: {} };
    const question = { ...ask, action: "compute:StartInstance", resource: `acs:compute:eu-1:${uid}:instance/i-1` };
    await allowAll(sql);
    // What is measured is deciding, and not what PostgreSQL has still to do for the events.
    await sql`vacuum analyze app.usage_events`;
    await sql`checkpoint`;
    let refused = 0;
    const decisions = await openLoop(asked, 300, async () => {
      // A service that is too busy says so: its answer counts with the time it took.
      const answer = await call("/authorize", question, 200).catch(() => refused++);
      if (typeof answer === "object" && answer.spend?.allowed !== true) throw new Error("no spend verdict");
    });
    const worker = startWorker({ DATABASE_URL: cluster.appUrl, ESPALIER_DATA_DIR: cluster.dataDir });
    const tellOne = () => call("/usage", eventAt(0), 202);
    const seen = await seeEvents(sql, quick ? 20 : 100, tellOne).finally(() => worker.stop());
    const each = (ours: number[], theirs: number[]) => median(ours.map((rate, index) => rate / (theirs[index] ?? 1)));
    const rate = (list: readonly number[]) => median(list).toFixed(0);
    return {
      outcomes: [
        {
          ...{ what: "B1: usage events by HTTP, durable, of COPY of the same rows without an index" },
          ...{ ratio: each(rates.fresh, rates.copy), sense: "at-least", firstRelease: 0.2, goal: 0.35 },
        },
        {
          ...{ what: "B1d: the same told again, of B1" },
          ...{ ratio: each(rates.again, rates.fresh), sense: "at-least", firstRelease: 0.7, goal: 1 },
        },
        {
          ...{ what: "B5: a decision with its spend verdict at 300 a second, p99" },
          ...{ ratio: quantile(decisions, 0.99), sense: "at-most", firstRelease: 25, goal: 10, unit: " ms" },
        },
        {
          ...{ what: "B8: from the answer until the event is in the sub-account's sum, p99" },
          ...{ ratio: quantile(seen, 0.99) / 1_000, sense: "at-most", firstRelease: 5, goal: 2, unit: " s" },
        },
      ],
      facts: [
        `a second: ${rate(rates.fresh)} events by HTTP in batches of ${batch} by ${senders} senders, ${rate(rates.again)} told again, ${rate(rates.copy)} by COPY`,
        `decisions p50 ${median(decisions).toFixed(1)} ms, ${refused} of ${asked} refused as too busy; an event is seen after ${(median(seen) / 1_000).toFixed(2)} s (p50)`,
      ],
    };
  } finally {
    await door.stop();
    await sql.end();
    await closePool();
    await cluster.close();
  }
}

const event = ({ uid, name, index }: { uid: string; name: string; index: number }) => {
  const end = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000 + index * 1_000;
  return {
    ...{ specversion: "1.0", id: newId(), source: "urn:bench", type: `meter-${1 + (index % 12)}` },
    ...{ accountuid: uid, subaccount: name, time: new Date(end).toISOString() },
    subject: `acs:compute:eu-1:${uid}:instance/i-${index % 50}`,
    data: { value: String(1 + (index % 500)), start: new Date(end - 1_000).toISOString() },
  };
};

/** Lets the account's people do everything: what is asked is what their money says. */
async function allowAll(sql: ReturnType<typeof connectDirectly>): Promise<void> {
  await sql`insert into app.policy_attachments (account_id, sub_account_id, policy_type, policy_name)
    select account_id, id, 'System', 'AdministratorAccess' from app.sub_accounts`;
}

/** Sends at a fixed pace, whether or not the answers keep up; how long each took from when it was due. */
async function openLoop(count: number, perSecond: number, work: () => Promise<void>): Promise<number[]> {
  await repeat({ operate: work }, 1_000, 4);
  const begun = performance.now();
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const due = begun + (index * 1_000) / perSecond;
      await sleep(Math.max(0, due - performance.now()));
      await work();
      return performance.now() - due;
    }),
  );
}

/** One event after the other, each until the sums have it. */
async function seeEvents(
  sql: ReturnType<typeof connectDirectly>,
  count: number,
  tell: () => Promise<unknown>,
): Promise<number[]> {
  const charged = async () => {
    const [row] = await sql<{ n: string }[]>`select coalesce(sum(charges), 0)::text as n from app.spend_months`;
    return row?.n;
  };
  // What came in before is charged first.
  const waiting = () =>
    sql`select from app.usage_events u join app.books b using (account_id) where u.ingest_xid > b.rated_to limit 1`;
  while ((await waiting()).length > 0) await sleep(500);
  const waits: number[] = [];
  for (let turn = 0; turn < count; turn++) {
    const before = await charged();
    await tell();
    const answeredAt = performance.now();
    while ((await charged()) === before) await sleep(10);
    waits.push(performance.now() - answeredAt);
  }
  return waits;
}
