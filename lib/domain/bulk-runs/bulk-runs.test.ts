import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { createSubAccount } from "@/lib/domain/sub-accounts/create-sub-account";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { getLoginProfile } from "@/lib/domain/sub-accounts/login-profile-queries";
import { getSubAccount, listSubAccounts } from "@/lib/domain/sub-accounts/queries";
import { CreateSubAccountInput, SubAccountFilter } from "@/lib/domain/sub-accounts/schema";
import { workerContext } from "@/lib/entrypoints/worker/worker-context";
import { later } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { lookDirectly } from "@/tests/support/look-directly";
import { openRootSession, openSession } from "@/tests/support/open-session";
import { cancelBulkRun } from "./cancel-bulk-run";
import { continueBulkRun } from "./continue-bulk-run";
import { planBulkRun } from "./plan-bulk-run";
import { getBulkRun, listBulkRuns, readBulkResult } from "./queries";
import { retryBulkRun } from "./retry-bulk-run";
import { PlanBulkRunInput, StartBulkRunInput } from "./schema";
import { startBulkRun } from "./start-bulk-run";

const plan = async (ctx: Context, input: object) =>
  (await planBulkRun(later(ctx, {}), PlanBulkRunInput.parse(input))).id;
const start = (ctx: Context, id: string, more = {}) =>
  startBulkRun(later(ctx, {}), StartBulkRunInput.parse({ id, ...more }));
const work = ({ accountId }: Context, runId: string) => continueBulkRun(workerContext(), { accountId, runId });
const create = (ctx: Context, ...names: string[]) =>
  names.reduce(
    (before, name) => before.then(() => createSubAccount(later(ctx, {}), CreateSubAccountInput.parse({ name })).then()),
    Promise.resolve() as Promise<unknown>,
  );
const rowsOf = async (ctx: Context, id: string) =>
  (await readBulkResult(ctx, id)).rows.map(({ name, state, reason }) => [name, state, reason].join(" ").trim());
const statesOf = async (ctx: Context) =>
  (await listSubAccounts(ctx, SubAccountFilter.parse({}))).rows.map(({ name, state }) => `${name} ${state}`);

describe("an act in bulk", () => {
  it("is fixed as a draft that does nothing, then done row by row through the single act's verb", async () => {
    const root = await openRootSession();
    await create(root, "ada", "bo", "cy");
    await disableSubAccount(later(root, {}), { name: "bo", reason: "before" });
    const id = await plan(root, { act: "disable", all: "on" });
    expect(await statesOf(root)).toEqual(["ada active", "bo disabled", "cy active"]);
    expect(await rowsOf(root, id)).toEqual(["ada waiting", "bo skipped alreadyDisabled", "cy waiting"]);
    // Who comes later is not part of what was looked at.
    await create(root, "dee");
    await start(root, id, { reason: "reorganized" });
    await work(root, id);
    expect(await rowsOf(root, id)).toEqual(["ada done", "bo skipped alreadyDisabled", "cy done"]);
    expect(await statesOf(root)).toEqual(["ada disabled", "bo disabled", "cy disabled", "dee active"]);
    expect((await getBulkRun(root, id)).run).toMatchObject({ state: "done", total: 3, planned: 2 });
    expect((await listBulkRuns(root)).map((run) => run.id)).toEqual([id]);
    const log = await lookDirectly(
      (sql) => sql<
        { said: string }[]
      >`select action || ' ' || actor_type || ' ' || resource as said from app.audit_events
        where account_id = ${root.accountId} and action in ('espalier:DisableSubAccount', 'espalier:RunInBulk') order by id`,
    );
    expect(log.map(({ said }) => said).toSorted()).toEqual([
      "espalier:DisableSubAccount root-user ada",
      "espalier:DisableSubAccount root-user bo",
      "espalier:DisableSubAccount root-user cy",
      `espalier:RunInBulk root-user ${id}`,
    ]);
  });

  it("answers another account's names as made-up ones, and touches nobody there", async () => {
    const root = await openRootSession();
    const other = await openRootSession();
    await create(root, "ada");
    await create(other, "theirs");
    const id = await plan(root, { act: "disable", names: ["theirs", "made-up", "ada"] });
    expect(await rowsOf(root, id)).toEqual([
      "ada waiting",
      "theirs skipped codes.not-found",
      "made-up skipped codes.not-found",
    ]);
    await start(root, id, { reason: "why" });
    await work(root, id);
    expect(await statesOf(other)).toEqual(["theirs active"]);
    const foreign = [
      () => getBulkRun(other, id),
      () => cancelBulkRun(other, { id }),
      () => start(other, id, { reason: "x" }),
    ];
    for (const ask of foreign) {
      await expect(ask()).rejects.toMatchObject({ code: "not-found", noun: "bulk-run" });
    }
    await expect(getBulkRun(other, "made-up")).rejects.toMatchObject({ code: "not-found", noun: "bulk-run" });
  });

  it("deletes only when the number is typed and the person has just proved who it is", async () => {
    const root = await openRootSession();
    await create(root, "ada", "bo", "cy");
    const id = await plan(root, { act: "delete", names: ["ada", "bo"] });
    await expect(start(root, id, { typedCount: "3" })).rejects.toMatchObject({ reason: "countMismatch" });
    await expect(start(later(root, { stepUp: new Set() }), id, { typedCount: "2" })).rejects.toMatchObject({
      code: "step-up-required",
    });
    await start(root, id, { typedCount: "2" });
    await expect(start(root, id, { typedCount: "2" })).rejects.toMatchObject({ reason: "bulkRunMoved" });
    await work(root, id);
    expect(await statesOf(root)).toEqual(["cy active"]);
    const next = await plan(root, { act: "delete", names: ["cy"] });
    await expect(start(root, next, { typedCount: "1" })).rejects.toMatchObject({ code: "step-up-required" });
  });

  it("enables, labels, resets and asks for a new password; what cannot be done says why", async () => {
    const root = await openRootSession();
    await buildSubAccount(root, { name: "ada", consoleSignIn: true });
    await create(root, "bo");
    await disableSubAccount(later(root, {}), { name: "bo", reason: "away" });
    for (const [act, more] of [
      ["enable", {}],
      ["label", { labelKey: "team", labelValue: "vision" }],
      ["require-change", {}],
      ["reset", {}],
    ] as const) {
      const id = await plan(root, { act, all: "on" });
      await start(root, id, more);
      await work(root, id);
      const expected = {
        enable: ["ada skipped alreadyEnabled", "bo done"],
        label: ["ada done", "bo done"],
        "require-change": ["ada done", "bo skipped noPassword"],
        reset: ["ada done", "bo done"],
      }[act];
      expect([act, await rowsOf(root, id)]).toEqual([act, expected]);
    }
    expect(await getSubAccount(root, "ada")).toMatchObject({
      labels: [{ key: "team", value: "vision" }],
      waitsForOwner: true,
    });
  });

  it("does each row once, however often its job is run and wherever it broke off", async () => {
    const root = await openRootSession();
    await create(root, "ada", "bo");
    const id = await plan(root, { act: "disable", all: "on" });
    await start(root, id, { reason: "why" });
    await work(root, id);
    // As if the worker had died between a row's change and the note of it.
    await lookDirectly(async (sql) => {
      await sql`update app.bulk_rows set state = 'waiting' where run_id = ${id}`;
      await sql`update app.bulk_runs set state = 'running' where id = ${id}`;
    });
    await Promise.all([work(root, id), work(root, id)]);
    expect(await rowsOf(root, id)).toEqual(["ada done", "bo done"]);
    const [events] = await lookDirectly(
      (sql) => sql`select count(*)::int as n from app.audit_events
        where account_id = ${root.accountId} and action = 'espalier:DisableSubAccount'`,
    );
    expect(events).toEqual({ n: 2 });
  });

  it("stops where it is cancelled, survives its orderer's sign-out, and ends with the orderer's rights", async () => {
    const root = await openRootSession();
    await create(root, "ada", "bo");
    const cancelled = await plan(root, { act: "label", all: "on" });
    await start(root, cancelled, { labelKey: "team", labelValue: "x" });
    await cancelBulkRun(later(root, {}), { id: cancelled });
    await work(root, cancelled);
    expect(await rowsOf(root, cancelled)).toEqual(["ada skipped bulkCancelled", "bo skipped bulkCancelled"]);

    await buildSubAccount(root, { name: "mara", consoleSignIn: true, policies: ["AliyunRAMFullAccess"] });
    const mara = await openSession({ kind: "sub-account", alias: root.account.alias }, "mara");
    const id = await plan(mara, { act: "label", names: ["ada"] });
    await start(mara, id, { labelKey: "team", labelValue: "y" });
    await lookDirectly(
      (sql) => sql`update app.sessions set ended_at = now(), ended_reason = 'signed-out'
      where account_id = ${root.accountId} and sub_account_id is not null`,
    );
    await work(root, id);
    expect(await rowsOf(root, id)).toEqual(["ada done"]);

    const late = await plan(mara, { act: "label", names: ["bo"] });
    await start(mara, late, { labelKey: "team", labelValue: "z" });
    await disableSubAccount(later(root, {}), { name: "mara", reason: "left" });
    await work(root, late);
    expect(await rowsOf(root, late)).toEqual(["bo refused ordererGone"]);
    await retryBulkRun(later(root, {}), { id: late });
    await work(root, late);
    expect(await rowsOf(root, late)).toEqual(["bo done"]);
  });

  it("mends a finding for everybody it names, and for nobody else", async () => {
    const root = await openRootSession();
    const chosen = { consoleSignIn: "on", passwordChoice: "link" };
    for (const name of ["ada", "bo"]) {
      await createSubAccount(later(root, {}), CreateSubAccountInput.parse({ name, ...chosen }));
    }
    await create(root, "keys-only");
    const fix = { act: "require-factor", finding: "withoutSecondFactor", all: "on" };
    const id = await plan(root, fix);
    expect(await rowsOf(root, id)).toEqual(["ada waiting", "bo waiting"]);
    await start(root, id);
    await work(root, id);
    expect(await rowsOf(root, id)).toEqual(["ada done", "bo done"]);
    expect(await getLoginProfile(later(root, {}), "ada")).toMatchObject({ mfaBindRequired: true });
    expect(await rowsOf(root, await plan(root, fix))).toEqual([
      "ada skipped factorRequiredAlready",
      "bo skipped factorRequiredAlready",
    ]);
    const ticked = await plan(root, { ...fix, all: undefined, names: ["keys-only"] });
    expect(await rowsOf(root, ticked)).toEqual(["keys-only skipped codes.not-found"]);
    const neverSignedIn = { act: "reset", finding: "neverSignedIn", all: "on" };
    expect(await rowsOf(root, await plan(root, neverSignedIn))).toEqual([]);
  });

  it("is for whoever may do the act to anybody", async () => {
    const root = await openRootSession();
    await create(root, "ada");
    const plain = await buildSubAccount(root);
    const reader = await buildSubAccount(root, { policies: ["AliyunRAMReadOnlyAccess"] });
    for (const ctx of [plain, reader]) {
      await expect(plan(ctx, { act: "enable", all: "on" })).rejects.toMatchObject({ code: "forbidden" });
      await expect(listBulkRuns(ctx)).rejects.toMatchObject({ code: "forbidden" });
    }
  });
});
