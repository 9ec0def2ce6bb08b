import { availableParallelism } from "node:os";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { anySubAccount } from "@/lib/authorization/resources";
import { continueBulkRun } from "@/lib/domain/bulk-runs/continue-bulk-run";
import { planBulkRun } from "@/lib/domain/bulk-runs/plan-bulk-run";
import { planCreation } from "@/lib/domain/bulk-runs/plan-creation";
import { getBulkRun } from "@/lib/domain/bulk-runs/queries";
import { PlanBulkRunInput, PlanCreationInput, StartBulkRunInput } from "@/lib/domain/bulk-runs/schema";
import { startBulkRun } from "@/lib/domain/bulk-runs/start-bulk-run";
import { createGroup } from "@/lib/domain/groups/create-group";
import { CreateGroupInput } from "@/lib/domain/groups/schema";
import { hashPassword } from "@/lib/domain/sign-in/hash-password";
import { workerContext } from "@/lib/entrypoints/worker/worker-context";
import { createDataKey } from "@/lib/foundation/data-keys";
import { closePool, connectPool } from "@/lib/foundation/pools";
import { withTransaction } from "@/lib/foundation/transaction";
import { contextOf } from "./support/bench-context";
import { fillAccounts } from "./support/fill-accounts";
import { openBenchDatabase } from "./support/open-bench-database";
import { openBenchSessions } from "./support/open-bench-session";
import { cpuMsOf } from "./support/process-tree";
import type { BenchOptions, Report } from "./support/report";
import { secondsOf } from "./support/seconds-of";

/**
 * A list of 1,000 people from the dry run to the last row, as the worker does it; its memory against that at a tenth.
 * Then one whose people get a password each, against hashing as many on all cores and nothing else. Those people join a
 * group at last, each by a decision of its own.
 */
async function importRow({ quick }: BenchOptions): Promise<Report> {
  // More people than an account has room for by default, or those past it would be refused, and quickly.
  process.env.ESPALIER_SUB_ACCOUNTS_MAX = "5000";
  const database = await openBenchDatabase();
  connectPool(database.appUrl);
  try {
    await fillAccounts(database.ownerUrl, [{ name: "harbor", subAccounts: 100 }]);
    const [token = ""] = await openBenchSessions(database.ownerUrl, "harbor", 1);
    const ctx = await contextOf(token);
    const { accountId } = ctx;
    await withTransaction(authorize(ctx, "espalier:RunInBulk", anySubAccount(ctx)), (tx) =>
      createDataKey(tx, accountId),
    );
    const run = async (count: number, prefix: string, passwords: "link" | "generate" = "link") => {
      const lines = Array.from(
        { length: count },
        (_, at) => `${prefix}-${at},Person ${at},${prefix}-${at}@harbor.test`,
      );
      const { id } = await planCreation(ctx, PlanCreationInput.parse({ list: lines.join("\n"), passwords }));
      await startBulkRun(ctx, StartBulkRunInput.parse({ id }));
      await doAll(ctx, id, count);
    };
    const rows = quick ? 100 : 1_000;
    await run(rows / 10, "warm-up");
    global.gc?.();
    const before = process.memoryUsage().rss;
    const [cpuBefore, startedAt] = [cpuMsOf(process.pid, database.pid), performance.now()];
    await run(rows, "person");
    const seconds = (performance.now() - startedAt) / 1000;
    const cpuMs = (cpuMsOf(process.pid, database.pid) - cpuBefore) / rows;
    const grown = process.memoryUsage().rss / before;
    const withPassword = rows / 2;
    const hashing = await secondsOf(() => hashMany(withPassword));
    const hashed = await secondsOf(() => run(withPassword, "hashed", "generate"));
    const joined = await secondsOf(() => joinGroup({ ...ctx, stepUp: new Set(["bulk"]) }, "hashed", withPassword));
    return {
      outcomes: [
        {
          what: `seconds for ${rows} people, dry run included`,
          ratio: seconds,
          sense: "at-most",
          firstRelease: 60,
          goal: 30,
          unit: " s",
        },
        { what: "memory after, of that after a tenth", ratio: grown, sense: "at-most", firstRelease: 1.5, goal: 1.2 },
        {
          what: `${withPassword} people with a generated password each, of argon2id alone on all cores`,
          ratio: hashing / hashed,
          sense: "at-least",
          firstRelease: undefined,
          goal: 0.85,
        },
        {
          what: `seconds for ${withPassword} people to join a group`,
          ratio: joined,
          sense: "at-most",
          firstRelease: 60,
          goal: 30,
          unit: " s",
        },
      ],
      facts: [
        `${(rows / seconds).toFixed(0)} people a second, ${cpuMs.toFixed(1)} CPU-ms each (worker and PostgreSQL)`,
        `${withPassword} people with a password each in ${hashed.toFixed(1)} s; the hashes alone ${hashing.toFixed(1)} s`,
      ],
    };
  } finally {
    await closePool();
    await database.close();
  }
}

/** Everybody whose name begins so, from the draft to the last row. */
async function joinGroup(ctx: Context, q: string, count: number): Promise<void> {
  await createGroup(ctx, CreateGroupInput.parse({ name: "crew" }));
  const { id } = await planBulkRun(ctx, PlanBulkRunInput.parse({ act: "join-group", all: "on", q }));
  await startBulkRun(ctx, StartBulkRunInput.parse({ id, groupName: "crew" }));
  await doAll(ctx, id, count);
}

/** As the worker does it; a refused row costs little, so none may be. */
async function doAll(ctx: Context, runId: string, count: number): Promise<void> {
  await continueBulkRun(workerContext(), { accountId: ctx.accountId, runId });
  const { counts } = await getBulkRun({ ...ctx, authorityEpoch: null }, runId);
  if (counts.done !== count) throw new Error(`${counts.done} of ${count} rows were done`);
}

async function hashMany(count: number): Promise<void> {
  let left = count;
  const hashOnOneCore = async () => {
    while (left-- > 0) await hashPassword(`herons on the weir ${left}`);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, hashOnOneCore));
}

// The row is called by a word that no function may be called by.
export { importRow as import };
