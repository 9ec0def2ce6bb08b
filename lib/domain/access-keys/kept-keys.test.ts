import { describe, expect, it, vi } from "vitest";
import { tableClasses } from "@/db/schema/classes";
import type { Context } from "@/lib/authorization/context";
import { setAccountAlias } from "@/lib/domain/accounts/set-account-alias";
import { setSecurityPreference } from "@/lib/domain/accounts/set-security-preference";
import { addUserToGroup } from "@/lib/domain/groups/add-user-to-group";
import { removeUserFromGroup } from "@/lib/domain/groups/remove-user-from-group";
import { updateGroup } from "@/lib/domain/groups/update-group";
import { attachPolicyToGroup } from "@/lib/domain/policies/attach-policy-to-group";
import { attachPolicyToUser } from "@/lib/domain/policies/attach-policy-to-user";
import { createPolicyVersion } from "@/lib/domain/policies/create-policy-version";
import { detachPolicyFromGroup } from "@/lib/domain/policies/detach-policy-from-group";
import { detachPolicyFromUser } from "@/lib/domain/policies/detach-policy-from-user";
import { setDefaultPolicyVersion } from "@/lib/domain/policies/set-default-policy-version";
import { deleteSubAccount } from "@/lib/domain/sub-accounts/delete-sub-account";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { newId } from "@/lib/foundation/ids";
import { buildAccount } from "@/tests/support/build-account";
import { buildGroup, buildPolicy, documentOf } from "@/tests/support/build-policy";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { lookDirectly } from "@/tests/support/look-directly";
import type { OpenedKey } from "./check-signatures";
import { createAccessKey } from "./create-access-key";
import { deleteAccessKey } from "./delete-access-key";
import { editAccessKey } from "./edit-access-key";
import { checkSignature } from "./find-signing-key";
import { findKept, keepKey } from "./kept-keys";
import { recordKeyUse } from "./record-key-use";
import { rotateAccessKey } from "./rotate-access-key";
import { CreateAccessKeyInput } from "./schema";
import { setAccessKeyPolicy, setAccessKeyPolicyForAccount } from "./set-access-key-policy";
import { updateAccessKey } from "./update-access-key";

const call = (accessKeyId: string, { nonce = newId() as string | null, now = new Date(), fault = "" } = {}) =>
  checkSignature({ accessKeyId, nonce, now, faultOf: () => fault || undefined });

interface Caller {
  root: Context;
  id: string;
  policy: string;
  group: string;
}

/** A key of ada's, who holds a policy of her own account's by herself and by her group, and one that she does not. */
async function aCaller(): Promise<Caller> {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  await buildSubAccount(root, { name: "ada" });
  const [policy, group] = [await buildPolicy(root), await buildGroup(root)];
  await attachPolicyToUser(root, { name: "ada", policyType: "Custom", policyName: policy });
  await attachPolicyToGroup(root, { groupName: group, policyType: "Custom", policyName: policy });
  await addUserToGroup(root, { name: "ada", groupName: group });
  const wish = CreateAccessKeyInput.parse({ ownerName: "ada", expiresInDays: "90" });
  return { root, id: (await createAccessKey(root, wish)).accessKey.id, policy, group };
}

/** Two calls, of which the second was answered by what was kept after the first. */
async function callKept(id: string) {
  await call(id);
  const kept = findKept(id);
  const answer = await call(id);
  expect(answer.claimed).toBe(true);
  expect(kept?.key.held).toBeDefined();
  expect(answer.key?.held).toBe(kept?.key.held);
  return answer.key;
}

const revisionOf = async ({ root }: Caller) =>
  (
    await lookDirectly((sql) => sql`select revision from auth.signing_revisions where account_id = ${root.accountId}`)
  )[0]?.revision;

const ada = { ownerName: "ada" };
/** Nothing else: by itself (null) or by a group, in which version. */
const held = ({ policy }: Caller, ...ways: [group: string | null, version: number][]) => ({
  held: ways.map(([group, version]) => expect.objectContaining({ name: policy, group, version })),
});
const second = {
  document: documentOf({ Effect: "Deny", Action: ["oss:*"], Resource: ["*"] }),
  setAsDefault: true,
  rotate: false,
};

/** What is done with the product's own verbs, and what the next call finds; `undefined`: nobody has the key. */
const changes: [
  what: string,
  act: (caller: Caller) => Promise<unknown>,
  finds: (caller: Caller) => object | undefined,
][] = [
  [
    "its key disabled",
    ({ root, id }) => updateAccessKey(root, { id, ...ada, state: "disabled" }),
    () => ({ standing: "disabled" }),
  ],
  [
    "its key deleted",
    async ({ root, id }) => {
      await updateAccessKey(root, { id, ...ada, state: "disabled" });
      await callKept(id);
      await deleteAccessKey(root, { id, ...ada, typedId: id });
    },
    () => undefined,
  ],
  [
    "its key restricted to other networks",
    ({ root, id }) => setAccessKeyPolicy(root, { id, ...ada, policy: { active: true, lists: [["203.0.113.0/24"]] } }),
    () => ({ networkPolicy: { active: true, lists: [["203.0.113.0/24"]] } }),
  ],
  [
    "its key's expiry moved",
    ({ root, id }) => editAccessKey(root, { id, ...ada, name: "", note: "", addresses: [], expiresInDays: null }),
    () => ({ times: expect.objectContaining({ expiresAt: null }) }),
  ],
  [
    "its key rotated",
    ({ root, id }) => rotateAccessKey(root, { id, ...ada, graceHours: 1, retires: "" }),
    () => ({ times: expect.objectContaining({ retiresAt: expect.any(Date) }) }),
  ],
  [
    "its owner disabled",
    ({ root }) => disableSubAccount(root, { name: "ada", reason: "left" }),
    () => ({ ownerDisabled: true }),
  ],
  ["its owner deleted", ({ root }) => deleteSubAccount(root, { name: "ada", typedName: "ada" }), () => undefined],
  [
    "the account's networks for keys",
    ({ root }) => setAccessKeyPolicyForAccount(root, { policy: { active: true, lists: [["203.0.113.0/24"]] } }),
    () => ({ accountNetworkPolicy: { active: true, lists: [["203.0.113.0/24"]] } }),
  ],
  [
    "the account's alias",
    ({ root }) => setAccountAlias(root, { alias: `${root.account.name}-x` }),
    ({ root }) => ({ account: expect.objectContaining({ alias: `${root.account.name}-x` }) }),
  ],
  [
    "what people may do with themselves",
    ({ root }) => setSecurityPreference(root, { allowUserToManageAccessKeys: true }),
    () => ({
      account: expect.objectContaining({ preference: expect.objectContaining({ allowUserToManageAccessKeys: true }) }),
    }),
  ],
  [
    "a policy attached",
    ({ root }) =>
      attachPolicyToUser(root, { name: "ada", policyType: "System", policyName: "AliyunRAMReadOnlyAccess" }),
    () => ({ held: expect.arrayContaining([expect.objectContaining({ name: "AliyunRAMReadOnlyAccess" })]) }),
  ],
  [
    "a policy detached",
    ({ root, policy }) => detachPolicyFromUser(root, { name: "ada", policyType: "Custom", policyName: policy }),
    (caller) => held(caller, [caller.group, 1]),
  ],
  [
    "a policy detached from its group",
    ({ root, policy, group }) =>
      detachPolicyFromGroup(root, { groupName: group, policyType: "Custom", policyName: policy }),
    (caller) => held(caller, [null, 1]),
  ],
  [
    "its group left",
    ({ root, group }) => removeUserFromGroup(root, { name: "ada", groupName: group }),
    (caller) => held(caller, [null, 1]),
  ],
  [
    "its group renamed",
    ({ root, group }) => updateGroup(root, { name: group, newName: `${group}-x` }),
    (caller) => held(caller, [null, 1], [`${caller.group}-x`, 1]),
  ],
  [
    "another version of its policy",
    ({ root, policy }) => createPolicyVersion(root, { name: policy, ...second }),
    (caller) => held(caller, [null, 2], [caller.group, 2]),
  ],
  [
    "the version before",
    async ({ root, policy, id }) => {
      await createPolicyVersion(root, { name: policy, ...second });
      await callKept(id);
      await setDefaultPolicyVersion(root, { name: policy, version: 1 });
    },
    (caller) => held(caller, [null, 1], [caller.group, 1]),
  ],
];

describe("a call after one that was answered by what was kept", () => {
  it.each(changes)("finds %s", async (_, act, finds) => {
    const caller = await aCaller();
    await callKept(caller.id);
    await act(caller);
    const { key } = await call(caller.id);
    const expected = finds(caller);
    if (expected) expect(key).toMatchObject(expected);
    else expect(key).toBeUndefined();
  });
});

describe("what is kept", () => {
  it("is out of date when any row changes that it was read from, whatever table holds it", async () => {
    const caller = await aCaller();
    await lookDirectly(async (sql) => {
      const changed = { access_keys: "state = 'disabled'", sub_accounts: "state = 'disabled'" };
      for (const [table, { reads }] of Object.entries(tableClasses)) {
        if (!reads?.includes("signers")) continue;
        const before = await revisionOf(caller);
        const set = changed[table as keyof typeof changed] ?? "account_id = account_id";
        const { count } = await sql.unsafe(`update app.${table} set ${set} where account_id = $1`, [
          caller.root.accountId,
        ]);
        expect(count, table).toBeGreaterThan(0);
        expect(await revisionOf(caller), table).not.toBe(before);
      }
    });
  });

  it("holds until a change is committed, and where it is taken back; a use and a sign-in change nothing", async () => {
    const caller = await aCaller();
    const { id, root } = caller;
    const key = await callKept(id);
    const before = await revisionOf(caller);
    await lookDirectly(async (sql) => {
      for (const end of ["rollback", "commit"]) {
        await sql`begin`;
        await sql`update app.access_keys set state = 'disabled' where id = ${id}`;
        expect((await callKept(id))?.standing).toBe("active");
        await sql.unsafe(end);
        expect((await call(id)).key?.standing).toBe(end === "commit" ? "disabled" : "active");
        if (end === "rollback") expect(await revisionOf(caller)).toBe(before);
      }
      const now = await revisionOf(caller);
      await sql`update app.sub_accounts set last_sign_in_at = now() where account_id = ${root.accountId}`;
      if (key) await recordKeyUse(key, { now: new Date(), service: "Ram", address: "203.0.113.7" });
      expect(await revisionOf(caller)).toBe(now);
    });
    expect((await callKept(id))?.lastUsedAt).not.toBeNull();
  });

  it("is another account's no less when one of them changes", async () => {
    const [one, other] = [await aCaller(), await aCaller()];
    await callKept(one.id);
    await callKept(other.id);
    await updateAccessKey(one.root, { id: one.id, ...ada, state: "disabled" });
    const [refused, held] = await Promise.all([call(one.id), callKept(other.id)]);
    expect([refused.key?.standing, held?.standing]).toEqual(["disabled", "active"]);
  });

  it("lets time end a key, and a nonce be spent once, also among calls at once and beside a call that is read", async () => {
    const { root, id } = await aCaller();
    await callKept(id);
    const expiry = new Date(root.now.getTime() + 91 * 86_400_000);
    expect((await call(id, { now: expiry })).key?.standing).toBe("expired");
    const nonce = newId();
    const calls = await Promise.all(Array.from({ length: 8 }, () => call(id, { nonce })));
    expect(calls.filter(({ claimed }) => claimed)).toHaveLength(1);
    await lookDirectly((sql) => sql`update app.accounts set alias = alias where account_id = ${root.accountId}`);
    expect((await call(id, { nonce })).claimed).toBe(false);
  });

  it("spends nothing for a signature that does not hold, nor for a call that is to be read anew", async () => {
    const { root, id } = await aCaller();
    await callKept(id);
    const [wrong, stale] = [newId(), newId()];
    expect(await call(id, { nonce: wrong, fault: "mismatch" })).toMatchObject({ fault: "mismatch", claimed: false });
    await updateAccessKey(root, { id, ...ada, state: "disabled" });
    expect(await call(id, { nonce: stale })).toMatchObject({ key: { standing: "disabled" }, claimed: true });
    expect((await call(id, { nonce: wrong })).claimed).toBe(true);
  });

  it("is nobody's whose signature never held", async () => {
    const { id } = await aCaller();
    await call(id, { fault: "mismatch" });
    expect(findKept(id)).toBeUndefined();
  });

  it("is kept for a minute and for 2,000 keys, the oldest go first", async () => {
    const { id } = await aCaller();
    await call(id);
    const readAt = findKept(id)?.readAt ?? 0;
    const clock = vi.spyOn(performance, "now");
    clock.mockReturnValue(readAt + 59_999);
    expect(findKept(id)).toBeDefined();
    clock.mockReturnValue(readAt + 60_001);
    expect(findKept(id)).toBeUndefined();
    clock.mockRestore();
    const like = findKept(id)?.key as OpenedKey;
    for (let at = 0; at < 2_000; at++) keepKey({ ...like, id: `key-${at}` }, "none");
    expect([findKept(id), findKept("key-0")?.key.id, findKept("key-1999")?.key.id]).toEqual([
      undefined,
      "key-0",
      "key-1999",
    ]);
  });
});
