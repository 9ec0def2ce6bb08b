import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { addUserToGroup } from "@/lib/domain/groups/add-user-to-group";
import { createGroup } from "@/lib/domain/groups/create-group";
import { removeUserFromGroup } from "@/lib/domain/groups/remove-user-from-group";
import { judgeWallets } from "@/lib/domain/limits/judge-wallets";
import { SetSpendLimitInput } from "@/lib/domain/limits/schema";
import { setSpendLimit } from "@/lib/domain/limits/set-spend-limit";
import { deletePublicKey } from "@/lib/domain/ssh-keys/delete-public-key";
import { listPublicKeys } from "@/lib/domain/ssh-keys/queries";
import { UploadPublicKeyInput } from "@/lib/domain/ssh-keys/schema";
import { uploadPublicKey } from "@/lib/domain/ssh-keys/upload-public-key";
import { deleteSubAccount } from "@/lib/domain/sub-accounts/delete-sub-account";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { enableSubAccount } from "@/lib/domain/sub-accounts/enable-sub-account";
import { SetArrearsInput, TopUpWalletInput } from "@/lib/domain/wallet/schema";
import { setArrears } from "@/lib/domain/wallet/set-arrears";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { newId } from "@/lib/foundation/ids";
import { buildAccount } from "@/tests/support/build-account";
import { later } from "@/tests/support/build-context";
import { buildPublicKey } from "@/tests/support/build-public-key";
import { buildServer, letIn } from "@/tests/support/build-server";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { operator } from "@/tests/support/build-usage";
import { lookDirectly } from "@/tests/support/look-directly";
import { deleteServer } from "./delete-server";
import { issueServerCredential } from "./issue-server-credential";
import { listAuthorizedKeys } from "./list-authorized-keys";
import { getServer } from "./queries";
import { reportServerLogin } from "./report-server-login";
import { resumeServer } from "./resume-server";
import { revokeServerCredentials } from "./revoke-server-credentials";
import { revokeServerLogin } from "./revoke-server-login";

const dayMs = 86_400_000;

/** An account with a server and sub-account `ada`, who has a key; nobody is let in yet. */
async function harbor({ expiresInDays = "none" } = {}) {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const ada = await buildSubAccount(root, { name: "ada" });
  const server = await buildServer(root);
  const publicKey = buildPublicKey();
  const input = UploadPublicKeyInput.parse({ subAccountName: "ada", publicKey, expiresInDays });
  const { id } = await uploadPublicKey(later(root, {}), input);
  const [key] = await listPublicKeys(root, "ada");
  const fingerprint = key?.fingerprint ?? "";
  const ask = (more: { credential?: string; login?: string; fingerprint?: string; now?: Date } = {}) =>
    listAuthorizedKeys({
      ...{ credential: server.credential, login: "work", fingerprint, now: new Date(), ip: "192.0.2.9" },
      ...more,
    });
  return { root, ada, server, publicKey, id, fingerprint, ask };
}

const on = (root: Context) => later(root, { idempotencyKey: null });

describe("the lines a server is given", () => {
  it("are built here: restricted, with an end, from where the grant says, without the comment", async () => {
    const { root, ada, publicKey, ask } = await harbor();
    await letIn(root, "gpu-1", { subAccountName: "ada", networks: "10.1.2.3/8, 2001:db8::1" });
    const now = new Date("2030-01-02T03:04:05.678Z");
    const [type, blob] = publicKey.split(" ");
    const id = ada.scope.kind === "sub-account" ? ada.scope.subAccountId : "";
    expect(await ask({ now })).toBe(
      `restrict,pty,expiry-time="20300103030405Z",from="10.0.0.0/8,2001:db8::1" ${type} ${blob} sub:${id}\n`,
    );
  });

  it("end with the key, and after its end there is none", async () => {
    const { root, ask } = await harbor({ expiresInDays: "30" });
    await letIn(root, "gpu-1", { subAccountName: "ada" });
    const end = root.now.getTime() + 30 * dayMs;
    const stamp = new Date(end).toISOString().slice(0, 19).replace(/\D/g, "");
    expect(await ask({ now: new Date(end - 1_000) })).toContain(`expiry-time="${stamp}Z"`);
    expect(await ask({ now: new Date(end) })).toBe("");
  });

  it("are none without a grant, under another login, for another key, on another server, in another account", async () => {
    const { root, ask } = await harbor();
    expect(await ask()).toBe("");
    await letIn(root, "gpu-1", { subAccountName: "ada" });
    const elsewhere = await buildServer(root, "gpu-2");
    const { root: stranger } = await harbor();
    const theirs = await buildServer(stranger, "gpu-2");
    await letIn(stranger, "gpu-2", {});
    expect(await ask()).not.toBe("");
    expect(await ask({ login: "root" })).toBe("");
    expect(await ask({ fingerprint: `SHA256:${"A".repeat(43)}` })).toBe("");
    expect(await ask({ credential: elsewhere.credential })).toBe("");
    expect(await ask({ credential: theirs.credential })).toBe("");
  });

  it("go with the grant, with the key, with the sub-account and with the account's approval, each at once", async () => {
    const { root, id, ask } = await harbor();
    await letIn(root, "gpu-1", { subAccountName: "ada" });
    await disableSubAccount(on(root), { name: "ada", reason: "" });
    expect(await ask()).toBe("");
    await enableSubAccount(on(root), { name: "ada" });
    expect(await ask()).not.toBe("");
    const approval = (to: string) =>
      lookDirectly((sql) => sql`update app.accounts set verification = ${to} where account_id = ${root.accountId}`);
    await approval("rejected");
    expect(await ask()).toBe("");
    await approval("approved");
    const { grants } = await getServer(root, "gpu-1");
    await revokeServerLogin(on(root), { name: "gpu-1", id: grants[0]?.id ?? "" });
    expect(await ask()).toBe("");
    await letIn(root, "gpu-1", {});
    expect(await ask()).not.toBe("");
    await deletePublicKey(on(root), { subAccountName: "ada", id });
    expect(await ask()).toBe("");
  });

  it("end while the workspace is stopped, by an empty wallet or a limit that stops everything, and come back with it", async () => {
    const { root, ask } = await harbor();
    const { accountId } = root;
    await letIn(root, "gpu-1", { subAccountName: "ada" });
    await setArrears(operator, SetArrearsInput.parse({ accountId, graceHours: "0", lowWater: "0" }));
    const judged = async () => {
      await judgeWallets(operator, [accountId]);
      return ask();
    };
    // Empty, but not stopped: what runs runs on for the account's grace.
    expect(await judged()).not.toBe("");
    expect(await judged()).toBe("");
    await topUpWallet(operator, TopUpWalletInput.parse({ accountId, amount: "100", reference: newId() }));
    expect(await judged()).not.toBe("");
    const limit = (stops: string) =>
      setSpendLimit(on(root), SetSpendLimitInput.parse({ subAccountName: "ada", per: "month", hard: "0", stops }));
    await limit("new");
    expect(await judged()).not.toBe("");
    await limit("all");
    expect(await judged()).toBe("");
  });

  it("follow a group: who joins is let in, who leaves is not", async () => {
    const { root, ask } = await harbor();
    await createGroup(on(root), { name: "miners", displayName: "", comments: "" });
    await letIn(root, "gpu-1", { groupName: "miners" });
    expect(await ask()).toBe("");
    await addUserToGroup(on(root), { name: "ada", groupName: "miners" });
    expect(await ask()).not.toBe("");
    await removeUserFromGroup(on(root), { name: "ada", groupName: "miners" });
    expect(await ask()).toBe("");
  });

  it("are no one's after the credential was replaced or revoked, or the server deleted", async () => {
    const { root, ask } = await harbor();
    await letIn(root, "gpu-1", { subAccountName: "ada" });
    const { credential: next } = await issueServerCredential(on(root), { name: "gpu-1", graceHours: 1 });
    expect(await ask()).not.toBe("");
    expect(await ask({ credential: next })).not.toBe("");
    expect(await ask({ now: new Date(root.now.getTime() + 2 * 3_600_000) })).toBeUndefined();
    await revokeServerCredentials(on(root), { name: "gpu-1" });
    expect(await ask()).toBeUndefined();
    expect(await ask({ credential: next })).toBeUndefined();
    const { credential } = await issueServerCredential(on(root), { name: "gpu-1", graceHours: 0 });
    expect(await ask({ credential })).not.toBe("");
    await deleteServer(on(root), { name: "gpu-1", typedName: "gpu-1" });
    expect(await ask({ credential })).toBeUndefined();
    expect(await ask({ credential: `espsrv_${"0".repeat(49)}` })).toBeUndefined();
  });

  it("go with a deleted sub-account, whose grants go too", async () => {
    const { root, ask } = await harbor();
    await letIn(root, "gpu-1", { subAccountName: "ada" });
    await deleteSubAccount(on(root), { name: "ada", typedName: "ada", unlessInUse: false });
    expect(await ask()).toBe("");
    expect((await getServer(root, "gpu-1")).grants).toEqual([]);
  });
});

describe("a login that a server reports", () => {
  const report = async (credential: string, login: { login: string; fingerprint: string; address: string }) => {
    const request = { requestId: newId(), now: new Date(), facts: { ip: "192.0.2.9", userAgent: "curl" } };
    const ctx = await resumeServer(credential, request);
    if (ctx) await reportServerLogin(ctx, login);
    return ctx !== undefined;
  };

  it("is the key's last use, and stands in the sub-account's own log", async () => {
    const { root, ada, server, fingerprint } = await harbor();
    await letIn(root, "gpu-1", { subAccountName: "ada" });
    expect(await report(server.credential, { login: "work", fingerprint, address: "198.51.100.4" })).toBe(true);
    const [key] = await listPublicKeys(ada, "ada");
    expect(key).toMatchObject({ lastUsedServer: "gpu-1" });
    expect(key?.lastUsedAt).toBeInstanceOf(Date);
    const events = await lookDirectly(
      (sql) => sql`
        select e.actor_type, e.actor_name, e.after from app.audit_events e join app.sub_accounts s
          on s.account_id = e.account_id and s.id = e.sub_account_id and s.name = 'ada'
        where e.account_id = ${root.accountId} and e.action = 'espalier:ReportServerLogin'`,
    );
    expect(events).toMatchObject([
      { actor_type: "server", actor_name: "gpu-1", after: { login: "work", fingerprint, address: "198.51.100.4" } },
    ]);
  });

  it("of another login, an unknown key or a stranger changes nothing", async () => {
    const { root, ada, server, fingerprint } = await harbor();
    await letIn(root, "gpu-1", { subAccountName: "ada" });
    const address = "198.51.100.4";
    await report(server.credential, { login: "root", fingerprint, address });
    await report(server.credential, { login: "work", fingerprint: `SHA256:${"B".repeat(43)}`, address });
    expect(await report(`espsrv_${"0".repeat(49)}`, { login: "work", fingerprint, address })).toBe(false);
    expect((await listPublicKeys(ada, "ada"))[0]?.lastUsedAt).toBeNull();
  });
});
