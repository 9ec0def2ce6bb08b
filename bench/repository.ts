import { and, asc, eq, sql } from "drizzle-orm";
import postgres from "postgres";
import { parseDatabaseUrl } from "@/db/database-url";
import { subAccounts } from "@/db/schema/sub-accounts";
import { authorizeWidest } from "@/lib/authorization/authorize";
import type { SubAccountId } from "@/lib/foundation/ids";
import { closePool, connectPool } from "@/lib/foundation/pools";
import { withReadTransaction } from "@/lib/foundation/transaction";
import { contextOf } from "./support/bench-context";
import { fillAccounts } from "./support/fill-accounts";
import { interleave } from "./support/interleave";
import { openBenchDatabase } from "./support/open-bench-database";
import { openBenchSession } from "./support/open-bench-session";
import { cpuMsOf } from "./support/process-tree";
import type { BenchOptions, Report } from "./support/report";

const people = 10_000;
const atOnce = 4;

/** A row by its primary key and a page of 50 through our transaction, against the raw driver without row security. */
export async function repository({ quick }: BenchOptions): Promise<Report> {
  const database = await openBenchDatabase();
  const { socketPath, ssl: _, ...target } = parseDatabaseUrl(database.superuserUrl);
  const raw = postgres({ ...target, ...(socketPath && { path: socketPath }), max: atOnce, fetch_types: false });
  try {
    await fillAccounts(database.ownerUrl, [{ name: "harbor", subAccounts: people }]);
    connectPool(database.appUrl);
    const allowed = authorizeWidest(
      await contextOf(await openBenchSession(database.ownerUrl, "harbor")),
      "ram:ListUsers",
    );
    const { accountId } = allowed;
    const ids = (await raw<{ id: SubAccountId }[]>`select id from app.sub_accounts`).map(({ id }) => id);
    const idOf = (turn: number) => ids[(turn * 7_919) % ids.length] as SubAccountId;
    const byName = sql`${subAccounts.name} collate "C"`;

    const oneOfRaw = (from: postgres.ISql, turn: number) =>
      from`select * from app.sub_accounts where account_id = ${accountId} and id = ${idOf(turn)}`.then(expectRows(1));
    const pageOfRaw = (from: postgres.ISql) =>
      from`select * from app.sub_accounts where account_id = ${accountId} order by name collate "C" limit 50`.then(
        expectRows(50),
      );
    const cpuMs = () => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000 + cpuMsOf(database.pid);
    const subjects = [
      {
        name: "row: raw, one bare statement",
        operate: (turn: number) => oneOfRaw(raw, turn),
      },
      {
        name: "row: raw, read-only transaction",
        operate: (turn: number) => raw.begin("read only", (tx) => oneOfRaw(tx, turn)),
      },
      {
        name: "row: our transaction",
        operate: (turn: number) =>
          withReadTransaction(allowed, (tx) =>
            tx
              .select()
              .from(subAccounts)
              .where(and(eq(subAccounts.accountId, accountId), eq(subAccounts.id, idOf(turn)))),
          ).then(expectRows(1)),
      },
      { name: "list: raw, one bare statement", operate: () => pageOfRaw(raw) },
      { name: "list: raw, read-only transaction", operate: () => raw.begin("read only", (tx) => pageOfRaw(tx)) },
      {
        name: "list: our transaction",
        operate: () =>
          withReadTransaction(allowed, (tx) =>
            tx.select().from(subAccounts).where(eq(subAccounts.accountId, accountId)).orderBy(asc(byName)).limit(50),
          ).then(expectRows(50)),
      },
    ].map((subject) => ({ ...subject, cpuMs }));
    const measured = await interleave(subjects, {
      rounds: 5,
      count: quick ? 400 : 4_000,
      warmUp: quick ? 400 : 2_000,
      atOnce,
    });
    const cpu = (name: string) => measured.find((one) => one.name === name)?.cpuMs ?? Number.NaN;
    const share = (what: string, of: string) => cpu(`${what}: raw, ${of}`) / cpu(`${what}: our transaction`);
    return {
      outcomes: [
        {
          what: "primary-key read, of the raw driver's transaction",
          ratio: share("row", "read-only transaction"),
          sense: "at-least",
          firstRelease: 0.8,
          goal: 0.95,
        },
        {
          what: "50-row list, of the raw driver's transaction",
          ratio: share("list", "read-only transaction"),
          sense: "at-least",
          firstRelease: 0.6,
          goal: 0.85,
        },
      ],
      measured,
      facts: [
        `of one bare statement without any transaction: row ${share("row", "one bare statement").toFixed(2)}, list ${share("list", "one bare statement").toFixed(2)}`,
      ],
    };
  } finally {
    await closePool();
    await raw.end();
    await database.close();
  }
}

function expectRows(count: number) {
  return (rows: { length: number }) => {
    if (rows.length !== count) throw new Error(`${rows.length} rows instead of ${count}`);
  };
}
