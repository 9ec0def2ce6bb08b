import { describe, expect, it, vi } from "vitest";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { anySubAccount } from "@/lib/authorization/resources";
import { addUserToGroup } from "@/lib/domain/groups/add-user-to-group";
import { createGroup } from "@/lib/domain/groups/create-group";
import { CreateGroupInput } from "@/lib/domain/groups/schema";
import { attachPolicyToGroup } from "@/lib/domain/policies/attach-policy-to-group";
import { attachPolicyToUser } from "@/lib/domain/policies/attach-policy-to-user";
import { createPolicy } from "@/lib/domain/policies/create-policy";
import { CreatePolicyInput } from "@/lib/domain/policies/schema";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { getSubAccount, listSubAccounts } from "@/lib/domain/sub-accounts/queries";
import { SubAccountFilter } from "@/lib/domain/sub-accounts/schema";
import { newCredential } from "@/lib/foundation/credential-format";
import { newId } from "@/lib/foundation/ids";
import { withTransaction } from "@/lib/foundation/transaction";
import { buildAccount } from "@/tests/support/build-account";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { lookDirectly } from "@/tests/support/look-directly";
import { accessKeyContext } from "./access-key-context";
import type { FoundKey } from "./check-signatures";
import { createAccessKey } from "./create-access-key";
import { checkSignature, findSigningKey } from "./find-signing-key";
import { getAccessKeyLastUsed } from "./queries";
import { recordKeyRefusal, recordKeyUse } from "./record-key-use";
import { CreateAccessKeyInput } from "./schema";
import { updateAccessKey } from "./update-access-key";

async function keyOfAda(more: object = {}) {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  await buildSubAccount(root, { name: "ada" });
  const input = CreateAccessKeyInput.parse({ ownerName: "ada", expiresInDays: "90", ...more });
  return { root, ...(await createAccessKey(root, input)) };
}
async function found(id: string, now = new Date()): Promise<FoundKey> {
  const key = await findSigningKey(id, now);
  if (!key) throw new Error("no such key");
  return key;
}
const call = (key: FoundKey): Context =>
  accessKeyContext(key, { requestId: newId(), now: new Date(), facts: { ip: "203.0.113.7", userAgent: "sdk" } });

describe("the key that a signed call names", () => {
  it("is found with its secret, its owner and what the owner holds, and sees its owner's own", async () => {
    const { root, accessKey, secret } = await keyOfAda({ addresses: "203.0.113.0/24" });
    const key = await found(accessKey.id);
    expect(key).toMatchObject({
      ...{ secret, ownerName: "ada", standing: "active", ownerDisabled: false, held: [] },
      networkPolicy: { active: true, lists: [["203.0.113.0/24"]] },
      account: { name: root.account.name },
    });
    const ctx = call(key);
    expect(await getSubAccount(ctx, "ada")).toMatchObject({ name: "ada" });
    await expect(listSubAccounts(ctx, SubAccountFilter.parse({}))).rejects.toMatchObject({ code: "forbidden" });
  });

  it("is nobody's where it was never issued, and looked up only where its checksum is right", async () => {
    expect(await findSigningKey(newCredential("access-key-id"), new Date())).toBeUndefined();
    for (const id of ["", "LTAI", "LTAI'--", "x".repeat(10_000)]) {
      expect(await findSigningKey(id, new Date())).toBeUndefined();
    }
  });

  it("is over by its state on the next call: disabled, expired, its owner disabled; a policy counts at once", async () => {
    const { root, accessKey } = await keyOfAda();
    const { id } = accessKey;
    const expiry = new Date(root.now.getTime() + 90 * 86_400_000);
    expect((await found(id, new Date(expiry.getTime() - 1))).standing).toBe("active");
    expect((await found(id, expiry)).standing).toBe("expired");
    await attachPolicyToUser(root, { name: "ada", policyType: "System", policyName: "AliyunRAMReadOnlyAccess" });
    expect(await listSubAccounts(call(await found(id)), SubAccountFilter.parse({}))).toMatchObject({
      rows: [{ name: "ada" }],
    });
    await updateAccessKey(root, { id, ownerName: "ada", state: "disabled" });
    expect((await found(id)).standing).toBe("disabled");
    await updateAccessKey(root, { id, ownerName: "ada", state: "active" });
    await disableSubAccount(root, { name: "ada", reason: "left" });
    expect(await found(id)).toMatchObject({ standing: "active", ownerDisabled: true });
  });

  it("changes nothing any more once it or its owner is disabled, even in a call that was let in before", async () => {
    for (const stop of [
      (root: Context, id: string) => updateAccessKey(root, { id, ownerName: "ada", state: "disabled" }),
      (root: Context) => disableSubAccount(root, { name: "ada", reason: "left" }),
    ]) {
      const { root, accessKey } = await keyOfAda();
      const ctx = call(await found(accessKey.id));
      await stop(root, accessKey.id);
      await expect(getSubAccount(ctx, "ada")).rejects.toMatchObject({ code: "40001" });
    }
  });

  it("opens nothing in another row: the secret is bound to account, owner and id", async () => {
    const [one, two] = [await keyOfAda(), await keyOfAda()];
    await lookDirectly(
      (sql) => sql`
        update app.access_keys set sealed_secret = (select sealed_secret from app.access_keys where id = ${one.accessKey.id})
        where id = ${two.accessKey.id}`,
    );
    await expect(findSigningKey(two.accessKey.id, new Date())).rejects.toMatchObject({ name: "CannotOpenError" });
  });

  it("of the root user acts as the root user, by its key", async () => {
    const root = { ...(await buildAccount()), authorityEpoch: null };
    const { accessKey } = await createAccessKey(
      root,
      CreateAccessKeyInput.parse({ ownerName: "", expiresInDays: "none" }),
    );
    const ctx = call(await found(accessKey.id));
    expect(ctx.actor).toMatchObject({ type: "access-key", subAccountId: null, name: root.actor.name });
    await expect(withTransaction(authorize(ctx, "ram:CreateUser", anySubAccount(ctx)), async () => 1)).resolves.toBe(1);
  });
});

describe("calls that share a transaction", () => {
  const check = (accessKeyId: string, nonce: string | null = newId(), fault?: string) =>
    checkSignature({ accessKeyId, nonce, now: new Date(), faultOf: () => fault });

  it("have each its own key's answer, whoever else asks: another account's, a sibling's, nobody's, a broken one's", async () => {
    const [one, two, broken] = [await keyOfAda(), await keyOfAda(), await keyOfAda()];
    await lookDirectly((sql) => sql`delete from app.data_keys where account_id = ${broken.root.accountId}`);
    const ask = async ({ root, accessKey, secret }: typeof one) => {
      const { key, claimed } = await check(accessKey.id);
      expect(key).toMatchObject({ id: accessKey.id, accountId: root.accountId, account: root.account, secret });
      expect(claimed).toBe(true);
    };
    await Promise.all(
      Array.from({ length: 12 }, () => [
        ask(one),
        ask(two),
        expect(check(newCredential("access-key-id"))).resolves.toMatchObject({ key: undefined, claimed: false }),
        expect(check(broken.accessKey.id)).rejects.toMatchObject({ name: "CannotOpenError" }),
      ]).flat(),
    );
  });

  it("hold each what its own owner holds, by itself and by groups, and nobody what another one does", async () => {
    const [one, two, bare] = [await keyOfAda(), await keyOfAda(), await keyOfAda()];
    await buildSubAccount(one.root, { name: "sibling" });
    const sibling = await createAccessKey(
      one.root,
      CreateAccessKeyInput.parse({ ownerName: "sibling", expiresInDays: "90" }),
    );
    await attachPolicyToUser(one.root, { name: "ada", policyType: "System", policyName: "AliyunRAMReadOnlyAccess" });
    const document = JSON.stringify({
      Version: "1",
      Statement: [{ Effect: "Allow", Action: "ram:ListUsers", Resource: "*" }],
    });
    for (const { root } of [one, two]) {
      await createPolicy(root, CreatePolicyInput.parse({ name: "lists", document }));
      await createGroup(root, CreateGroupInput.parse({ name: "crew" }));
      await attachPolicyToGroup(root, { groupName: "crew", policyType: "Custom", policyName: "lists" });
    }
    await addUserToGroup(two.root, { name: "ada", groupName: "crew" });
    const heldBy = async (id: string) => {
      const { key } = await check(id);
      return key?.held.map(({ name, group, version }) => `${name} ${group} ${version}`);
    };
    const ids = [bare, one, two, sibling].map(({ accessKey }) => accessKey.id);
    expect(await Promise.all([...ids, ...ids].map(heldBy))).toEqual(
      [0, 1].flatMap(() => [[], ["AliyunRAMReadOnlyAccess null null"], ["lists crew 1"], []]),
    );
  });

  it("spend a nonce once among them, each key its own, and none where the signature does not hold", async () => {
    const [one, two] = [await keyOfAda(), await keyOfAda()];
    const nonce = `"\\{,}'${newId()}`;
    const [id, other] = [one.accessKey.id, two.accessKey.id];
    const claims = async (...checks: ReturnType<typeof check>[]) =>
      (await Promise.all(checks)).map(({ claimed }) => claimed);
    expect(await claims(check(id, nonce, "mismatch"), check(id, nonce, "mismatch"))).toEqual([false, false]);
    const claimed = await claims(
      check(other, null),
      ...Array.from({ length: 20 }, () => check(id, nonce)),
      check(other, nonce),
    );
    expect(claimed.slice(1, -1).filter(Boolean)).toHaveLength(1);
    expect([claimed[0], claimed.at(-1)]).toEqual([true, true]);
    expect(await claims(check(id, nonce), check(other, nonce))).toEqual([false, false]);
  });

  it("are read after they came: none that begins after a key was disabled finds it active, however many are under way", async () => {
    const { root, accessKey } = await keyOfAda();
    let going = true;
    const others = Array.from({ length: 8 }, async () => {
      while (going) await check(accessKey.id, null);
    });
    await updateAccessKey(root, { id: accessKey.id, ownerName: "ada", state: "disabled" });
    const after = await Promise.all(Array.from({ length: 20 }, () => check(accessKey.id)));
    going = false;
    await Promise.all(others);
    expect(after.map(({ key }) => key?.standing)).toEqual(after.map(() => "disabled"));
  });

  it("are all refused where their backend dies on the way, and nothing of theirs is spent", async () => {
    const [one, two] = [await keyOfAda(), await keyOfAda()];
    const nonce = newId();
    await lookDirectly(async (sql) => {
      await sql`begin`;
      await sql`insert into auth.signature_nonces values (${one.accessKey.id}, ${nonce}, now())`;
      // The first of them sets out alone; the others share the next transaction, which waits for the nonce.
      const first = check(two.accessKey.id);
      const calls = [check(one.accessKey.id, nonce), check(two.accessKey.id, nonce), check(two.accessKey.id)];
      const answers = Promise.allSettled(calls);
      await first;
      await vi.waitFor(async () => {
        const killed = await sql`
          select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
        expect(killed).toHaveLength(1);
      }, 20_000);
      for (const answer of await answers) {
        expect(answer).toMatchObject({ status: "rejected", reason: { code: "unavailable" } });
      }
      await sql`rollback`;
    });
    const again = await Promise.all([check(one.accessKey.id, nonce), check(two.accessKey.id, nonce)]);
    expect(again.map(({ claimed }) => claimed)).toEqual([true, true]);
  });
});

describe("the last use", () => {
  it("is told to the minute, goes forward only, and is written once a minute", async () => {
    const { root, accessKey } = await keyOfAda();
    const key = await found(accessKey.id);
    const lastUse = () => getAccessKeyLastUsed(root, { id: key.id, ownerName: "ada" });
    expect(await lastUse()).toBeUndefined();
    const at = (time: string) => new Date(`2026-11-26T${time}Z`);
    const use = (now: Date, address: string) => recordKeyUse(key, { now, service: "Ram", address });
    await use(at("10:30:59"), "203.0.113.7");
    await use(at("10:29:01"), "198.51.100.1");
    await use(at("10:30:30"), "198.51.100.2");
    expect(await lastUse()).toEqual({ at: at("10:30:00"), service: "Ram", address: "203.0.113.7" });
    await use(at("11:00:05"), "198.51.100.3");
    expect(await lastUse()).toMatchObject({ at: at("11:00:00"), address: "198.51.100.3" });
    expect((await found(key.id)).lastUsedAt).toEqual(at("11:00:00"));
    const [row] = await lookDirectly((sql) => sql`select first_used_at from app.access_keys where id = ${key.id}`);
    expect(row?.first_used_at).toEqual(at("10:30:00"));
  });

  it("keeps the newest refusal, one a second, cut and without what PostgreSQL cannot hold", async () => {
    const { accessKey } = await keyOfAda();
    const key = await found(accessKey.id);
    const refuse = (ms: number, because: string) =>
      recordKeyRefusal(key, { now: new Date(ms), code: "SignatureDoesNotMatch", address: "203.0.113.7", because });
    await refuse(5_000, `a\0b${"x".repeat(9_000)}`);
    await refuse(5_900, "too soon");
    const read = async () =>
      (await lookDirectly((sql) => sql`select refused_because as why from app.access_keys where id = ${key.id}`))[0];
    expect(await read()).toEqual({ why: `ab${"x".repeat(3_998)}` });
    await refuse(7_000, "later");
    expect(await read()).toEqual({ why: "later" });
  });
});
