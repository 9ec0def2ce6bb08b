import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import type { PolicyStatement } from "@/lib/authorization/policy-document";
import { addUserToGroup } from "@/lib/domain/groups/add-user-to-group";
import { buildAccount } from "@/tests/support/build-account";
import { later } from "@/tests/support/build-context";
import { buildGroup, buildPolicy, documentOf } from "@/tests/support/build-policy";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { attachPolicyToGroup } from "./attach-policy-to-group";
import { attachPolicyToUser } from "./attach-policy-to-user";
import { listEntitiesForPolicy, listPoliciesForGroup, listPoliciesForUser } from "./attachment-queries";
import { createPolicy } from "./create-policy";
import { createPolicyVersion } from "./create-policy-version";
import { deletePolicy } from "./delete-policy";
import { deletePolicyVersion } from "./delete-policy-version";
import { detachPolicyFromGroup } from "./detach-policy-from-group";
import { detachPolicyFromUser } from "./detach-policy-from-user";
import { getPolicy, getPolicyVersion, listPolicies, listPolicyVersions } from "./queries";
import { CreatePolicyInput, PolicyFilter } from "./schema";
import { setDefaultPolicyVersion } from "./set-default-policy-version";

const buildRoot = async () => later(await buildAccount(), { authorityEpoch: null });
const allow = (...Action: string[]): PolicyStatement => ({ Effect: "Allow", Action, Resource: ["*"] });
const custom = (policyName: string) => ({ policyType: "Custom", policyName }) as const;
const system = (policyName: string) => ({ policyType: "System", policyName }) as const;
const ref = (name: string) => ({ type: "Custom", name }) as const;
const version = (name: string, more: object = {}) => ({
  name,
  document: documentOf(allow("oss:*")),
  setAsDefault: false,
  rotate: false,
  ...more,
});

describe("a custom policy", () => {
  it("is given back byte for byte as it was sent", async () => {
    const root = await buildRoot();
    const document = `  {"Version":"1" ,\r\n\t"Statement":[{"Effect":"Allow","Action":"oss:*","Resource":"acs:oss:*:*:桶/*"}]}\n\n`;
    const input = CreatePolicyInput.parse({ name: "Buckets", description: "reads", document });
    expect(await createPolicy(root, input)).toMatchObject({ name: "Buckets", type: "Custom", defaultVersion: "v1" });
    const { policy, current } = await getPolicy(root, ref("Buckets"));
    expect(current).toMatchObject({ document, version: "v1", isDefault: true });
    expect(policy).toMatchObject({ attachmentCount: 0, description: { en: "reads" } });
  });

  it("is refused with the place of what is wrong, and nothing is written", async () => {
    const root = await buildRoot();
    const document = '{"Version":"1","Statement":[{"Effect":"Allow","Action":"*"}]}';
    await expect(createPolicy(root, { name: "broken", description: "", document })).rejects.toMatchObject({
      code: "invalid-input",
      reason: "documentMissing",
      details: { field: "document", line: 1, column: 29, path: "Statement[0]" },
    });
    await expect(getPolicy(root, ref("broken"))).rejects.toMatchObject({ code: "not-found" });
  });

  it("has a name of its own in its account", async () => {
    const [root, other] = [await buildRoot(), await buildRoot()];
    const name = await buildPolicy(root);
    const input = { name, description: "", document: documentOf(allow("oss:*")) };
    await expect(createPolicy(root, input)).rejects.toMatchObject({
      code: "already-exists",
      details: { field: "name" },
    });
    await createPolicy(other, input);
    expect(CreatePolicyInput.safeParse({ ...input, name: "with space" }).success).toBe(false);
    expect(CreatePolicyInput.safeParse({ ...input, document: " ".repeat(6145) }).success).toBe(false);
  });

  it("another account's answers as a made-up one, whatever is asked", async () => {
    const [root, other] = [await buildRoot(), await buildRoot()];
    const theirs = await buildPolicy(other);
    const { name } = (await buildSubAccount(root)).actor;
    const asks: ((policyName: string) => Promise<unknown>)[] = [
      (policyName) => getPolicy(root, ref(policyName)),
      (policyName) => createPolicyVersion(root, version(policyName)),
      (policyName) => setDefaultPolicyVersion(root, { name: policyName, version: 1 }),
      (policyName) => deletePolicy(root, { name: policyName, cascade: true }),
      (policyName) => attachPolicyToUser(root, { name, ...custom(policyName) }),
      (policyName) => listEntitiesForPolicy(root, ref(policyName)),
    ];
    for (const ask of asks) {
      const [found, made] = await Promise.all([theirs, "made-up"].map((one) => ask(one).catch((error) => error)));
      expect(JSON.stringify(found)).toBe(JSON.stringify(made));
      expect(found).toMatchObject({ code: "not-found", noun: "policy" });
    }
  });
});

describe("versions", () => {
  it("are five at most, never reuse a number, and the default one stays", async () => {
    const root = await buildRoot();
    const name = await buildPolicy(root);
    for (let count = 2; count <= 5; count++) await createPolicyVersion(root, version(name));
    await expect(createPolicyVersion(root, version(name))).rejects.toMatchObject({
      code: "limit-reached",
      reason: "VersionsPerPolicyQuota",
      details: { limit: 5 },
    });
    await deletePolicyVersion(root, { name, version: 5 });
    expect(await createPolicyVersion(root, version(name))).toMatchObject({ version: "v6", isDefault: false });
    expect(await createPolicyVersion(root, version(name, { rotate: true }))).toMatchObject({ version: "v7" });
    const versions = await listPolicyVersions(root, ref(name));
    expect(versions.map((one) => one.version)).toEqual(["v7", "v6", "v4", "v3", "v1"]);
    await expect(deletePolicyVersion(root, { name, version: 1 })).rejects.toMatchObject({
      code: "conflict",
      reason: "isDefaultVersion",
    });
    await expect(getPolicyVersion(root, ref(name), "v2")).rejects.toMatchObject({ noun: "policy-version" });
  });

  it("go with their policy only where that was asked for", async () => {
    const root = await buildRoot();
    const name = await buildPolicy(root);
    await createPolicyVersion(root, version(name));
    await expect(deletePolicy(root, { name, cascade: false })).rejects.toMatchObject({ reason: "policyHasVersions" });
    await deletePolicy(root, { name, cascade: true });
    await expect(getPolicy(root, ref(name))).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("attachments", () => {
  it("tie policies to sub-accounts and groups, and are told from both ends", async () => {
    const root = await buildRoot();
    const { name } = (await buildSubAccount(root)).actor;
    const member = (await buildSubAccount(root)).actor.name;
    const [policyName, groupName] = [await buildPolicy(root), await buildGroup(root)];
    await attachPolicyToUser(root, { name, ...custom(policyName) });
    await attachPolicyToUser(root, { name, ...system("AliyunRAMReadOnlyAccess") });
    await attachPolicyToGroup(root, { groupName, ...custom(policyName) });
    await addUserToGroup(root, { name: member, groupName });
    const policies = await listPoliciesForUser(root, name);
    expect(policies.map((one) => one.name).sort()).toEqual(["AliyunRAMReadOnlyAccess", policyName]);
    expect((await listPoliciesForGroup(root, groupName)).map((one) => one.name)).toEqual([policyName]);
    const { users, groups, reached } = await listEntitiesForPolicy(root, ref(policyName));
    expect(users.map((user) => user.name)).toEqual([name]);
    expect(groups.map((group) => group.name)).toEqual([groupName]);
    expect(reached).toBe(2);
    expect((await getPolicy(root, ref(policyName))).policy.attachmentCount).toBe(2);
    await expect(deletePolicy(root, { name: policyName, cascade: true })).rejects.toMatchObject({
      reason: "policyHasUsers",
    });
    await detachPolicyFromUser(root, { name, ...custom(policyName) });
    await expect(deletePolicy(root, { name: policyName, cascade: true })).rejects.toMatchObject({
      reason: "policyHasGroups",
    });
    await detachPolicyFromGroup(root, { groupName, ...custom(policyName) });
    await deletePolicy(root, { name: policyName, cascade: true });
  });

  it("are refused twice, and are not there to take away twice", async () => {
    const root = await buildRoot();
    const { name } = (await buildSubAccount(root)).actor;
    const held = { name, ...system("AliyunBSSFullAccess") };
    await attachPolicyToUser(root, held);
    await expect(attachPolicyToUser(root, held)).rejects.toMatchObject({ code: "already-exists", noun: "user-policy" });
    await detachPolicyFromUser(root, held);
    await expect(detachPolicyFromUser(root, held)).rejects.toMatchObject({ code: "not-found", noun: "user-policy" });
    const missing = { name, ...system("NoSuchPolicy") };
    await expect(attachPolicyToUser(root, missing)).rejects.toMatchObject({ code: "not-found", noun: "policy" });
    await expect(attachPolicyToUser(root, { ...held, name: "nobody" })).rejects.toMatchObject({ noun: "sub-account" });
  });

  it("are ten to a sub-account and five to a group at most, also when all come at once", async () => {
    const root = await buildRoot();
    const { name } = (await buildSubAccount(root)).actor;
    const groupName = await buildGroup(root);
    const names = await Promise.all(Array.from({ length: 12 }, () => buildPolicy(root)));
    const tries = async (attach: (policyName: string) => Promise<void>) => {
      const outcomes = await Promise.allSettled(names.map(attach));
      const refused = outcomes.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
      expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(["limit-reached"]));
      return outcomes.length - refused.length;
    };
    expect(await tries((policyName) => attachPolicyToUser(root, { name, ...custom(policyName) }))).toBe(10);
    expect(await tries((policyName) => attachPolicyToGroup(root, { groupName, ...custom(policyName) }))).toBe(5);
  });
});

describe("the list", () => {
  it("shows system and custom policies by name, page after page in both directions", async () => {
    const root = await buildRoot();
    for (const name of ["Zebra", "Alpha", "AliyunBSSFullAccess", "beta"]) {
      await createPolicy(root, { name, description: "", document: documentOf(allow("oss:*")) });
    }
    const page = (cursor?: string, type = "") => listPolicies(root, PolicyFilter.parse({ size: 4, cursor, type }));
    const seen: string[] = [];
    let at: string | undefined;
    do {
      const { rows, older } = await page(at);
      seen.push(...rows.map(({ type, name }) => `${name} ${type}`));
      at = older;
    } while (at);
    expect(seen).toEqual([
      "AdministratorAccess System",
      "AliyunBSSFullAccess Custom",
      "AliyunBSSFullAccess System",
      "AliyunBSSReadOnlyAccess System",
      "AliyunDataWorksFullAccess System",
      "AliyunRAMFullAccess System",
      "AliyunRAMReadOnlyAccess System",
      "Alpha Custom",
      "Zebra Custom",
      "beta Custom",
    ]);
    const second = await page((await page()).older);
    expect((await page(second.newer)).rows).toEqual((await page()).rows);
    expect((await page(undefined, "Custom")).rows.map(({ name }) => name)).toEqual([
      "AliyunBSSFullAccess",
      "Alpha",
      "Zebra",
      "beta",
    ]);
  });

  it("is for those who may list policies", async () => {
    const root = await buildRoot();
    const ask = (ctx: Context) => listPolicies(ctx, PolicyFilter.parse({}));
    await expect(ask(await buildSubAccount(root))).rejects.toMatchObject({ code: "forbidden" });
    const reader = await buildSubAccount(root, { policies: ["AliyunRAMReadOnlyAccess"] });
    expect((await ask(reader)).rows.length).toBeGreaterThan(5);
    await expect(
      createPolicy(reader, { name: "own", description: "", document: documentOf(allow("*")) }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });
});
