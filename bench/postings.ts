import { setTimeout as sleep } from "node:timers/promises";
import type { Context } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { getAccountByName } from "@/lib/domain/accounts/queries";
import { rateAccount } from "@/lib/domain/usage/rate-account";
import { TopUpWalletInput } from "@/lib/domain/wallet/schema";
import { settleCharges } from "@/lib/domain/wallet/settle-charges";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { hostContext } from "@/lib/entrypoints/cli/host-context";
import { newId } from "@/lib/foundation/ids";
import { closePool, connectPool } from "@/lib/foundation/pools";
import { brokenInvariants } from "@/tests/support/build-usage";
import { connectDirectly } from "@/tests/support/clone-database";
import { fillAccounts } from "./support/fill-accounts";
import { fillBooks } from "./support/fill-books";
import { fillUsage } from "./support/fill-usage";
import { repeat } from "./support/interleave";
import { openBenchDatabase } from "./support/open-bench-database";
import { openPgbench } from "./support/pgbench";
import { cpuMsOf } from "./support/process-tree";
import { median } from "./support/quantile";
import type { BenchOptions, Outcome, Report } from "./support/report";
import { secondsOf } from "./support/seconds-of";

const clients = 8;
const people = 100;
const verbs = 400;

/** One posting in a transaction of its own, whose context is sent together with BEGIN, as a process of ours does. */
const script = (accounts: number) => `
\\set n random(0, ${accounts - 1})
\\startpipeline
begin;
select auth.enter('account', p.account_id, null, p.actor, null, p.expires, p.proof) from bench.proofs p where n = :n;
\\endpipeline
select * from billing.top_up(gen_random_uuid(), 1000000, gen_random_uuid()::text, '', 'bench', now());
commit;
`;

type Rates = Record<"wide" | "many" | "hot" | "one" | "charges" | "verb", number[]>;

/**
 * B2, B3 and B4: postings over many wallets and on one, and the charges of one account, against TPC-B on the same
 * server. Postings and TPC-B are both sent by pgbench; charges are rated by our own worker's verbs.
 */
export async function postings({ quick }: BenchOptions): Promise<Report> {
  const [rounds, seconds, accounts] = quick ? [2, 3, 50] : [5, 9, 1_000];
  const usage = quick ? 4_000 : 20_000;
  const cluster = await openBenchDatabase();
  const [wide, narrow] = [await cluster.another("bench_wide"), await cluster.another("bench_narrow")];
  const [manyRows, hotRow] = [openPgbench(wide.superuserUrl), openPgbench(narrow.superuserUrl)];
  try {
    await manyRows.fill(10);
    await hotRow.fill(1);
    const names = Array.from({ length: accounts - 1 }, (_, index) => ({ name: `many-${index}`, subAccounts: 1 }));
    await fillAccounts(cluster.ownerUrl, [{ name: "harbor", subAccounts: people }, ...names]);
    await fillBooks(cluster.ownerUrl);
    await proveFor(cluster.superuserUrl, "harbor");
    connectPool(cluster.appUrl);
    const harbor = enterAccount(hostContext(), await getAccountByName(hostContext(), "harbor"));
    // What it consumes is paid from the wallet, and nothing is owed.
    await topUp(harbor, "1000000000");
    const ours = openPgbench(cluster.appUrl);
    const rates: Rates = { wide: [], many: [], hot: [], one: [], charges: [], verb: [] };
    // The server's alone: a busy machine stretches times, and those of few processes more than those of many.
    const cpu: Omit<Rates, "verb"> = { wide: [], many: [], hot: [], one: [], charges: [] };
    for (let round = 0; round < rounds; round++) {
      const plan = { clients, seconds };
      const measure = async (kind: "wide" | "many" | "hot" | "one", work: () => Promise<number>) => {
        const before = cpuMsOf(cluster.pid);
        const perSecond = await work();
        rates[kind].push(perSecond);
        cpu[kind].push((cpuMsOf(cluster.pid) - before) / (perSecond * seconds));
      };
      await measure("wide", () => manyRows.measure(plan));
      await measure("many", () => ours.measure({ ...plan, script: script(accounts) }));
      await measure("hot", () => hotRow.measure(plan));
      await measure("one", () => ours.measure({ ...plan, script: script(1) }));
      await fillUsage(cluster.ownerUrl, { account: "harbor", round, usage });
      const before = cpuMsOf(cluster.pid);
      rates.charges.push(usage / (await secondsOf(() => charge(harbor, usage))));
      cpu.charges.push((cpuMsOf(cluster.pid) - before) / usage);
      const told = () => repeat({ operate: () => topUp(harbor, "1") }, verbs, clients);
      rates.verb.push(verbs / (await secondsOf(told)));
    }
    const broken = await brokenInvariants(harbor);
    if (broken.length > 0) throw new Error(`the books are broken: ${JSON.stringify(broken.slice(0, 3))}`);
    return { outcomes: outcomesOf(rates, accounts), facts: [...factsOf(rates), factOfCpu(cpu)] };
  } finally {
    await closePool();
    await cluster.close();
  }
}

/** Proofs as our processes make them, for a day; the named account's is the first. */
async function proveFor(superuserUrl: string, first: string): Promise<void> {
  const sql = connectDirectly(superuserUrl);
  await sql`create schema bench`;
  await sql`grant usage on schema bench to espalier_app`;
  await sql`create table bench.proofs as
    select row_number() over (order by name <> ${first}, name) - 1 as n, account_id, actor, expires,
      auth.mac(concat_ws('|', 'enter', 'account', account_id, '', actor, '', expires)) as proof
    from app.accounts, (select 'operator:bench' as actor, extract(epoch from now())::bigint + 86400 as expires) e`;
  await sql`create unique index on bench.proofs (n)`;
  await sql`grant select on bench.proofs to espalier_app`;
  await sql`analyze bench.proofs`;
  await sql.end();
}

async function topUp({ accountId }: Context, amount: string): Promise<void> {
  const input = TopUpWalletInput.parse({ accountId, amount, reference: newId() });
  await topUpWallet({ ...hostContext(), stepUp: new Set(["wallet"]) }, input);
}

/** Usage that is there already becomes charges with sums and limits, and then transfers. */
async function charge({ accountId }: Context, usage: number): Promise<void> {
  for (let left = usage; left > 0; ) {
    const taken = await rateAccount(hostContext(), accountId);
    left -= taken;
    if (taken === 0) await sleep(5);
  }
  await settleCharges(hostContext(), accountId);
}

function outcomesOf({ many, one, charges, wide, hot }: Rates, accounts: number): Outcome[] {
  const of = (what: string, ours: number[], theirs: number[], [firstRelease, goal]: [number, number]): Outcome => ({
    ...{ what, ratio: median(ours.map((rate, index) => rate / (theirs[index] ?? 1))) },
    ...{ sense: "at-least", firstRelease, goal },
  });
  return [
    of(`B2: postings over ${accounts} wallets, of TPC-B at scale 10`, many, wide, [0.8, 1.2]),
    of("B3: postings on one wallet, of TPC-B at scale 1", one, hot, [0.8, 1.2]),
    of("B4: charges of one account, rated to settled, of TPC-B at scale 1", charges, hot, [8, 15]),
  ];
}

function factsOf({ many, one, charges, wide, hot, verb }: Rates): string[] {
  const rate = (list: readonly number[]) => median(list).toFixed(0);
  return [
    `a second: ${rate(many)} postings over many wallets, ${rate(one)} on one, ${rate(charges)} charges; TPC-B ${rate(wide)} at scale 10, ${rate(hot)} at scale 1`,
    `top-ups of one wallet by the whole verb (find the account, decide, post, audit), ${clients} at once: ${rate(verb)} a second`,
    `postings on one wallet in the last round, of the first: ${((one.at(-1) ?? 0) / (one[0] ?? 1)).toFixed(2)}; its books hold afterwards`,
  ];
}

function factOfCpu({ wide, many, hot, one, charges }: Omit<Rates, "verb">): string {
  const each = (list: readonly number[]) => median(list).toFixed(3);
  return `PostgreSQL's CPU-ms each: a posting ${each(many)} over many wallets, ${each(one)} on one, a charge ${each(charges)}; TPC-B ${each(wide)} and ${each(hot)}`;
}
