import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { listAccessKeys } from "@/lib/domain/access-keys/queries";
import { findClaimLink } from "@/lib/domain/sign-in/claim-link";
import { getSubAccount, listSubAccounts } from "@/lib/domain/sub-accounts/queries";
import { SubAccountFilter } from "@/lib/domain/sub-accounts/schema";
import { workerContext } from "@/lib/entrypoints/worker/worker-context";
import { buildAccount } from "@/tests/support/build-account";
import { buildStranger, later, withoutStepUp } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { lookDirectly } from "@/tests/support/look-directly";
import { openRootSession, openSession } from "@/tests/support/open-session";
import { continueBulkRun } from "./continue-bulk-run";
import { handOverBulkRun } from "./hand-over-bulk-run";
import { planCreation } from "./plan-creation";
import { getBulkRun, listBulkRuns, readBulkResult } from "./queries";
import { PlanCreationInput, StartBulkRunInput } from "./schema";
import { startBulkRun } from "./start-bulk-run";
import { sweepBulkRun } from "./sweep-bulk-run";

const start = (ctx: Context, id: string, more = {}) =>
  startBulkRun(later(ctx, {}), StartBulkRunInput.parse({ id, ...more }));
const work = ({ accountId }: Context, runId: string) => continueBulkRun(workerContext(), { accountId, runId });
const rowsOf = async (ctx: Context, id: string) =>
  (await readBulkResult(ctx, id)).rows.map(({ name, state, reason }) => [name, state, reason].join(" ").trim());
const statesOf = async (ctx: Context) =>
  (await listSubAccounts(ctx, SubAccountFilter.parse({}))).rows.map(({ name, state }) => `${name} ${state}`);

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);

describe("a list of people to create", () => {
  const dryRun = async (ctx: Context, list: string) =>
    (await planCreation(later(ctx, {}), PlanCreationInput.parse({ list }))).id;
  const list =
    "name,display_name,email,labels\nada,Ada,ada@harbor.test,team: vision\nBad Name,x,,\nbo,,nowhere,\nbo,,,\ncy,,,\ncy,,,";

  it("is judged line by line without creating anybody, created, handed over, and safe to run again", async () => {
    const root = await openRootSession();
    const id = await dryRun(root, list);
    expect(await rowsOf(root, id)).toEqual([
      "ada waiting",
      "Bad Name refused nameAlphabet",
      "bo refused email",
      "bo refused listedTwice",
      "cy waiting",
      "cy refused listedTwice",
    ]);
    expect(await statesOf(root)).toEqual([]);
    await start(root, id);
    await work(root, id);
    expect(await statesOf(root)).toEqual(["ada active", "cy active"]);
    expect(await getSubAccount(root, "ada")).toMatchObject({ email: "ada@harbor.test", waitsForOwner: true });
    const handed = await handOverBulkRun(later(root, {}), { id });
    expect(handed.map(({ name }) => name)).toEqual(["ada", "cy"]);
    expect(await findClaimLink(buildStranger(), handed[0]?.token ?? "")).toMatchObject({ name: "ada" });
    const again = await handOverBulkRun(later(root, {}), { id });
    expect(await findClaimLink(buildStranger(), handed[0]?.token ?? "")).toBeUndefined();
    expect(await findClaimLink(buildStranger(), again[1]?.token ?? "")).toMatchObject({ name: "cy" });
    const second = await dryRun(root, list);
    expect((await rowsOf(root, second)).slice(0, 1)).toEqual(["ada skipped bulkExists"]);
    await expect(start(root, second)).rejects.toMatchObject({ reason: "bulkNothingToDo" });
    const inputs = await lookDirectly(
      (sql) =>
        sql`select from app.bulk_rows where account_id = ${root.accountId} and state = 'done' and input is not null`,
    );
    expect(inputs).toHaveLength(0);
  });

  it("with passwords and AccessKeys hands each over once, and forgets what nobody fetched with the run", async () => {
    const root = await openRootSession();
    const chosen = { passwords: "generate", accessKeys: "on" };
    const made = async (name: string) => {
      const id = (await planCreation(later(root, {}), PlanCreationInput.parse({ list: name, ...chosen }))).id;
      const unproved = startBulkRun(withoutStepUp(later(root, {})), StartBulkRunInput.parse({ id }));
      await expect(unproved).rejects.toMatchObject({ code: "step-up-required" });
      await start(root, id);
      await work(root, id);
      expect(await rowsOf(root, id)).toEqual([`${name} done`]);
      return id;
    };
    const id = await made("ada");
    const [kit] = await handOverBulkRun(later(root, {}), { id });
    expect(kit).toMatchObject({ name: "ada", accessKeyId: expect.stringMatching(/^LTAI/) });
    expect(await openSession({ kind: "sub-account", alias: root.account.alias }, "ada", kit?.password)).toBeDefined();
    await expect(handOverBulkRun(later(root, {}), { id })).rejects.toMatchObject({ reason: "bulkNobodyWaits" });

    const late = await made("bo");
    const sweep = (kitsOnly: boolean, days: number) =>
      sweepBulkRun(workerContext(inDays(days)), { accountId: root.accountId, runId: late, kitsOnly });
    await sweep(true, 3);
    await expect(handOverBulkRun(later(root, {}), { id: late })).rejects.toMatchObject({ reason: "bulkNobodyWaits" });
    expect(await listAccessKeys(later(root, {}), "bo")).toMatchObject([{ state: "disabled" }]);
    expect(await rowsOf(root, late)).toEqual(["bo done"]);
    // What its draft had ordered finds a run that is over for less than ninety days.
    await sweep(false, 7);
    expect(await rowsOf(root, late)).toEqual(["bo done"]);
    await sweep(false, 91);
    await expect(getBulkRun(root, late)).rejects.toMatchObject({ code: "not-found" });
    expect((await listBulkRuns(root)).map((run) => run.id)).toEqual([id]);
    await expect(sweep(false, 92)).rejects.toMatchObject({ code: "not-found" });
  });

  it("orders its own sweeping: a draft in a week, a finished run's secrets in three days and its rows in ninety", async () => {
    const root = await openRootSession();
    const id = await dryRun(root, "ada");
    await start(root, id);
    await work(root, id);
    const jobs = await lookDirectly(
      (sql) => sql<{ days: number; only: boolean }[]>`
        select round(extract(epoch from start_after - created_on) / 86400)::int as days, (data ->> 'kitsOnly')::boolean as only
        from pgboss.job where name = 'sweep-bulk-run' and data ->> 'runId' = ${id} order by 1`,
    );
    expect([...jobs]).toEqual([
      { days: 3, only: true },
      { days: 7, only: false },
      { days: 90, only: false },
    ]);
  });

  it("is refused while the account is not approved, when it is empty, too long or unreadable", async () => {
    const unverified = await buildAccount({ approved: false });
    await expect(dryRun(unverified, "ada")).rejects.toMatchObject({ reason: "accountNotApproved" });
    const root = await openRootSession();
    await expect(dryRun(root, "name\n")).rejects.toMatchObject({ reason: "listEmpty" });
    await expect(dryRun(root, 'a,"b')).rejects.toMatchObject({ reason: "listUnreadable" });
    const many = Array.from({ length: 1001 }, (_, at) => `n${at}`).join("\n");
    await expect(dryRun(root, many)).rejects.toMatchObject({ reason: "listTooLong" });
    const plain = await buildSubAccount(root);
    await expect(dryRun(plain, "ada")).rejects.toMatchObject({ code: "forbidden" });
  });
});
