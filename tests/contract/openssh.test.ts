import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { getServer } from "@/lib/domain/servers/queries";
import { revokeServerCredentials } from "@/lib/domain/servers/revoke-server-credentials";
import { revokeServerLogin } from "@/lib/domain/servers/revoke-server-login";
import { deletePublicKey } from "@/lib/domain/ssh-keys/delete-public-key";
import { listPublicKeys } from "@/lib/domain/ssh-keys/queries";
import { UploadPublicKeyInput } from "@/lib/domain/ssh-keys/schema";
import { uploadPublicKey } from "@/lib/domain/ssh-keys/upload-public-key";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { enableSubAccount } from "@/lib/domain/sub-accounts/enable-sub-account";
import { platformApi } from "@/lib/entrypoints/platform-api/platform-api";
import { buildAccount } from "@/tests/support/build-account";
import { later } from "@/tests/support/build-context";
import { buildServer, letIn } from "@/tests/support/build-server";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { lookDirectly } from "@/tests/support/look-directly";
import { openDoor } from "@/tests/support/open-door";
import { ownLogin, startSshd } from "@/tests/support/start-sshd";

/** A real pair, as `ssh-keygen` makes it. */
function makePair(type = "ed25519"): { privateKey: string; publicKey: string } {
  const folder = mkdtempSync(join(tmpdir(), "espalier-pair-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const privateKey = join(folder, "id");
  execFileSync("ssh-keygen", ["-q", "-t", type, "-N", "", "-C", "ada@laptop", "-f", privateKey]);
  return { privateKey, publicKey: readFileSync(`${privateKey}.pub`, "utf8") };
}

async function addKey(root: Context, publicKey: string): Promise<string> {
  const input = UploadPublicKeyInput.parse({ subAccountName: "ada", publicKey, expiresInDays: "30" });
  return (await uploadPublicKey(later(root, {}), input)).id;
}

/** Espalier behind its door, a server of account `harbor` with a real sshd, and `ada` with a key, let in. */
async function harbor() {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  await buildSubAccount(root, { name: "ada" });
  const pair = makePair();
  const id = await addKey(root, pair.publicKey);
  const server = await buildServer(root);
  await letIn(root, "gpu-1", { subAccountName: "ada", login: ownLogin });
  const noPages = () => undefined;
  const { door, port } = await openDoor(noPages, { machines: [platformApi] });
  const url = `http://127.0.0.1:${port}`;
  const sshd = await startSshd({ url, credential: server.credential, onEnd: onTestFinished });
  const stopEspalier = () => {
    door.server.close();
    door.server.closeAllConnections();
  };
  return { root, id, ...pair, sshd, stopEspalier, logIn: () => sshd.logIn(pair.privateKey) };
}

it("sshd lets in by an uploaded key and no password, and the login is the key's last use", async () => {
  const { root, sshd, logIn } = await harbor();
  expect(await logIn()).toBe(true);
  await vi.waitFor(async () => {
    expect((await listPublicKeys(root, "ada"))[0]).toMatchObject({ lastUsedServer: "gpu-1" });
  }, 10_000);
  expect((await getServer(root, "gpu-1")).server).toMatchObject({ lastAskedFrom: "127.0.0.1" });
  expect(await sshd.logIn(makePair().privateKey)).toBe(false);
  const ecdsa = makePair("ecdsa");
  await addKey(root, ecdsa.publicKey);
  expect(await sshd.logIn(ecdsa.privateKey)).toBe(true);
});

it("sshd refuses at the next login whoever is disabled, and lets in again whoever is enabled", async () => {
  const { root, logIn } = await harbor();
  expect(await logIn()).toBe(true);
  await disableSubAccount(later(root, {}), { name: "ada", reason: "" });
  expect(await logIn()).toBe(false);
  await enableSubAccount(later(root, {}), { name: "ada" });
  expect(await logIn()).toBe(true);
});

it("sshd refuses an expired and a deleted key, another network, another server's grant, a revoked credential", async () => {
  const { root, id, logIn, publicKey } = await harbor();
  expect(await logIn()).toBe(true);
  const endsAt = (at: Date) =>
    lookDirectly((sql) => sql`update app.ssh_keys set expires_at = ${at} where account_id = ${root.accountId}`);
  await endsAt(new Date(Date.now() - 1_000));
  expect(await logIn()).toBe(false);
  await endsAt(new Date(Date.now() + 3_600_000));
  expect(await logIn()).toBe(true);
  await deletePublicKey(later(root, {}), { subAccountName: "ada", id });
  expect(await logIn()).toBe(false);
  await addKey(root, publicKey);
  expect(await logIn()).toBe(true);

  const takeAway = async () => {
    for (const grant of (await getServer(root, "gpu-1")).grants) {
      await revokeServerLogin(later(root, {}), { name: "gpu-1", id: grant.id });
    }
  };
  await takeAway();
  await letIn(root, "gpu-1", { subAccountName: "ada", login: ownLogin, networks: "203.0.113.0/24 2001:db8::/32" });
  expect(await logIn()).toBe(false);
  await takeAway();
  await letIn(root, "gpu-1", { subAccountName: "ada", login: ownLogin, networks: "203.0.113.0/24 127.0.0.0/8" });
  expect(await logIn()).toBe(true);
  await takeAway();
  await buildServer(root, "gpu-2");
  await letIn(root, "gpu-2", { subAccountName: "ada", login: ownLogin });
  expect(await logIn()).toBe(false);
  await letIn(root, "gpu-1", { login: ownLogin });
  expect(await logIn()).toBe(true);
  await revokeServerCredentials(later(root, {}), { name: "gpu-1" });
  expect(await logIn()).toBe(false);
});

it("with Espalier down sshd goes by the last answer for the configured time, and no longer", async () => {
  const { sshd, stopEspalier, logIn } = await harbor();
  expect(await logIn()).toBe(true);
  stopEspalier();
  expect(await logIn()).toBe(true);
  expect(await sshd.logIn(makePair().privateKey)).toBe(false);
  sshd.age(14);
  expect(await logIn()).toBe(true);
  sshd.age(16);
  expect(await logIn()).toBe(false);
  sshd.age(1);
  sshd.setConfig("cache_minutes", "0");
  expect(await logIn()).toBe(false);
});

it("with Espalier down nobody gets in whose disabling the server has heard of", async () => {
  const { root, stopEspalier, logIn } = await harbor();
  expect(await logIn()).toBe(true);
  await disableSubAccount(later(root, {}), { name: "ada", reason: "" });
  expect(await logIn()).toBe(false);
  stopEspalier();
  expect(await logIn()).toBe(false);
});
