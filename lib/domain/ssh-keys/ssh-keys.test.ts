import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { deleteSubAccount } from "@/lib/domain/sub-accounts/delete-sub-account";
import { newId } from "@/lib/foundation/ids";
import { buildAccount } from "@/tests/support/build-account";
import { later, withoutStepUp } from "@/tests/support/build-context";
import { buildPublicKey } from "@/tests/support/build-public-key";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { lookDirectly } from "@/tests/support/look-directly";
import { deletePublicKey } from "./delete-public-key";
import { getPublicKey, listAllPublicKeys, listPublicKeys } from "./queries";
import { PublicKeyFilter, UpdatePublicKeyInput, UploadPublicKeyInput } from "./schema";
import { updatePublicKey } from "./update-public-key";
import { uploadPublicKey } from "./upload-public-key";

const upload = (ctx: Context, subAccountName: string, text = buildPublicKey(), more: object = {}) =>
  uploadPublicKey(ctx, UploadPublicKeyInput.parse({ subAccountName, publicKey: text, expiresInDays: "none", ...more }));
const update = (ctx: Context, subAccountName: string, id: string, more: object = {}) =>
  updatePublicKey(ctx, UpdatePublicKeyInput.parse({ subAccountName, id, name: "desk", expiresInDays: "30", ...more }));
const remove = (ctx: Context, subAccountName: string, id: string) => deletePublicKey(ctx, { subAccountName, id });

async function accountWithAda() {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const ada = await buildSubAccount(root, { name: "ada" });
  return { root, ada };
}

const eventsOf = (root: Context, action: string) =>
  lookDirectly(
    (sql) => sql`
      select resource, before, after from app.audit_events
      where account_id = ${root.accountId} and action = ${action} order by occurred_at, id`,
  );

describe("an uploaded key", () => {
  it("is named after its comment, found by its fingerprint, seen by its owner, and in the log without the text", async () => {
    const { root, ada } = await accountWithAda();
    const text = buildPublicKey();
    const { id } = await upload(root, "ada", text, { expiresInDays: "90" });
    const [key] = await listPublicKeys(ada, "ada");
    expect(key).toMatchObject({ id, name: "ada@laptop", type: "ssh-ed25519", bits: 256, standing: "active" });
    expect(key?.addedBy).toBe("");
    expect(key?.expiresAt).toEqual(new Date(root.now.getTime() + 90 * 86_400_000));
    const { fingerprint = "" } = key ?? {};
    const found = await listAllPublicKeys(root, PublicKeyFilter.parse({ fingerprint }));
    expect(found.rows).toMatchObject([{ id, subAccountName: "ada", addedBy: root.actor.name }]);
    const events = await eventsOf(root, "ram:UploadPublicKey");
    expect(events).toMatchObject([{ resource: fingerprint, after: { owner: "ada" } }]);
    expect(JSON.stringify(events)).not.toContain(text.split(" ")[1]);
  });

  it("is refused by the parser's reason, and what was pasted is nowhere", async () => {
    const { root } = await accountWithAda();
    const pem = "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAAcanaryAAAA\n-----END OPENSSH PRIVATE KEY-----";
    await expect(upload(root, "ada", pem)).rejects.toMatchObject({
      code: "invalid-input",
      reason: "sshPrivateKey",
      details: { field: "publicKey" },
    });
    expect(await listPublicKeys(root, "ada")).toEqual([]);
    expect(JSON.stringify(await eventsOf(root, "ram:UploadPublicKey"))).not.toContain("canary");
  });

  it("is one sub-account's once; that a sibling or another account has it is not told", async () => {
    const { root } = await accountWithAda();
    const { root: other } = await accountWithAda();
    await buildSubAccount(root, { name: "lin" });
    const text = buildPublicKey();
    await upload(root, "ada", text);
    await expect(upload(root, "ada", `${text} again`)).rejects.toMatchObject({
      code: "already-exists",
      reason: "publicKeyPresent",
    });
    await upload(root, "lin", text);
    await upload(other, "ada", text);
  });

  it("is refused as an eleventh, also of a race of twenty", async () => {
    const { root } = await accountWithAda();
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => upload(later(root, {}), "ada")));
    const refusals = outcomes.filter((one) => one.status === "rejected").map(({ reason }) => reason);
    expect(refusals).toHaveLength(10);
    for (const refusal of refusals) expect(refusal).toMatchObject({ code: "limit-reached", details: { max: 10 } });
  });

  it("asks for a fresh proof, and is taken once however often its form is sent", async () => {
    const { root } = await accountWithAda();
    await expect(upload(withoutStepUp(root), "ada")).rejects.toMatchObject({ code: "step-up-required" });
    const twice = { ...root, idempotencyKey: "one-form-sent-twice" };
    const text = buildPublicKey();
    await upload(twice, "ada", text);
    await expect(upload(twice, "ada", text)).rejects.toMatchObject({ name: "AlreadyDone" });
    expect(await listPublicKeys(root, "ada")).toHaveLength(1);
  });

  it("is added by its owner only where the security preference allows it", async () => {
    const { root, ada } = await accountWithAda();
    await expect(upload(ada, "ada")).rejects.toMatchObject({ code: "forbidden" });
    const preference = { ...root.account.preference, allowUserToManagePublicKeys: true };
    const allowing = { ...root, account: { ...root.account, preference } };
    const bo = await buildSubAccount(allowing, { name: "bo" });
    const { id } = await upload(bo, "bo");
    expect(await listPublicKeys(bo, "bo")).toMatchObject([{ id, addedBy: "bo" }]);
    await remove(bo, "bo", id);
  });
});

describe("a key's later life", () => {
  it("has a new name and end, and then is gone: each is in the log", async () => {
    const { root } = await accountWithAda();
    const { id } = await upload(root, "ada");
    await update(root, "ada", id);
    const key = await getPublicKey(root, "ram:UpdatePublicKey", "ada", id);
    expect(key).toMatchObject({ name: "desk", expiresAt: new Date(root.now.getTime() + 30 * 86_400_000) });
    await update(root, "ada", id, { name: "lap", expiresInDays: "keep" });
    expect((await listPublicKeys(root, "ada"))[0]).toMatchObject({ name: "lap", expiresAt: key.expiresAt });
    const nextMonth = later(root, { now: new Date(root.now.getTime() + 30 * 86_400_000) });
    expect((await listPublicKeys(nextMonth, "ada"))[0]?.standing).toBe("expired");
    await remove(root, "ada", id);
    expect(await listPublicKeys(root, "ada")).toEqual([]);
    expect(await eventsOf(root, "ram:UpdatePublicKey")).toHaveLength(2);
    expect(await eventsOf(root, "ram:DeletePublicKey")).toMatchObject([{ before: { name: "lap" } }]);
  });

  it("ends with its sub-account", async () => {
    const { root } = await accountWithAda();
    await upload(root, "ada");
    await deleteSubAccount(root, { name: "ada", typedName: "ada" });
    expect((await listAllPublicKeys(root, PublicKeyFilter.parse({}))).rows).toEqual([]);
  });

  it("is not found alike for a sibling's, another account's and a made-up id, and nothing is changed", async () => {
    const { root } = await accountWithAda();
    const { root: other } = await accountWithAda();
    await buildSubAccount(root, { name: "lin" });
    const siblings = (await upload(root, "lin")).id;
    const foreign = (await upload(other, "ada")).id;
    for (const id of [siblings, foreign, newId()]) {
      for (const deed of [update, remove]) {
        await expect(deed(root, "ada", id)).rejects.toMatchObject({ code: "not-found", noun: "ssh-key" });
      }
    }
    expect(await listPublicKeys(root, "lin")).toHaveLength(1);
  });
});

const deeds: [string, (ctx: Context, subAccountName: string, id: string) => Promise<unknown>][] = [
  ["uploading", (ctx, name) => upload(ctx, name)],
  ["listing", (ctx, name) => listPublicKeys(ctx, name)],
  ["changing", update],
  ["removing", remove],
];

describe.each(deeds)("%s", (_, deed) => {
  it("is refused to siblings and other accounts, for real and made-up names alike", async () => {
    const { root } = await accountWithAda();
    const { root: other } = await accountWithAda();
    const { id } = await upload(root, "ada");
    const lin = await buildSubAccount(root, { name: "lin", policies: ["AliyunBSSReadOnlyAccess"] });
    await buildSubAccount(other, { name: "theirs" });
    for (const [ctx, name] of [
      [lin, "ada"],
      [lin, "made-up"],
      [root, "theirs"],
      [root, "made-up"],
    ] as const) {
      await expect(deed(ctx, name, id)).rejects.toMatchObject({ code: "not-found", noun: "sub-account" });
    }
  });
});
