import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { adjustWallet } from "@/lib/domain/wallet/adjust-wallet";
import { getWallet } from "@/lib/domain/wallet/queries";
import { AdjustWalletInput, TopUpWalletInput } from "@/lib/domain/wallet/schema";
import { settleCharges } from "@/lib/domain/wallet/settle-charges";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { buildAccount } from "@/tests/support/build-account";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { brokenInvariants, buildEvent, buildPrice, operator } from "@/tests/support/build-usage";
import { connectDirectly, withDatabaseName } from "@/tests/support/clone-database";
import { dose } from "@/tests/support/dose";
import { type SpooledCommand, tellAll, tellUntilAnswered } from "@/tests/support/money-spool";
import { type StartedProcess, startWorker } from "@/tests/support/start-processes";
import { takeOwnServer } from "@/tests/support/take-own-server";

const rounds = dose(3, 24);
const [batchesEach, eventsEach] = [6, 50];
const unit = 1_000_000n;
/** Until a worker that was killed is back and has rated: on a busy machine it takes half a minute to load. */
const waitMs = 90_000;

const server = takeOwnServer();
let superuser: ReturnType<typeof connectDirectly>;
let worker: StartedProcess;
let root: Context;
let meter: string;

const begin = () => startWorker({ DATABASE_URL: server().appUrl });
beforeAll(async () => {
  superuser = connectDirectly(withDatabaseName(server().superuserUrl, "espalier"));
  root = { ...(await buildAccount()), authorityEpoch: null };
  await buildSubAccount(root, { name: "ada" });
  meter = await buildPrice({ tiers: [{ upTo: null, price: "1" }] });
  // The worker settles whenever it looks, not every five minutes.
  await superuser`update app.books set settle_every_seconds = 1`;
  worker = begin();
});
afterAll(async () => {
  await worker?.stop("SIGKILL");
  await superuser?.end();
});

/** A round's commands, each told by two senders. */
function commandsOf(round: number): SpooledCommand[] {
  const { accountId } = root;
  const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 7_200_000;
  const said = async (work: Promise<{ repeated: boolean }>) => ((await work).repeated ? "repeated" : "applied");
  const batches = Array.from({ length: batchesEach }, (_, index): SpooledCommand => {
    const batch = Array.from({ length: eventsEach }, (_unused, at) => {
      const id = `${round}-${index}-${at}`;
      return buildEvent(root, { id, meter, subAccount: "ada", value: "250000", at: new Date(hour + at * 1_000) });
    });
    const told = async () => new Set((await reportUsage(operator, batch)).map(({ status }) => status));
    return { key: `batch ${index}`, tell: async () => [...(await told())].join() };
  });
  const credit = TopUpWalletInput.parse({ accountId, amount: "50", reference: `slip ${round}` });
  const goodwill = AdjustWalletInput.parse({ accountId, amount: "-1", reference: `sorry ${round}`, reason: "late" });
  const once = [
    ...batches,
    { key: "top-up", tell: () => said(topUpWallet(operator, credit)) },
    { key: "goodwill", tell: () => said(adjustWallet(operator, goodwill)) },
  ];
  return [...once, ...once];
}

/** Waits for a backend in the middle of a posting, for three seconds at most; its process, where it was met. */
async function meetPosting(): Promise<number | undefined> {
  for (const until = Date.now() + 3_000; Date.now() < until; ) {
    const [posting] = await superuser<{ pid: number }[]>`
      select pid from pg_stat_activity where usename = 'espalier_app' and xact_start is not null
        and query ~ 'billing.(begin_rating|record_charges|settle|top_up|adjust|ingest_usage)' limit 1`;
    if (posting) return posting.pid;
  }
  return undefined;
}

const kill: Record<"worker" | "server" | "backend", (posting: number | undefined) => Promise<void>> = {
  async worker() {
    await worker.stop("SIGKILL");
    worker = begin();
  },
  // Its children find it gone and end; the embedded database starts the next.
  server: async () => void process.kill(server().pid, "SIGKILL"),
  // One that is killed takes all the others with it: the server restarts from its log.
  backend: async (posting) => void (posting && process.kill(posting, "SIGKILL")),
};
const victims = Object.keys(kill) as (keyof typeof kill)[];

it(
  `lose nothing and double nothing in ${rounds} rounds of kill -9 of the worker, the server and a backend`,
  async () => {
    let met = 0;
    for (let round = 0; round < rounds; round++) {
      const telling = tellAll(commandsOf(round), 4);
      const posting = await meetPosting();
      if (posting) met++;
      await kill[victims[round % victims.length] ?? "worker"](posting);
      for (const [key, told] of await telling) {
        const [first, again] = key.startsWith("batch") ? ["accepted", "duplicate"] : ["applied", "repeated"];
        expect(
          told.filter((one) => one !== again && one !== first),
          `${key} of round ${round}`,
        ).toEqual([]);
        // None, where the answer was what was lost.
        expect(told.filter((one) => one === first).length, key).toBeLessThanOrEqual(1);
      }
    }
    expect(met).toBeGreaterThan(rounds / 2);

    const events = rounds * batchesEach * eventsEach;
    const counted = async () => {
      const [row] = await superuser<{ events: number; cost: string }[]>`
      select coalesce(sum(events), 0)::int as events, sum(effective_cost)::text as cost from app.charges`;
      return row;
    };
    for (
      const until = Date.now() + waitMs;
      Date.now() < until && (await counted())?.events !== events;
      await sleep(50)
    );
    const cost = BigInt(events) * 250_000n - BigInt(rounds) * unit;
    expect(await counted(), worker.said.join("").slice(-4_000)).toEqual({ events, cost: cost.toString() });
    await tellUntilAnswered({ key: "", tell: async () => String(await settleCharges(operator, root.accountId)) });
    const { posted, owed, unsettled } = await getWallet(root);
    expect([posted - owed, unsettled]).toEqual([BigInt(rounds) * 50n * unit - cost, 0n]);
    const noted = await superuser`select action, count(*)::int as n from app.audit_events
    where action in ('espalier:TopUpWallet', 'espalier:AdjustWallet') group by 1 order by 1`;
    expect(noted.map(({ n }) => n)).toEqual([rounds, rounds]);
    expect(await brokenInvariants(root)).toEqual([]);
  },
  dose(180_000, 600_000),
);
