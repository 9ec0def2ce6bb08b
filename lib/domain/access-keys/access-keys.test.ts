import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { deleteSubAccount } from "@/lib/domain/sub-accounts/delete-sub-account";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { newCredential } from "@/lib/foundation/credential-format";
import { buildAccount } from "@/tests/support/build-account";
import { later, withoutStepUp } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { lookDirectly } from "@/tests/support/look-directly";
import { createAccessKey } from "./create-access-key";
import { deleteAccessKey } from "./delete-access-key";
import { editAccessKey } from "./edit-access-key";
import { findSigningKey } from "./find-signing-key";
import { getAccessKeyLastUsed, listAccessKeys } from "./queries";
import { CreateAccessKeyInput, EditAccessKeyInput } from "./schema";
import { updateAccessKey } from "./update-access-key";

const wish = (ownerName: string | null, more: object = {}) =>
  CreateAccessKeyInput.parse({ ownerName: ownerName ?? "", expiresInDays: "90", ...more });
const create = (ctx: Context, ownerName: string | null, more: object = {}) =>
  createAccessKey(ctx, wish(ownerName, more));
const setState = (ctx: Context, id: string, ownerName: string | null, state: "active" | "disabled") =>
  updateAccessKey(ctx, { id, ownerName, state });
const remove = (ctx: Context, id: string, ownerName: string | null) =>
  deleteAccessKey(ctx, { id, ownerName, typedId: id });
const edit = (ctx: Context, id: string, ownerName: string | null, more: object = {}) =>
  editAccessKey(ctx, EditAccessKeyInput.parse({ id, ownerName: ownerName ?? "", expiresInDays: "keep", ...more }));

async function accountWithAda() {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  await buildSubAccount(root, { name: "ada" });
  return root;
}

const eventsOf = (root: Context, action: string) =>
  lookDirectly(
    (sql) => sql`
      select resource, sub_account_id, before, after from app.audit_events
      where account_id = ${root.accountId} and action = ${action} order by occurred_at, id`,
  );

describe("a new key", () => {
  it("has RAM's id, a secret that is in no row in clear, its expiry and its addresses, and is in the log", async () => {
    const root = await accountWithAda();
    const { accessKey, secret } = await create(root, "ada", { name: "ci", addresses: "203.0.113.9/24, 2001:db8::1" });
    expect(accessKey.id).toMatch(/^LTAI[0-9A-Za-z]{20}$/);
    expect(secret).toMatch(/^espsk_[0-9A-Za-z]{49}$/);
    expect(accessKey).toMatchObject({
      ...{ ownerName: "ada", name: "ci", standing: "active", addressLists: [["203.0.113.0/24", "2001:db8::1"]] },
      expiresAt: new Date(root.now.getTime() + 90 * 86_400_000),
    });
    expect(await listAccessKeys(root, "ada")).toEqual([accessKey]);
    expect(await eventsOf(root, "ram:CreateAccessKey")).toMatchObject([
      { resource: accessKey.id, sub_account_id: expect.any(String), after: { owner: "ada", name: "ci" } },
    ]);
    const [row] = await lookDirectly(
      (sql) => sql`select sealed_secret from app.access_keys where id = ${accessKey.id}`,
    );
    expect(row?.sealed_secret.includes(secret)).toBe(false);
  });

  it("is refused as a third, also of a race of fifty, and when a third would be enabled or given time again", async () => {
    const root = await accountWithAda();
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => create(later(root, {}), "ada")));
    const refusals = outcomes.filter((one) => one.status === "rejected").map(({ reason }) => reason);
    expect(refusals).toHaveLength(48);
    for (const refusal of refusals) expect(refusal).toMatchObject({ code: "limit-reached", reason: "twoActiveKeys" });
    const [first, second] = await listAccessKeys(root, "ada");
    if (!first || !second) throw new Error("two keys stand");
    await setState(root, first.id, "ada", "disabled");
    const third = await create(root, "ada");
    await expect(setState(root, first.id, "ada", "active")).rejects.toMatchObject({ reason: "twoActiveKeys" });
    const wayLater = later(root, { now: new Date(root.now.getTime() + 91 * 86_400_000) });
    await setState(wayLater, second.id, "ada", "disabled");
    await setState(wayLater, first.id, "ada", "active");
    // Expired keys take no place; one that comes to life again does.
    await create(wayLater, "ada");
    await create(wayLater, "ada");
    const revival = edit(wayLater, third.accessKey.id, "ada", { expiresInDays: "none" });
    await expect(revival).rejects.toMatchObject({ reason: "twoActiveKeys" });
  });

  it("is made once, however often its form is sent", async () => {
    const root = await accountWithAda();
    const twice = { ...root, idempotencyKey: "one-form-sent-twice" };
    await create(twice, "ada");
    await expect(create(twice, "ada")).rejects.toMatchObject({ name: "AlreadyDone" });
    expect(await listAccessKeys(root, "ada")).toHaveLength(1);
  });

  it("is not kept without end: ten of one owner, disabled ones too", async () => {
    const root = await accountWithAda();
    for (let made = 0; made < 10; made++) {
      const { accessKey } = await create(root, "ada");
      await setState(root, accessKey.id, "ada", "disabled");
    }
    await expect(create(root, "ada")).rejects.toMatchObject({ code: "limit-reached", reason: "tooManyKeys" });
  });

  it("is refused for a disabled sub-account, for a bad address by its words, and to who has not proved who it is", async () => {
    const root = await accountWithAda();
    const bad = create(root, "ada", { addresses: "203.0.113.7 10.1" });
    await expect(bad).rejects.toMatchObject({
      reason: "addressRange",
      details: { field: "addresses", address: "10.1" },
    });
    await expect(create(withoutStepUp(root), "ada")).rejects.toMatchObject({ code: "step-up-required" });
    await disableSubAccount(root, { name: "ada", reason: "left" });
    await expect(create(root, "ada")).rejects.toMatchObject({ code: "invalid-state", reason: "subAccountDisabled" });
    expect(await listAccessKeys(root, "ada")).toEqual([]);
  });
});

const deeds: [string, (ctx: Context, id: string, ownerName: string) => Promise<unknown>][] = [
  ["creating", (ctx, _id, ownerName) => create(ctx, ownerName)],
  ["listing", (ctx, _id, ownerName) => listAccessKeys(ctx, ownerName)],
  ["disabling", (ctx, id, ownerName) => setState(ctx, id, ownerName, "disabled")],
  ["editing", (ctx, id, ownerName) => edit(ctx, id, ownerName)],
  ["deleting", (ctx, id, ownerName) => remove(ctx, id, ownerName)],
  ["asking for the last use", (ctx, id, ownerName) => getAccessKeyLastUsed(ctx, { id, ownerName })],
];

describe.each(deeds)("%s", (_, deed) => {
  it("is refused to a sibling, a finance user and other accounts, for real and made-up owners and ids alike", async () => {
    const [root, other] = [await accountWithAda(), await accountWithAda()];
    const { accessKey } = await create(root, "ada");
    const lin = await buildSubAccount(root, { name: "lin", policies: ["AliyunBSSReadOnlyAccess"] });
    await buildSubAccount(other, { name: "their-own" });
    for (const [ctx, id, ownerName] of [
      [lin, accessKey.id, "ada"],
      [lin, newCredential("access-key-id"), "made-up"],
      [other, accessKey.id, "nobody"],
      [root, accessKey.id, "their-own"],
    ] as const) {
      await expect(deed(ctx, id, ownerName)).rejects.toMatchObject({ code: "not-found", noun: "sub-account" });
    }
  });
});

describe("an id", () => {
  it("of another owner, another account or nobody is not found alike, and nothing is changed or logged", async () => {
    const [root, other] = [await accountWithAda(), await accountWithAda()];
    await buildSubAccount(root, { name: "lin" });
    const ofLin = (await create(root, "lin")).accessKey.id;
    const ofOther = (await create(other, "ada")).accessKey.id;
    const nobodys = newCredential("access-key-id");
    for (const id of [ofLin, ofOther, nobodys]) {
      for (const deed of [
        () => setState(root, id, "ada", "disabled"),
        () => edit(root, id, "ada"),
        () => remove(root, id, "ada"),
      ]) {
        await expect(deed()).rejects.toMatchObject({ code: "not-found", noun: "access-key" });
      }
      await expect(getAccessKeyLastUsed(root, { id, ownerName: "ada" })).rejects.toMatchObject({ code: "not-found" });
    }
    expect(await eventsOf(root, "ram:UpdateAccessKey")).toEqual([]);
    expect(await listAccessKeys(root, "lin")).toMatchObject([{ state: "active" }]);
  });
});

describe("a key's end", () => {
  it("is disabled first, typed out, and final: then its id opens nothing", async () => {
    const root = await accountWithAda();
    const { id } = (await create(root, "ada")).accessKey;
    await expect(remove(root, id, "ada")).rejects.toMatchObject({ code: "invalid-state", reason: "keyDisableFirst" });
    await setState(root, id, "ada", "disabled");
    await setState(root, id, "ada", "disabled");
    const wrong = deleteAccessKey(root, { id, ownerName: "ada", typedId: "LTAI" });
    await expect(wrong).rejects.toMatchObject({ reason: "idMismatch", details: { field: "typedId" } });
    expect(await findSigningKey(id, root.now)).toMatchObject({ standing: "disabled" });
    await remove(root, id, "ada");
    expect(await findSigningKey(id, root.now)).toBeUndefined();
    expect(await listAccessKeys(root, "ada")).toEqual([]);
    expect(await eventsOf(root, "ram:DeleteAccessKey")).toMatchObject([
      { resource: id, before: { state: "disabled" } },
    ]);
  });

  it("comes with its sub-account's", async () => {
    const root = await accountWithAda();
    const { id } = (await create(root, "ada")).accessKey;
    await deleteSubAccount(root, { name: "ada", typedName: "ada" });
    expect(await findSigningKey(id, root.now)).toBeUndefined();
    const left = await lookDirectly((sql) => sql`select from auth.directory_entries where key = ${id}`);
    expect(left).toHaveLength(0);
  });
});

describe("the root user's keys", () => {
  it("are the root user's alone: who may do everything else in the account may not make, change or remove them", async () => {
    const root = { ...(await buildAccount()), authorityEpoch: null };
    const { accessKey } = await create(root, null, { expiresInDays: "none" });
    expect(accessKey).toMatchObject({ ownerName: null, expiresAt: null });
    const mara = await buildSubAccount(root, { name: "mara", policies: ["AdministratorAccess"] });
    const { id } = accessKey;
    for (const deed of [
      () => create(mara, null),
      () => setState(mara, id, null, "disabled"),
      () => edit(mara, id, null),
      () => remove(mara, id, null),
    ]) {
      await expect(deed()).rejects.toMatchObject({ code: "forbidden", reason: "rootKeysRootOnly" });
    }
    expect(await listAccessKeys(mara, null)).toMatchObject([{ id, state: "active" }]);
    const lin = await buildSubAccount(root, { name: "lin" });
    await expect(listAccessKeys(lin, null)).rejects.toMatchObject({ code: "not-found" });
    await create(root, null);
    await expect(create(root, null)).rejects.toMatchObject({ reason: "twoActiveKeys" });
  });
});
