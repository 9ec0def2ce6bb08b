import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { listAuditEvents } from "@/lib/domain/audit-log/queries";
import { AuditFilter } from "@/lib/domain/audit-log/schema";
import { addUserToGroup } from "@/lib/domain/groups/add-user-to-group";
import { listUsersForGroup } from "@/lib/domain/groups/queries";
import { GroupFilter } from "@/lib/domain/groups/schema";
import { listSpendLimits } from "@/lib/domain/limits/queries";
import { SetSpendLimitInput } from "@/lib/domain/limits/schema";
import { setSpendLimit } from "@/lib/domain/limits/set-spend-limit";
import { attachPolicyToGroup } from "@/lib/domain/policies/attach-policy-to-group";
import { detachPolicyFromUser } from "@/lib/domain/policies/detach-policy-from-user";
import { workerContext } from "@/lib/entrypoints/worker/worker-context";
import { later } from "@/tests/support/build-context";
import { buildGroup } from "@/tests/support/build-policy";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { openRootSession, openSession } from "@/tests/support/open-session";
import { continueBulkRun } from "./continue-bulk-run";
import { planBulkRun } from "./plan-bulk-run";
import { actsOpenTo, getBulkRun, readBulkResult } from "./queries";
import { retryBulkRun } from "./retry-bulk-run";
import { PlanBulkRunInput, StartBulkRunInput } from "./schema";
import { startBulkRun } from "./start-bulk-run";

const anew = (ctx: Context) => later(ctx, { authorityEpoch: null });
const unproved = (ctx: Context) => later(ctx, { authorityEpoch: null, stepUp: new Set() });
const plan = async (ctx: Context, input: object) =>
  (await planBulkRun(anew(ctx), PlanBulkRunInput.parse({ all: "on", ...input }))).id;
const start = (ctx: Context, id: string, more = {}) => startBulkRun(ctx, StartBulkRunInput.parse({ id, ...more }));
const work = ({ accountId }: Context, runId: string) => continueBulkRun(workerContext(), { accountId, runId });
const rowsOf = async (ctx: Context, id: string) =>
  (await readBulkResult(anew(ctx), id)).rows.map(({ name, state, reason }) => [name, state, reason].join(" ").trim());
/** Plans, starts and does it: what became of each row. */
async function run(ctx: Context, input: object, more = {}) {
  const id = await plan(ctx, input);
  await start(anew(ctx), id, more);
  await work(ctx, id);
  return { id, rows: await rowsOf(ctx, id) };
}
const loggedOf = async (ctx: Context, action: string) =>
  (await listAuditEvents(anew(ctx), AuditFilter.parse({ action }))).rows.map(({ resource }) => resource).toSorted();
const membersOf = async (ctx: Context, group: string) =>
  (await listUsersForGroup(anew(ctx), group, GroupFilter.parse({}))).rows.map(({ name }) => name);

describe("in bulk", () => {
  it("sessions end for whoever has one, never for whoever asks, and each is logged for itself", async () => {
    const root = await openRootSession();
    await buildSubAccount(root, { name: "ada", consoleSignIn: true });
    await buildSubAccount(root, { name: "bo" });
    await buildSubAccount(root, { name: "mara", consoleSignIn: true, policies: ["AliyunRAMFullAccess"] });
    const door = { kind: "sub-account", alias: root.account.alias } as const;
    const [mara, ada] = [await openSession(door, "mara"), await openSession(door, "ada")];
    const id = await plan(mara, { act: "end-sessions" });
    expect(await rowsOf(root, id)).toEqual(["ada waiting", "bo skipped noSessions", "mara skipped notYourself"]);
    await expect(start(unproved(mara), id)).rejects.toMatchObject({ code: "step-up-required" });
    await start(anew(mara), id);
    await work(root, id);
    expect((await rowsOf(root, id))[0]).toBe("ada done");
    expect(await rowsOf(root, await plan(mara, { act: "end-sessions", names: ["ada"], all: undefined }))).toEqual([
      "ada skipped noSessions",
    ]);
    expect(await loggedOf(root, "espalier:EndSession")).toEqual(["ada"]);
    await expect(plan(anew(ada), { act: "end-sessions" })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("people join a group and leave it, one decision after the other, and whoever is in already is passed over", async () => {
    const root = await openRootSession();
    for (const name of ["ada", "bo", "cy"]) await buildSubAccount(root, { name });
    const group = await buildGroup(anew(root));
    await addUserToGroup(anew(root), { name: "bo", groupName: group });
    const id = await plan(root, { act: "join-group" });
    await expect(start(anew(root), id)).rejects.toMatchObject({
      code: "invalid-input",
      details: { field: "groupName" },
    });
    await expect(start(anew(root), id, { groupName: "nobodys" })).rejects.toMatchObject({ code: "not-found" });
    await expect(start(unproved(root), id, { groupName: group })).rejects.toMatchObject({ code: "step-up-required" });
    await start(anew(root), id, { groupName: group });
    await work(root, id);
    expect(await rowsOf(root, id)).toEqual(["ada done", "bo skipped groupJoined", "cy done"]);
    expect(await membersOf(root, group)).toEqual(["ada", "bo", "cy"]);
    expect((await getBulkRun(anew(root), id)).run.params).toEqual({ groupName: group });
    const left = await run(root, { act: "leave-group", names: ["ada", "cy"], all: undefined }, { groupName: group });
    expect(left.rows).toEqual(["ada done", "cy done"]);
    expect(await membersOf(root, group)).toEqual(["bo"]);
    expect(await loggedOf(root, "ram:RemoveUserFromGroup")).toEqual(["ada", "cy"]);
    const again = await run(root, { act: "leave-group", names: ["ada"], all: undefined }, { groupName: group });
    expect(again.rows).toEqual(["ada skipped notInGroup"]);
  });

  it("nobody gives by a group what they do not hold, and a retry asks for a proof like the start", async () => {
    const root = await openRootSession();
    await buildSubAccount(root, { name: "ada" });
    await buildSubAccount(root, { name: "mara", consoleSignIn: true, policies: ["AliyunRAMFullAccess"] });
    const mara = await openSession({ kind: "sub-account", alias: root.account.alias }, "mara");
    const groupName = await buildGroup(anew(root));
    await attachPolicyToGroup(anew(root), { groupName, policyType: "System", policyName: "AdministratorAccess" });
    const { id, rows } = await run(mara, { act: "join-group", names: ["ada"], all: undefined }, { groupName });
    expect(rows).toEqual(["ada refused moreThanHeld"]);
    const [row] = (await getBulkRun(anew(root), id)).rows;
    expect(row?.details).toMatchObject({ action: expect.any(String), resource: expect.any(String) });
    expect(await membersOf(root, groupName)).toEqual([]);
    await expect(retryBulkRun(unproved(root), { id })).rejects.toMatchObject({ code: "step-up-required" });
    await retryBulkRun(anew(root), { id });
    await work(root, id);
    expect(await rowsOf(root, id)).toEqual(["ada done"]);
  });

  it("each gets a limit of its own, from whoever may set limits and sees the list", async () => {
    const root = await openRootSession();
    for (const name of ["ada", "bo"]) await buildSubAccount(root, { name });
    const money = await buildSubAccount(root, { policies: ["AliyunBSSFullAccess"] });
    const people = await buildSubAccount(root, { policies: ["AliyunRAMFullAccess"] });
    for (const ctx of [money, people]) {
      expect(actsOpenTo(ctx)).not.toContain("limit");
      await expect(plan(ctx, { act: "limit" })).rejects.toMatchObject({ code: "forbidden" });
    }
    expect(actsOpenTo(anew(root))).toContain("limit");
    const id = await plan(root, { act: "limit", names: ["ada", "bo", "theirs"], all: undefined });
    await expect(start(anew(root), id)).rejects.toMatchObject({ code: "invalid-input", details: { field: "hard" } });
    expect(StartBulkRunInput.safeParse({ id, soft: "60", hard: "50" }).success).toBe(false);
    await start(anew(root), id, { per: "month", soft: "40", hard: "50", stops: "all" });
    await work(root, id);
    expect(await rowsOf(root, id)).toEqual(["ada done", "bo done", "theirs skipped codes.not-found"]);
    const limits = await listSpendLimits(anew(root));
    expect(limits.map(({ subAccountName, per, hard, stops }) => [subAccountName, per, hard, stops])).toEqual([
      ["ada", "month", 50_000_000n, "all"],
      ["bo", "month", 50_000_000n, "all"],
    ]);
    expect(await loggedOf(root, "bss:SetSpendLimit")).toEqual(["ada", "bo"]);
  });

  it("a run of limits that is started, worked off or retried twice sets each limit once, and leaves alone what was changed since", async () => {
    const root = await openRootSession();
    for (const name of ["ada", "bo"]) await buildSubAccount(root, { name });
    const policies = ["AliyunRAMFullAccess", "AliyunBSSFullAccess"];
    await buildSubAccount(root, { name: "mara", consoleSignIn: true, policies });
    const mara = await openSession({ kind: "sub-account", alias: root.account.alias }, "mara");
    const limits = async () =>
      (await listSpendLimits(anew(root))).map(({ subAccountName, hard }) => `${subAccountName} ${hard}`);
    const atOnce = async (times: number, act: () => Promise<unknown>) =>
      (await Promise.allSettled(Array.from({ length: times }, act)))
        .map((one) => (one.status === "fulfilled" ? "done" : (one.reason as { code: string }).code))
        .toSorted();
    const wish = { per: "month", hard: "50", stops: "all" };
    const id = await plan(mara, { act: "limit", names: ["ada", "bo"], all: undefined });
    expect(await atOnce(3, () => start(anew(mara), id, wish))).toEqual(["done", "invalid-state", "invalid-state"]);
    await detachPolicyFromUser(anew(root), { name: "mara", policyType: "System", policyName: "AliyunBSSFullAccess" });
    await work(root, id);
    expect(await rowsOf(root, id)).toEqual(["ada refused codes.forbidden", "bo refused codes.forbidden"]);
    expect(await limits()).toEqual([]);

    expect(await atOnce(3, () => retryBulkRun(anew(root), { id }))).toEqual(["done", "invalid-state", "invalid-state"]);
    await atOnce(3, () => work(root, id));
    await work(root, id);
    expect(await rowsOf(root, id)).toEqual(["ada done", "bo done"]);
    expect(await loggedOf(root, "bss:SetSpendLimit")).toEqual(["ada", "bo"]);
    expect(await limits()).toEqual(["ada 50000000", "bo 50000000"]);

    await setSpendLimit(anew(root), SetSpendLimitInput.parse({ subAccountName: "ada", ...wish, hard: "70" }));
    const again = [() => start(anew(root), id, wish), () => retryBulkRun(anew(root), { id })];
    for (const act of again) await expect(act()).rejects.toMatchObject({ code: "invalid-state" });
    await work(root, id);
    expect(await limits()).toEqual(["ada 70000000", "bo 50000000"]);
  });
});
