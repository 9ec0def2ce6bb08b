import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { anySubAccount } from "@/lib/authorization/resources";
import { resumeSession } from "@/lib/domain/sessions/resume-session";
import { signIn } from "@/lib/domain/sign-in/sign-in";
import { createSubAccount } from "@/lib/domain/sub-accounts/create-sub-account";
import { listSubAccounts } from "@/lib/domain/sub-accounts/queries";
import { CreateSubAccountInput, SubAccountFilter } from "@/lib/domain/sub-accounts/schema";
import { newId } from "@/lib/foundation/ids";
import { OutcomeUnknown, withReadTransaction } from "@/lib/foundation/transaction";
import { buildAccount } from "@/tests/support/build-account";
import { buildStranger, later, testPassword } from "@/tests/support/build-context";
import { connectDirectly, withDatabaseName } from "@/tests/support/clone-database";
import { takeOwnServer } from "@/tests/support/take-own-server";
import { uniqueName } from "@/tests/support/unique-name";

const server = takeOwnServer();
let root: Context;
let token: string;

beforeAll(async () => {
  root = await buildAccount();
  const input = { name: root.actor.name, password: testPassword, device: undefined, incomingToken: undefined };
  ({ token } = await signIn(buildStranger(), { door: { kind: "root-user" }, ...input }));
});

const read = () => listSubAccounts(root, SubAccountFilter.parse({}));
const create = (name: string, idempotencyKey = newId()) =>
  createSubAccount(later(root, { idempotencyKey }), CreateSubAccountInput.parse({ name }));
async function outcomeOf(work: () => Promise<unknown>) {
  const started = Date.now();
  const outcome = await work().then(
    () => "done",
    (error: unknown) => error,
  );
  return { outcome, ms: Date.now() - started };
}

/** The server's processes: itself and everything it started. */
function processesOf(pid: number): number[] {
  const parentOf = (id: string) => {
    try {
      return Number(readFileSync(`/proc/${id}/stat`, "utf8").split(") ").at(-1)?.split(" ")[1]);
    } catch {
      return undefined;
    }
  };
  const children = readdirSync("/proc").filter((id) => /^\d+$/.test(id) && parentOf(id) === pid);
  return [pid, ...children.map(Number)];
}

describe.runIf(process.platform === "linux")("a database that is stopped", () => {
  it("refuses everybody within 5 s, with a bounded queue, and serves at once when it goes on", async () => {
    await read();
    const stopped = processesOf(server().pid);
    for (const pid of stopped) process.kill(pid, "SIGSTOP");
    try {
      // Ten connections, two hundred that wait, and some for whom there is no place.
      const asked = await Promise.all(Array.from({ length: 230 }, () => outcomeOf(read)));
      for (const { outcome } of asked) expect(outcome).toMatchObject({ code: "unavailable", noun: "database" });
      // Three seconds for a place, two for an answer, and what a busy machine adds.
      expect(Math.max(...asked.map(({ ms }) => ms))).toBeLessThan(7_000);
      expect(asked.filter(({ ms }) => ms < 500).length).toBeGreaterThanOrEqual(20);
      // The cookie is kept: away is not signed out.
      expect((await outcomeOf(() => resumeSession(token, buildStranger()))).outcome).toMatchObject({
        code: "unavailable",
      });
    } finally {
      for (const pid of stopped.toReversed()) process.kill(pid, "SIGCONT");
    }
    const { outcome, ms } = await outcomeOf(read);
    expect(outcome).toBe("done");
    // Sooner than anything that waits for an answer gives up.
    expect(ms).toBeLessThan(2_000);
    expect(await resumeSession(token, buildStranger())).toBeDefined();
  });

  it("is given up within 10 s by who was in the middle of a transaction", async () => {
    const allowed = authorize(root, "ram:ListUsers", anySubAccount(root));
    let stopped: number[] = [];
    try {
      const { outcome, ms } = await outcomeOf(() =>
        withReadTransaction(allowed, async (tx) => {
          stopped = processesOf(server().pid);
          for (const pid of stopped) process.kill(pid, "SIGSTOP");
          await tx.execute("select 1");
        }),
      );
      expect(outcome).toMatchObject({ code: "unavailable" });
      expect(ms).toBeLessThan(12_000);
    } finally {
      for (const pid of stopped.toReversed()) process.kill(pid, "SIGCONT");
    }
    expect((await outcomeOf(read)).outcome).toBe("done");
  });
});

describe("a database that starts again under load", () => {
  it.each([
    ["after a fast shutdown", "SIGINT"],
    ["after a crash", "SIGQUIT"],
  ] as const)(
    "recovers within 10 s %s, keeps sessions and loses nothing acknowledged",
    async (_, signal) => {
      const acknowledged: string[] = [];
      const acknowledgedAbove = async (count: number) => {
        while (acknowledged.length <= count) await sleep(20);
      };
      const attempt = uniqueName(signal.toLowerCase());
      const others: unknown[] = [];
      let running = true;
      const load = Array.from({ length: 8 }, async (_unused, worker) => {
        for (let turn = 0; running; turn++) {
          const name = `${attempt}-${worker}-${turn}`;
          const { outcome } = await outcomeOf(() => create(name));
          if (outcome === "done") acknowledged.push(name);
          else others.push(outcome);
          // Paced, so that a fast machine stays below the account's quota.
          await sleep(40);
        }
      });
      await acknowledgedAbove(10);
      process.kill(server().pid, signal);
      const started = Date.now();
      await sleep(50);
      while ((await outcomeOf(() => create(`again-${newId()}`))).outcome !== "done") {
        if (Date.now() - started > 10_000) throw new Error("not back within 10 s");
        await sleep(50);
      }
      const recoveredMs = Date.now() - started;
      await acknowledgedAbove(20);
      running = false;
      await Promise.all(load);
      expect(recoveredMs).toBeLessThan(10_000);
      for (const outcome of others) {
        if (!(outcome instanceof OutcomeUnknown)) expect(outcome).toMatchObject({ code: "unavailable" });
      }
      expect(await resumeSession(token, buildStranger())).toBeDefined();
      const superuser = connectDirectly(withDatabaseName(server().superuserUrl, "espalier"));
      const rows = await superuser<{ name: string }[]>`select name from app.sub_accounts`;
      await superuser.end();
      const present = new Set(rows.map(({ name }) => name));
      expect(acknowledged.filter((name) => !present.has(name))).toEqual([]);
      expect(acknowledged.length).toBeGreaterThan(20);
    },
    30_000,
  );
});
