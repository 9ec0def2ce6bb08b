import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { createGroup } from "@/lib/domain/groups/create-group";
import { deleteGroup } from "@/lib/domain/groups/delete-group";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator, later, withoutStepUp } from "@/tests/support/build-context";
import { arnOf, buildService, report } from "@/tests/support/build-resource";
import { buildServer, letIn } from "@/tests/support/build-server";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { lookDirectly } from "@/tests/support/look-directly";
import { deleteServer } from "./delete-server";
import { grantServerLogin } from "./grant-server-login";
import { issueServerCredential } from "./issue-server-credential";
import { getServer, listPlatformServers, listServerLogins, listServers } from "./queries";
import { registerServer } from "./register-server";
import { revokeServerCredentials } from "./revoke-server-credentials";
import { revokeServerLogin } from "./revoke-server-login";
import { GrantServerLoginInput, RegisterServerInput, ServerFilter } from "./schema";
import { sshCommand } from "./ssh-command";
import { updateServer } from "./update-server";

const nowhere = "6f1b7c3e-5a0d-4c55-9a0e-2f8f3f1d9b11";
const wish = (name: string, hosts = "gpu.harbor.test") => RegisterServerInput.parse({ name, hosts });
const grant = (name: string, more: object = {}) =>
  GrantServerLoginInput.parse({ name, who: "everybody", login: "work", ...more });
const ofPlatform = (root: Context) => enterAccount(buildOperator(), { accountId: root.accountId, ...root.account });

const deeds: Record<string, (ctx: Context, name: string) => Promise<unknown>> = {
  updateServer: (ctx, name) => updateServer(ctx, wish(name, "moved.test")),
  issueServerCredential: (ctx, name) => issueServerCredential(ctx, { name, graceHours: 0 }),
  revokeServerCredentials: (ctx, name) => revokeServerCredentials(ctx, { name }),
  grantServerLogin: (ctx, name) => grantServerLogin(ctx, grant(name)),
  revokeServerLogin: (ctx, name) => revokeServerLogin(ctx, { name, id: nowhere }),
  deleteServer: (ctx, name) => deleteServer(ctx, { name, typedName: name }),
  getServer: (ctx, name) => getServer(ctx, name),
};

async function account() {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  return { root, at: () => later(root, { idempotencyKey: null }) };
}

const stateOf = ({ accountId }: Context) =>
  lookDirectly(
    (sql) => sql`select
      (select count(*)::int from app.servers where account_id = ${accountId}) as servers,
      (select count(*)::int from app.server_credentials where account_id = ${accountId}) as credentials,
      (select count(*)::int from app.server_grants where account_id = ${accountId}) as grants,
      (select count(*)::int from auth.directory_entries where account_id = ${accountId} and kind = 'server') as keys`,
  );

describe("a server", () => {
  it("is registered, changed and deleted with all that hangs on it; the log has no credential", async () => {
    const { root, at } = await account();
    const { credential } = await buildServer(root);
    await letIn(root, "gpu-1", {});
    await updateServer(at(), wish("gpu-1", "a.test b.test:2222"));
    expect((await listServers(root, ServerFilter.parse({}))).rows).toMatchObject([
      { name: "gpu-1", hosts: ["a.test", "b.test:2222"], managedBy: "account", grantCount: 1 },
    ]);
    const { credentials } = await getServer(root, "gpu-1");
    expect(JSON.stringify(credentials)).not.toContain(credential.slice(7, -4));
    await expect(deleteServer(at(), { name: "gpu-1", typedName: "gpu" })).rejects.toMatchObject({
      reason: "nameMismatch",
    });
    await deleteServer(at(), { name: "gpu-1", typedName: "gpu-1" });
    expect(await stateOf(root)).toMatchObject([{ servers: 0, credentials: 0, grants: 0, keys: 0 }]);
    const events = await lookDirectly(
      (sql) => sql`select action, before, after from app.audit_events where account_id = ${root.accountId}
        and action like 'espalier:%Server%' `,
    );
    expect(events.map(({ action }) => String(action)).toSorted()).toEqual([
      "espalier:DeleteServer",
      "espalier:GrantServerLogin",
      "espalier:IssueServerCredential",
      "espalier:RegisterServer",
      "espalier:UpdateServer",
    ]);
    expect(JSON.stringify(events)).not.toContain(credential.slice(7, -4));
  });

  it("has a name of its own in its account, and another's is nobody's business", async () => {
    const [{ root }, { root: other }] = [await account(), await account()];
    await buildServer(root);
    await buildServer(other);
    await expect(registerServer(root, wish("gpu-1"))).rejects.toMatchObject({ reason: "serverNameTaken" });
    await buildServer(other, "theirs");
    for (const [deed, run] of Object.entries(deeds)) {
      await expect(run(later(root, {}), "theirs"), deed).rejects.toMatchObject({ code: "not-found", noun: "server" });
      await expect(run(later(root, {}), "made-up"), deed).rejects.toMatchObject({ code: "not-found", noun: "server" });
    }
    expect(await stateOf(other)).toMatchObject([{ servers: 2, credentials: 2, grants: 0 }]);
  });

  it("is out of sight for whoever holds no permission, there or not", async () => {
    const { root } = await account();
    await buildServer(root);
    for (const who of [
      await buildSubAccount(root, { name: "ada" }),
      await buildSubAccount(root, { name: "adm", policies: ["AliyunRAMFullAccess"] }),
    ]) {
      await expect(registerServer(who, wish("mine"))).rejects.toMatchObject({ code: "forbidden" });
      await expect(listServers(who, ServerFilter.parse({}))).rejects.toMatchObject({ code: "forbidden" });
      for (const [deed, run] of Object.entries(deeds)) {
        await expect(run(who, "gpu-1"), deed).rejects.toMatchObject({ code: "not-found" });
      }
    }
    expect(await stateOf(root)).toMatchObject([{ servers: 1, credentials: 1, grants: 0 }]);
  });

  it("lets nobody in before whoever decides has proved who they are", async () => {
    const { root, at } = await account();
    await buildServer(root);
    const unproved = withoutStepUp(at());
    for (const run of [
      () => registerServer(unproved, wish("gpu-2")),
      () => grantServerLogin(unproved, grant("gpu-1")),
      () => issueServerCredential(unproved, { name: "gpu-1", graceHours: 0 }),
      () => deleteServer(unproved, { name: "gpu-1", typedName: "gpu-1" }),
    ]) {
      await expect(run()).rejects.toMatchObject({ code: "step-up-required", details: { purpose: "servers" } });
    }
    await revokeServerCredentials(unproved, { name: "gpu-1" });
  });
});

describe("a server of the platform", () => {
  it("is seen by its account and changed by operators alone, who know of no other", async () => {
    const { root, at } = await account();
    await buildServer(ofPlatform(root), "node-1");
    await buildServer(root, "own-1");
    const found = (await listPlatformServers(buildOperator())).filter(
      ({ accountName }) => accountName === root.account.name,
    );
    expect(found.map(({ name }) => name)).toEqual(["node-1"]);
    for (const [deed, run] of Object.entries(deeds)) {
      if (deed === "getServer") continue;
      await expect(run(at(), "node-1"), deed).rejects.toMatchObject({ reason: "serverOfPlatform" });
    }
    for (const [deed, run] of Object.entries(deeds)) {
      await expect(run(ofPlatform(root), "own-1"), deed).rejects.toMatchObject({ code: "not-found" });
    }
    expect((await getServer(root, "node-1")).server.managedBy).toBe("operator");
    await letIn(ofPlatform(root), "node-1", {});
    expect((await getServer(root, "node-1")).grants).toHaveLength(1);
  });
});

describe("who may log in", () => {
  it("is told where and how, and nothing of anybody else", async () => {
    const { root } = await account();
    const ada = await buildSubAccount(root, { name: "ada" });
    const bob = await buildSubAccount(root, { name: "bob" });
    await buildServer(root);
    await letIn(root, "gpu-1", { subAccountName: "ada", login: "vision", networks: "192.0.2.7" });
    await letIn(root, "gpu-1", { subAccountName: "bob", login: "bobs" });
    const logins = [
      { serverName: "gpu-1", hosts: ["gpu-1.harbor.test"], description: "", login: "vision", networks: ["192.0.2.7"] },
    ];
    expect(await listServerLogins(ada, "ada")).toEqual({ logins, isStopped: false });
    expect((await listServerLogins(bob, "bob")).logins.map(({ login }) => login)).toEqual(["bobs"]);
    await report(buildService(), arnOf(root), { subAccount: "ada" });
    await disableSubAccount(root, { name: "ada", reason: "" });
    expect(await listServerLogins(root, "ada")).toEqual({ logins, isStopped: true });
    await expect(listServerLogins(ada, "bob")).rejects.toMatchObject({ code: "not-found" });
  });

  it("is let in once under a name, from ranges that are ranges, and only who is there", async () => {
    const { root, at } = await account();
    await buildServer(root);
    await letIn(root, "gpu-1", {});
    await expect(letIn(root, "gpu-1", {})).rejects.toMatchObject({ reason: "serverLoginPresent" });
    await letIn(root, "gpu-1", { login: "other" });
    await expect(letIn(root, "gpu-1", { login: "third", networks: "10.1/8" })).rejects.toMatchObject({
      reason: "addressRange",
      details: { field: "networks" },
    });
    for (const who of ["sub-account", "group"]) {
      await expect(grantServerLogin(at(), grant("gpu-1", { who, subject: "nobody" }))).rejects.toMatchObject({
        code: "not-found",
      });
    }
    expect(await stateOf(root)).toMatchObject([{ grants: 2 }]);
  });

  it("keeps a group from being deleted while it is let in", async () => {
    const { root, at } = await account();
    await createGroup(at(), { name: "crew", displayName: "", comments: "" });
    await buildServer(root);
    await letIn(root, "gpu-1", { groupName: "crew" });
    await expect(deleteGroup(at(), { name: "crew" })).rejects.toMatchObject({ reason: "groupHasServers" });
  });
});

it.each([
  ["gpu.test", "ssh work@gpu.test"],
  ["gpu.test:2222", "ssh -p 2222 work@gpu.test"],
  ["[2001:db8::7]:22", "ssh -p 22 work@2001:db8::7"],
  ["[2001:db8::7]", "ssh work@2001:db8::7"],
])("the command for %s is %s", (host, command) => {
  expect(sshCommand("work", host)).toBe(command);
});

it.each(["-oProxyCommand=id", "a b!", "gpu_1", "x".repeat(64), "gpu:65536", "$(id)", ""])(
  "no host is called %s",
  (hosts) => {
    expect(RegisterServerInput.safeParse({ name: "gpu-1", hosts }).success).toBe(false);
  },
);
