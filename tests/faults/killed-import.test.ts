import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { planCreation } from "@/lib/domain/bulk-runs/plan-creation";
import { PlanCreationInput, StartBulkRunInput } from "@/lib/domain/bulk-runs/schema";
import { startBulkRun } from "@/lib/domain/bulk-runs/start-bulk-run";
import { later } from "@/tests/support/build-context";
import { lookDirectly } from "@/tests/support/look-directly";
import { typescript } from "@/tests/support/node-flags";
import { openRootSession } from "@/tests/support/open-session";

const people = 30;
const words = [...typescript, "bin/worker.ts"];
const workers: ChildProcess[] = [];
afterEach(() => {
  for (const worker of workers.splice(0)) worker.kill("SIGKILL");
});

/** The worker that serves, as a process of its own. */
function startWorker(): ChildProcess {
  const worker = spawn(process.execPath, words, { env: process.env, stdio: "ignore" });
  workers.push(worker);
  return worker;
}

it("an import whose worker is killed in the middle goes on with the next one, and makes each row once", async () => {
  const root = await openRootSession();
  const list = Array.from({ length: people }, (_, at) => `person-${at}`).join("\n");
  const { id } = await planCreation(root, PlanCreationInput.parse({ list }));
  await startBulkRun(later(root, {}), StartBulkRunInput.parse({ id }));
  const done = async () => {
    const [row] = await lookDirectly(
      (sql) =>
        sql<{ n: number }[]>`select count(*)::int as n from app.bulk_rows where run_id = ${id} and state = 'done'`,
    );
    return row?.n ?? 0;
  };
  const until = async (holds: () => Promise<boolean>) => {
    for (let tries = 0; tries < 1_200 && !(await holds()); tries++) await sleep(25);
    expect(await holds()).toBe(true);
  };

  const first = startWorker();
  await until(async () => (await done()) > 5);
  first.kill("SIGKILL");
  await new Promise((resolve) => first.once("exit", resolve));
  expect(await done()).toBeLessThan(people);
  // Half a minute without a heartbeat, without the wait; and as if the kill had come between a row and its note.
  await lookDirectly(async (sql) => {
    await sql`update pgboss.job set heartbeat_on = now() - interval '1 minute' where state = 'active'`;
    await sql`update pgboss.queue set monitor_on = null, monitor_claim_on = null`;
    await sql`update app.bulk_rows set state = 'waiting', input = jsonb_build_object('name', name)
      where run_id = ${id} and state = 'done' and position < 3`;
  });

  startWorker();
  await until(async () => (await done()) === people);
  const [made] = await lookDirectly(
    (sql) => sql`select count(*)::int as people, count(distinct name)::int as names,
        (select count(*)::int from app.audit_events
          where account_id = ${root.accountId} and action = 'ram:CreateUser') as events,
        (select active from app.sub_account_counters where account_id = ${root.accountId}) as counted
      from app.sub_accounts where account_id = ${root.accountId}`,
  );
  expect(made).toEqual({ people, names: people, events: people, counted: people });
});
