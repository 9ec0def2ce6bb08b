import { setTimeout as sleep } from "node:timers/promises";
import { eq, sql } from "drizzle-orm";
import { accounts } from "@/db/schema/accounts";
import { reservedNames } from "@/db/schema/reserved-names";
import { type Fence, mintFence } from "@/lib/foundation/fence";
import { type AccountId, newAccountId, newId } from "@/lib/foundation/ids";
import { OutcomeUnknown, type Tx, withTransaction } from "@/lib/foundation/transaction";
import { connectDirectly } from "./clone-database";

/** How a transaction is opened: ours, or another way whose faults the soak must be able to see. */
export type Wrapper = <T>(fence: Fence, work: (tx: Tx) => Promise<T>) => Promise<T>;

interface SoakOptions {
  superuserUrl: string;
  seconds: number;
  /** It goes on beyond its time until there were more transactions than these: a machine may be slow. */
  moreThan?: number;
  killEveryMs: number;
  accounts?: number;
  workers?: number;
  hangMs?: number;
  wrapper?: Wrapper;
}

export interface SoakReport {
  transactions: number;
  acknowledged: number;
  refused: number;
  unknown: number;
  kills: number;
  /** A row of another account, seen or written, or another account's context. */
  leaks: string[];
  /** Transactions that did not settle in time. */
  hangs: number;
  /** Acknowledged and not there. */
  lost: string[];
  /** There, though its transaction was refused. */
  ghosts: string[];
  slowestMs: number;
  /** From the end of the killing to the first transaction that succeeds. */
  recoveredMs: number;
}

type Answer = "acknowledged" | "refused" | "unknown";

/**
 * Accounts write at the same time while backends die in the middle of their transactions; afterwards a superuser
 * counts what is there. The database must be the caller's own: its backends are killed.
 */
export async function soak(options: SoakOptions): Promise<SoakReport> {
  const { superuserUrl, seconds, killEveryMs, workers = 16, hangMs = 15_000, wrapper = withTransaction } = options;
  const fences = Array.from({ length: options.accounts ?? 4 }, fenceOfNewAccount);
  const report: SoakReport = {
    transactions: 0,
    acknowledged: 0,
    refused: 0,
    unknown: 0,
    kills: 0,
    leaks: [],
    hangs: 0,
    lost: [],
    ghosts: [],
    slowestMs: 0,
    recoveredMs: -1,
  };
  for (const { accountId } of fences) {
    const values = { accountId, uid: accountId, name: accountId, alias: accountId, companyName: "Soak" };
    await withTransaction(fenceOf(accountId), (tx) => tx.insert(accounts).values(values));
  }
  const answers = new Map<string, { answer: Answer; accountId: AccountId }>();
  const killer = connectDirectly(superuserUrl);
  const until = Date.now() + seconds * 1000;
  const goesOn = () => Date.now() < until || report.transactions <= (options.moreThan ?? 0);
  const strays = new Set<Promise<unknown>>();

  const worker = async (first: number) => {
    for (let turn = first; goesOn(); turn++) {
      const fence = fences[turn % fences.length] ?? fenceOfNewAccount();
      await oneTransaction({ fence, turn, wrapper, hangMs, report, answers, strays });
    }
  };
  const kill = async () => {
    while (goesOn()) {
      // Only who is in the middle of something: an idle backend that dies proves nothing.
      const killed = await killer`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and usename = 'espalier_app' and xact_start is not null
        order by random() limit 1`;
      report.kills += killed.length;
      await sleep(killEveryMs);
    }
  };
  try {
    await Promise.all([kill(), ...Array.from({ length: workers }, (_, index) => worker(index))]);
    const end = Date.now();
    while (report.recoveredMs < 0 && Date.now() < end + hangMs) {
      const fence = fenceOf(fences[0]?.accountId ?? newAccountId());
      const alive = wrapper(fence, (tx) => tx.select().from(accounts)).then(
        () => true,
        () => false,
      );
      if (await Promise.race([alive, sleep(hangMs, false)])) report.recoveredMs = Date.now() - end;
    }
    await Promise.race([Promise.allSettled(strays), sleep(1_000)]);
    await compare(killer, answers, report);
  } finally {
    await killer.end({ timeout: 1 });
  }
  return report;
}

const fenceOf = (accountId: AccountId) =>
  mintFence({ accountId, scope: { kind: "account" } as const, actorKey: "root-user:", authorityEpoch: null });
const fenceOfNewAccount = () => fenceOf(newAccountId());

interface Turn {
  fence: Fence;
  turn: number;
  wrapper: Wrapper;
  hangMs: number;
  report: SoakReport;
  answers: Map<string, { answer: Answer; accountId: AccountId }>;
  strays: Set<Promise<unknown>>;
}

async function oneTransaction({ fence, turn, wrapper, hangMs, report, answers, strays }: Turn): Promise<void> {
  const { accountId } = fence;
  const marker = newId();
  const started = Date.now();
  const work = wrapper(fence, async (tx) => {
    await look(tx, accountId, report);
    await tx.insert(reservedNames).values({ accountId, name: marker });
    await sleep(Math.random() * 6);
    await look(tx, accountId, report);
    // Every fourth is refused by one of its branches while another goes on and speaks late.
    if (turn % 4 === 0) await Promise.all([refuse(), late(tx, fence, report, answers, strays)]);
  });
  const settled = work.then(
    (): Answer => "acknowledged",
    (error: unknown): Answer => (error instanceof OutcomeUnknown ? "unknown" : "refused"),
  );
  const answer = await Promise.race([settled, sleep(hangMs, "hung" as const, { ref: false })]);
  report.transactions += 1;
  report.slowestMs = Math.max(report.slowestMs, Date.now() - started);
  if (answer === "hung") {
    report.hangs += 1;
    return;
  }
  report[answer] += 1;
  answers.set(marker, { answer, accountId });
}

async function refuse(): Promise<never> {
  await sleep(Math.random() * 3);
  throw new Error("refused by a branch");
}

/** The branch of a failed `Promise.all` that lives on: it must never read or write in anybody's transaction. */
function late(
  tx: Tx,
  { accountId }: Fence,
  report: SoakReport,
  answers: Turn["answers"],
  strays: Turn["strays"],
): Promise<void> {
  const speak = async () => {
    for (let word = 0; word < 4; word++) {
      await sleep(Math.random() * 12);
      await look(tx, accountId, report);
      const marker = newId();
      answers.set(marker, { answer: "refused", accountId });
      await tx.insert(reservedNames).values({ accountId, name: marker });
    }
  };
  const stray = speak().catch(() => undefined);
  strays.add(stray);
  void stray.then(() => strays.delete(stray));
  return stray;
}

/** No predicate of ours: only the context of the transaction decides what comes. */
async function look(tx: Tx, accountId: AccountId, report: SoakReport): Promise<void> {
  const rows = await tx
    .select({ accountId: reservedNames.accountId, context: sql<string>`app.account_id()` })
    .from(reservedNames)
    .limit(20);
  const foreign = rows.find((row) => row.accountId !== accountId || row.context !== accountId);
  if (foreign) report.leaks.push(`${accountId} saw ${foreign.accountId} as ${foreign.context}`);
  const [own] = await tx.select().from(accounts).where(eq(accounts.accountId, accountId));
  if (!own) report.leaks.push(`${accountId} does not see itself`);
}

async function compare(
  superuser: ReturnType<typeof connectDirectly>,
  answers: Turn["answers"],
  report: SoakReport,
): Promise<void> {
  const rows = await superuser<{ account_id: string; name: string }[]>`select account_id, name from app.reserved_names`;
  const present = new Map(rows.map((row) => [row.name, row.account_id]));
  for (const [marker, { answer, accountId }] of answers) {
    const owner = present.get(marker);
    if (owner !== undefined && owner !== accountId) report.leaks.push(`${marker} of ${accountId} lies with ${owner}`);
    if (answer === "acknowledged" && owner === undefined) report.lost.push(marker);
    if (answer === "refused" && owner !== undefined) report.ghosts.push(marker);
  }
}
