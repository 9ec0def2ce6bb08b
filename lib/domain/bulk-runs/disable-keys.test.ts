import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { createAccessKey } from "@/lib/domain/access-keys/create-access-key";
import { getAccessKey } from "@/lib/domain/access-keys/queries";
import { CreateAccessKeyInput } from "@/lib/domain/access-keys/schema";
import { updateAccessKey } from "@/lib/domain/access-keys/update-access-key";
import { workerContext } from "@/lib/entrypoints/worker/worker-context";
import { later } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { openRootSession, openSession } from "@/tests/support/open-session";
import { continueBulkRun } from "./continue-bulk-run";
import { planKeyDisabling } from "./plan-key-disabling";
import { getBulkRun } from "./queries";
import { PlanKeyDisablingInput, StartBulkRunInput } from "./schema";
import { startBulkRun } from "./start-bulk-run";

const keyOf = async (ctx: Context, ownerName: string) => {
  const input = CreateAccessKeyInput.parse({ ownerName, expiresInDays: "90" });
  return (await createAccessKey(later(ctx, {}), input)).accessKey.id;
};
const plan = async (ctx: Context, input: object) =>
  (await planKeyDisabling(later(ctx, {}), PlanKeyDisablingInput.parse(input))).id;
const run = async (ctx: Context, id: string) => {
  await startBulkRun(later(ctx, {}), StartBulkRunInput.parse({ id }));
  await continueBulkRun(workerContext(), { accountId: ctx.accountId, runId: id });
};
/** By key: keys made within one millisecond stand in either order. */
const rowsOf = async (ctx: Context, id: string) =>
  Object.fromEntries(
    (await getBulkRun(ctx, id)).rows.map(({ name, key, state, reason }) => [name, [key?.owner, state, reason]]),
  );
const stateOf = async (ctx: Context, id: string) => (await getAccessKey(ctx, id)).key.state;

describe("disabling keys in bulk", () => {
  it("fixes what the view shows as a draft, then disables each through the single act's verb", async () => {
    const root = await openRootSession();
    for (const name of ["ada", "bo"]) await buildSubAccount(root, { name });
    const [ada, bo] = [await keyOf(root, "ada"), await keyOf(root, "bo")];
    const own = await keyOf(root, "");
    await updateAccessKey(later(root, {}), { id: bo, ownerName: "bo", state: "disabled" });
    const id = await plan(root, { all: "on", show: "never-used" });
    expect(await rowsOf(root, id)).toEqual({ [ada]: ["ada", "waiting", ""], [own]: [null, "waiting", ""] });
    const made = await keyOf(root, "bo");
    await run(root, id);
    expect(await rowsOf(root, id)).toEqual({ [ada]: ["ada", "done", ""], [own]: [null, "done", ""] });
    expect(await Promise.all([ada, bo, own, made].map((one) => stateOf(root, one)))).toEqual([
      "disabled",
      "disabled",
      "disabled",
      "active",
    ]);
  });

  it("says of ticked ones which are disabled already, and answers another account's as a made-up one", async () => {
    const [root, other] = [await openRootSession(), await openRootSession()];
    await buildSubAccount(root, { name: "ada" });
    await buildSubAccount(other, { name: "ada" });
    const [mine, theirs] = [await keyOf(root, "ada"), await keyOf(other, "ada")];
    await updateAccessKey(later(root, {}), { id: mine, ownerName: "ada", state: "disabled" });
    const id = await plan(root, { ids: [theirs, mine, "LTAImadeup"] });
    expect(await rowsOf(root, id)).toEqual({
      [mine]: ["ada", "skipped", "keyAlreadyDisabled"],
      [theirs]: [undefined, "skipped", "codes.not-found"],
      LTAImadeup: [undefined, "skipped", "codes.not-found"],
    });
    await expect(run(root, id)).rejects.toMatchObject({ reason: "bulkNothingToDo" });
    expect(await stateOf(other, theirs)).toBe("active");
  });

  it("asks for a fresh proof, leaves the root user's keys to the root user, and is nobody's without the permission", async () => {
    const root = await openRootSession();
    await buildSubAccount(root, { name: "ada" });
    const adas = await keyOf(root, "ada");
    const own = await keyOf(root, "");
    const id = await plan(root, { all: "on" });
    const unproved = later(root, { stepUp: new Set() });
    await expect(startBulkRun(unproved, StartBulkRunInput.parse({ id }))).rejects.toMatchObject({
      code: "step-up-required",
    });
    await buildSubAccount(root, { name: "mara", consoleSignIn: true, policies: ["AliyunRAMFullAccess"] });
    const mara = await openSession({ kind: "sub-account", alias: root.account.alias }, "mara");
    const hers = await plan(mara, { all: "on" });
    expect(await rowsOf(mara, hers)).toEqual({
      [adas]: ["ada", "waiting", ""],
      [own]: [null, "skipped", "rootKeysRootOnly"],
    });
    await run(mara, hers);
    expect(await stateOf(root, own)).toBe("active");
    const reader = await buildSubAccount(root, { policies: ["AliyunRAMReadOnlyAccess"] });
    await expect(plan(reader, { all: "on" })).rejects.toMatchObject({ code: "forbidden" });
  });
});
