import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { allowAll } from "@/lib/authorization/policy-document";
import { createSubAccount } from "@/lib/domain/sub-accounts/create-sub-account";
import { CreateSubAccountInput } from "@/lib/domain/sub-accounts/schema";
import { newCredential } from "@/lib/foundation/credential-format";
import { buildAccount } from "@/tests/support/build-account";
import { buildStranger, later } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { lookDirectly } from "@/tests/support/look-directly";
import { readOutbox } from "@/tests/support/read-outbox";
import { createAccessKey } from "./create-access-key";
import { disableLeakedKeys } from "./disable-leaked-keys";
import { findSigningKey } from "./find-signing-key";
import { keepAccessKey } from "./keep-access-key";
import { getAccessKey, listAccessKeys, listInventory } from "./queries";
import { recordKeyRefusal, recordKeyUse } from "./record-key-use";
import { retireAccessKey } from "./retire-access-key";
import { rotateAccessKey } from "./rotate-access-key";
import { CreateAccessKeyInput, InventoryFilter, RotateAccessKeyInput } from "./schema";
import { updateAccessKey } from "./update-access-key";

const dayMs = 86_400_000;
const create = async (ctx: Context, ownerName: string, more: object = {}) =>
  createAccessKey(ctx, CreateAccessKeyInput.parse({ ownerName, expiresInDays: "90", ...more }));
const rotate = (ctx: Context, id: string, graceHours: string, retires = "") =>
  rotateAccessKey(ctx, RotateAccessKeyInput.parse({ id, ownerName: "ada", graceHours, retires }));
const worker = (now: Date) =>
  buildStranger({ now, policies: [allowAll], actor: { type: "worker", sessionId: null, name: "worker" } });
const inDays = (ctx: Context, days: number) => later(ctx, { now: new Date(ctx.now.getTime() + days * dayMs) });

async function adasKey() {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const ada = await buildSubAccount(root, { name: "ada" });
  return { root, ada, ...(await create(root, "ada", { name: "ci", addresses: "203.0.113.0/24" })) };
}

describe("a rotated key", () => {
  it("works beside its successor until the grace is over, then stops by itself, and the worker says so", async () => {
    const { root, accessKey, secret } = await adasKey();
    const next = await rotate(root, accessKey.id, "168");
    expect(next.secret).not.toBe(secret);
    expect(next.accessKey).toMatchObject({ name: "ci", addressLists: [["203.0.113.0/24"]], standing: "active" });
    const standing = async (days: number) => (await findSigningKey(accessKey.id, inDays(root, days).now))?.standing;
    expect([await standing(6.9), await standing(7)]).toEqual(["retiring", "retired"]);
    const piece = { accountId: root.accountId, accessKeyId: accessKey.id };
    const [job] = await lookDirectly(
      (sql) => sql`select data, start_after from pgboss.job where data->>'accessKeyId' = ${accessKey.id}`,
    );
    expect(job).toMatchObject({ data: piece, start_after: inDays(root, 7).now });
    await retireAccessKey(worker(inDays(root, 6).now), piece);
    expect(await standing(6.9)).toBe("retiring");
    await retireAccessKey(worker(inDays(root, 7).now), piece);
    await retireAccessKey(worker(inDays(root, 8).now), piece);
    expect(await listAccessKeys(root, "ada")).toMatchObject([
      { id: accessKey.id, state: "disabled", successorId: next.accessKey.id },
      { id: next.accessKey.id, state: "active" },
    ]);
    const events = await lookDirectly(
      (sql) => sql`
        select action, actor_type, after from app.audit_events
        where account_id = ${root.accountId} and resource in (${accessKey.id}, ${next.accessKey.id}) order by occurred_at, id`,
    );
    expect(events).toHaveLength(3);
    expect(events.map(({ after }) => after)).toContainEqual(expect.objectContaining({ replaces: accessKey.id }));
    expect(events.at(-1)).toMatchObject({
      ...{ action: "ram:UpdateAccessKey", actor_type: "job" },
      after: { state: "disabled", replacedBy: next.accessKey.id },
    });
  });

  it("stops at once without a grace, and can be kept while one lasts", async () => {
    const { root, accessKey } = await adasKey();
    const now = await rotate(root, accessKey.id, "0");
    expect((await findSigningKey(accessKey.id, root.now))?.standing).toBe("disabled");
    await rotate(root, now.accessKey.id, "24");
    await keepAccessKey(root, { id: now.accessKey.id, ownerName: "ada" });
    expect((await findSigningKey(now.accessKey.id, inDays(root, 30).now))?.standing).toBe("active");
    await expect(keepAccessKey(root, { id: now.accessKey.id, ownerName: "ada" })).rejects.toMatchObject({
      reason: "keyNotRetiring",
    });
    // The worker comes for a piece that was ordered before the key was kept.
    const piece = { accountId: root.accountId, accessKeyId: now.accessKey.id };
    await retireAccessKey(worker(inDays(root, 2).now), piece);
    expect((await findSigningKey(now.accessKey.id, root.now))?.standing).toBe("active");
  });

  it("takes the free place, or the one of the key that is said to stop; only an active key is rotated", async () => {
    const { root, accessKey } = await adasKey();
    const other = await create(root, "ada");
    await expect(rotate(root, accessKey.id, "24")).rejects.toMatchObject({ reason: "twoActiveKeys" });
    await expect(rotate(root, accessKey.id, "24", newCredential("access-key-id"))).rejects.toMatchObject({
      reason: "twoActiveKeys",
    });
    await rotate(root, accessKey.id, "24", other.accessKey.id);
    expect((await findSigningKey(other.accessKey.id, root.now))?.standing).toBe("disabled");
    for (const id of [accessKey.id, other.accessKey.id]) {
      await expect(rotate(root, id, "24")).rejects.toMatchObject({ code: "invalid-state", reason: "keyNotActive" });
    }
    await expect(rotate(root, newCredential("access-key-id"), "24")).rejects.toMatchObject({ code: "not-found" });
  });

  it("makes one successor of a race of twenty", async () => {
    const { root, accessKey } = await adasKey();
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => rotate(later(root, {}), accessKey.id, "24")));
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await listAccessKeys(root, "ada")).toHaveLength(2);
  });

  it("is not for a sibling, and its owner is told of a key that somebody else made", async () => {
    const root = { ...(await buildAccount()), authorityEpoch: null };
    const email = `${root.account.name}@example.test`;
    await createSubAccount(root, CreateSubAccountInput.parse({ name: "ada", email }));
    const { accessKey } = await create(root, "ada");
    const lin = await buildSubAccount(root, { name: "lin" });
    await expect(rotate(lin, accessKey.id, "24")).rejects.toMatchObject({ code: "not-found" });
    await expect(keepAccessKey(lin, { id: accessKey.id, ownerName: "ada" })).rejects.toMatchObject({
      code: "not-found",
    });
    expect(await readOutbox(email)).toMatchObject([{ params: { keyId: accessKey.id } }]);
  });
});

describe("a text with keys in it", () => {
  it("stops those of the account, by id or by secret, and touches nobody else's", async () => {
    const [one, two] = [await adasKey(), await adasKey()];
    const bySecret = await create(one.root, "ada");
    const text = `key=${one.accessKey.id}\n${bySecret.secret} and ${two.accessKey.id} ${two.secret} ${newCredential("access-key-id")}`;
    const found = await disableLeakedKeys(one.root, { text });
    expect(found.map(({ id }) => id).toSorted()).toEqual([one.accessKey.id, bySecret.accessKey.id].toSorted());
    expect(found.every(({ wasActive }) => wasActive)).toBe(true);
    expect((await findSigningKey(one.accessKey.id, one.root.now))?.standing).toBe("disabled");
    expect((await findSigningKey(two.accessKey.id, two.root.now))?.standing).toBe("active");
    expect(await disableLeakedKeys(one.root, { text })).toMatchObject([{ wasActive: false }, { wasActive: false }]);
    expect(await disableLeakedKeys(one.root, { text: "nothing" })).toEqual([]);
  });

  it("is read for nobody who may not manage keys, and for a sub-account that may only for its own", async () => {
    const { root, ada, accessKey } = await adasKey();
    await expect(disableLeakedKeys(ada, { text: accessKey.id })).rejects.toMatchObject({ code: "forbidden" });
    const lin = await buildSubAccount(root, { name: "lin", policies: ["AliyunRAMFullAccess"] });
    expect(await disableLeakedKeys(lin, { text: accessKey.id })).toMatchObject([
      { id: accessKey.id, ownerName: "ada" },
    ]);
  });
});

describe("the inventory", () => {
  it("shows an administrator every key, in pages, and by what somebody should look at", async () => {
    const { root, accessKey } = await adasKey();
    await buildSubAccount(root, { name: "lin" });
    const used = await create(inDays(root, 1 / 24), "lin", { expiresInDays: "none" });
    const key = await findSigningKey(used.accessKey.id, root.now);
    if (!key) throw new Error("no key");
    await recordKeyUse(key, { now: root.now, service: "Ram", address: "203.0.113.7" });
    const shown = async (ctx: Context, show: string) =>
      (await listInventory(ctx, InventoryFilter.parse({ show }))).rows.map(({ id }) => id);
    expect(await shown(root, "all")).toEqual([used.accessKey.id, accessKey.id]);
    expect(await shown(root, "never-used")).toEqual([accessKey.id]);
    expect(await shown(inDays(root, 84), "expiring")).toEqual([accessKey.id]);
    expect(await shown(inDays(root, 92), "unused")).toEqual([used.accessKey.id]);
    expect(await shown(inDays(root, 92), "old")).toEqual([used.accessKey.id]);
    await updateAccessKey(root, { id: accessKey.id, ownerName: "ada", state: "disabled" });
    expect(await shown(root, "disabled")).toEqual([accessKey.id]);
    const noBodys = Buffer.from(JSON.stringify(["after", "2026-02-30T00:00:00.000000Z", "LTAI"])).toString("base64url");
    expect((await listInventory(root, InventoryFilter.parse({ cursor: noBodys }))).rows).toHaveLength(2);
  });

  it("goes on where the page before ended", async () => {
    const root = { ...(await buildAccount()), authorityEpoch: null };
    const names = Array.from({ length: 26 }, (_, at) => `s-${at}`);
    for (const name of names) {
      await buildSubAccount(root, { name });
      await create(root, name);
      await create(root, name);
    }
    const first = await listInventory(root, InventoryFilter.parse({}));
    const second = await listInventory(root, InventoryFilter.parse({ cursor: first.older }));
    expect([first.rows.length, second.rows.length, second.older]).toEqual([50, 2, undefined]);
    expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(52);
    const back = await listInventory(root, InventoryFilter.parse({ cursor: second.newer }));
    expect(back.rows).toEqual(first.rows);
  });

  it("shows one key with its siblings, its last refusal and what was done with it, to nobody it does not belong to", async () => {
    const [one, two] = [await adasKey(), await adasKey()];
    const key = await findSigningKey(one.accessKey.id, one.root.now);
    if (!key) throw new Error("no key");
    await recordKeyRefusal(key, {
      now: one.root.now,
      code: "SignatureDoesNotMatch",
      address: "203.0.113.7",
      because: "x",
    });
    expect(await getAccessKey(one.root, key.id)).toMatchObject({
      ...{ key: { id: key.id, ownerName: "ada" }, others: [], deeds: [] },
      refusal: { code: "SignatureDoesNotMatch", because: "x" },
    });
    for (const id of [two.accessKey.id, newCredential("access-key-id")]) {
      await expect(getAccessKey(one.root, id)).rejects.toMatchObject({ code: "not-found", noun: "access-key" });
    }
    const lin = await buildSubAccount(one.root, { name: "lin" });
    await expect(listInventory(lin, InventoryFilter.parse({}))).rejects.toMatchObject({ code: "forbidden" });
  });
});
