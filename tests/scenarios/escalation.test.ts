import { beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import type { PolicyStatement } from "@/lib/authorization/policy-document";
import { createAccessKey } from "@/lib/domain/access-keys/create-access-key";
import { CreateAccessKeyInput } from "@/lib/domain/access-keys/schema";
import { addUserToGroup } from "@/lib/domain/groups/add-user-to-group";
import { removeUserFromGroup } from "@/lib/domain/groups/remove-user-from-group";
import { attachPolicyToGroup } from "@/lib/domain/policies/attach-policy-to-group";
import { attachPolicyToUser } from "@/lib/domain/policies/attach-policy-to-user";
import { listPoliciesForUser } from "@/lib/domain/policies/attachment-queries";
import { createPolicyVersion } from "@/lib/domain/policies/create-policy-version";
import { detachPolicyFromGroup } from "@/lib/domain/policies/detach-policy-from-group";
import { detachPolicyFromUser } from "@/lib/domain/policies/detach-policy-from-user";
import { getPolicy } from "@/lib/domain/policies/queries";
import { setDefaultPolicyVersion } from "@/lib/domain/policies/set-default-policy-version";
import { resumeSession } from "@/lib/domain/sessions/resume-session";
import { signIn } from "@/lib/domain/sign-in/sign-in";
import { createLoginProfile } from "@/lib/domain/sub-accounts/create-login-profile";
import { createSubAccount } from "@/lib/domain/sub-accounts/create-sub-account";
import { editSubAccount } from "@/lib/domain/sub-accounts/edit-sub-account";
import { CreateSubAccountInput } from "@/lib/domain/sub-accounts/schema";
import { setPassword } from "@/lib/domain/sub-accounts/set-login-profile";
import { buildAccount } from "@/tests/support/build-account";
import { buildStranger, later, testPassword } from "@/tests/support/build-context";
import { buildGroup, buildPolicy, documentOf, withHeld } from "@/tests/support/build-policy";
import { buildSubAccount } from "@/tests/support/build-sub-account";

const allow = (...Action: string[]): PolicyStatement => ({ Effect: "Allow", Action, Resource: ["*"] });
const deny = (...Action: string[]): PolicyStatement => ({ ...allow(...Action), Effect: "Deny" });
const custom = (policyName: string) => ({ policyType: "Custom", policyName }) as const;
const system = (policyName: string) => ({ policyType: "System", policyName }) as const;
const moreThanHeld = { code: "forbidden", reason: "moreThanHeld" };

let root: Context;
/** Manages sub-accounts, groups and policies, and holds nothing else. */
let admin: Context;
let victim: string;
beforeAll(async () => {
  root = later(await buildAccount(), { authorityEpoch: null });
  admin = await buildSubAccount(root, { policies: ["AliyunRAMFullAccess"] });
  victim = (await buildSubAccount(root)).actor.name;
});

/** A group that holds what the delegated admin does not. */
async function powerfulGroup(...statements: PolicyStatement[]): Promise<{ groupName: string; policyName: string }> {
  const [groupName, policyName] = [await buildGroup(root), await buildPolicy(root, statements)];
  await attachPolicyToGroup(root, { groupName, ...custom(policyName) });
  return { groupName, policyName };
}

describe("whoever could act as somebody", () => {
  const holdsMore = { code: "forbidden", reason: "holdsMore" };
  const key = (ownerName: string) => CreateAccessKeyInput.parse({ ownerName, expiresInDays: "none" });
  const waysToBecome: [string, (ctx: Context, name: string) => Promise<unknown>][] = [
    ["a key", (ctx, name) => createAccessKey(ctx, key(name))],
    [
      "a password",
      (ctx, name) => setPassword(ctx, { name, passwordChoice: "set", password: testPassword, mustChange: false }),
    ],
    [
      "a claim link",
      (ctx, name) => setPassword(ctx, { name, passwordChoice: "link", password: "", mustChange: false }),
    ],
    [
      "a login profile",
      (ctx, name) =>
        createLoginProfile(ctx, { name, password: testPassword, passwordResetRequired: false, mfaBindRequired: false }),
    ],
    ["a mail address", (ctx, name) => editSubAccount(ctx, { name, email: "mine@example.test" })],
  ];

  it.each(waysToBecome)("does not give %s to somebody who holds more, directly or by a group", async (_, give) => {
    const direct = (await buildSubAccount(root, { policies: ["AliyunBSSReadOnlyAccess"] })).actor.name;
    const member = (await buildSubAccount(root)).actor.name;
    const { groupName } = await powerfulGroup(allow("bss:*"));
    await addUserToGroup(root, { name: member, groupName });
    for (const name of [direct, member]) {
      await expect(give(later(admin, {}), name)).rejects.toMatchObject(holdsMore);
      await expect(give(later(root, {}), name)).resolves.toBeDefined();
    }
  });

  it.each(waysToBecome)(
    "gives %s to somebody who holds no more, and an administrator to everybody",
    async (_, give) => {
      const equal = (await buildSubAccount(root, { policies: ["AliyunRAMReadOnlyAccess"] })).actor.name;
      await expect(give(later(admin, {}), equal)).resolves.toBeDefined();
      const finance = (await buildSubAccount(root, { policies: ["AliyunBSSFullAccess"] })).actor.name;
      const administrator = await buildSubAccount(root, { policies: ["AdministratorAccess"] });
      await expect(give(later(administrator, {}), finance)).resolves.toBeDefined();
    },
  );

  it("makes its own key where it may, whatever it holds", async () => {
    const self = await buildSubAccount(root, { policies: ["AliyunRAMFullAccess"] });
    const ownGroup = await powerfulGroup(allow("bss:*"));
    await addUserToGroup(root, { name: self.actor.name, groupName: ownGroup.groupName });
    await expect(createAccessKey(self, key(self.actor.name))).resolves.toBeDefined();
  });
});

describe("a delegated admin", () => {
  it("gives what it holds, to others and to itself", async () => {
    const policyName = await buildPolicy(root, [allow("ram:Get*", "ram:ListUsers")]);
    for (const name of [victim, admin.actor.name]) {
      await attachPolicyToUser(admin, { name, ...custom(policyName) });
      await attachPolicyToUser(admin, { name, ...system("AliyunRAMReadOnlyAccess") });
    }
  });

  it.each(["AdministratorAccess", "AliyunBSSReadOnlyAccess", "AliyunDataWorksFullAccess"])(
    "does not give %s, of which it does not hold everything, and nothing is written",
    async (policyName) => {
      const before = await listPoliciesForUser(root, victim);
      const groupName = await buildGroup(root);
      for (const name of [victim, admin.actor.name]) {
        await expect(attachPolicyToUser(admin, { name, ...system(policyName) })).rejects.toMatchObject(moreThanHeld);
      }
      await expect(attachPolicyToGroup(admin, { groupName, ...system(policyName) })).rejects.toMatchObject(
        moreThanHeld,
      );
      expect(await listPoliciesForUser(root, victim)).toEqual(before);
    },
  );

  it("does not give by writing a policy itself, in whatever words", async () => {
    const words: PolicyStatement[] = [
      allow("*"),
      allow("ram:*", "b?s:*"),
      allow("*:*"),
      { Effect: "Allow", NotAction: ["ram:*"], Resource: ["*"] },
      { Effect: "Allow", NotAction: ["x:none"], NotResource: ["acs:x:::none"] },
      { ...allow("bss:*"), Condition: { Bool: { "acs:SecureTransport": ["true", "false"] } } },
    ];
    for (const statement of words) {
      const policyName = await buildPolicy(admin, [statement]);
      await expect(attachPolicyToUser(admin, { name: admin.actor.name, ...custom(policyName) })).rejects.toMatchObject(
        moreThanHeld,
      );
    }
  });

  it("does not put anybody into a group that holds more, itself least of all", async () => {
    const { groupName } = await powerfulGroup(allow("bss:*"));
    for (const name of [victim, admin.actor.name]) {
      await expect(addUserToGroup(admin, { name, groupName })).rejects.toMatchObject(moreThanHeld);
    }
  });

  it("does not change what an attached policy says into more, by a new version or by another default", async () => {
    const policyName = await buildPolicy(root, [allow("ram:GetUser")]);
    const more = documentOf(allow("ram:GetUser"), allow("bss:*"));
    await attachPolicyToUser(root, { name: victim, ...custom(policyName) });
    const version = { name: policyName, document: more, rotate: false };
    await expect(createPolicyVersion(admin, { ...version, setAsDefault: true })).rejects.toMatchObject(moreThanHeld);
    expect(await createPolicyVersion(admin, { ...version, setAsDefault: false })).toMatchObject({ version: "v2" });
    const change = { name: policyName, version: 2 };
    await expect(setDefaultPolicyVersion(admin, change)).rejects.toMatchObject(moreThanHeld);
    expect((await getPolicy(root, { type: "Custom", name: policyName })).current.version).toBe("v1");
    await setDefaultPolicyVersion(root, change);
    // Back to less is nothing given.
    await setDefaultPolicyVersion(admin, { name: policyName, version: 1 });
  });

  it("does not change what the policy of a group says into more", async () => {
    const { policyName } = await powerfulGroup(allow("ram:GetUser"));
    const version = { name: policyName, document: documentOf(allow("*")), rotate: false, setAsDefault: true };
    await expect(createPolicyVersion(admin, version)).rejects.toMatchObject(moreThanHeld);
  });

  it("does not lift a denial of what it does not hold: not by detaching, leaving a group, or another version", async () => {
    const bound = await buildSubAccount(root, { policies: ["AliyunRAMFullAccess"] });
    const { name } = bound.actor;
    const policyName = await buildPolicy(root, [deny("ram:DeleteUser")]);
    const { groupName, policyName: ofGroup } = await powerfulGroup(deny("ram:CreateUser"));
    await attachPolicyToUser(root, { name, ...custom(policyName) });
    await addUserToGroup(root, { name, groupName });
    const now = await withHeld(bound);
    const version = { name: policyName, document: documentOf(deny("oss:*")), setAsDefault: true, rotate: false };
    const attempts = [
      () => detachPolicyFromUser(now, { name, ...custom(policyName) }),
      () => removeUserFromGroup(now, { name, groupName }),
      () => detachPolicyFromGroup(now, { groupName, ...custom(ofGroup) }),
      () => createPolicyVersion(now, version),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject(moreThanHeld);
    // Somebody to whom nothing is denied may.
    await detachPolicyFromUser(admin, { name, ...custom(policyName) });
    await removeUserFromGroup(admin, { name, groupName });
  });

  it("does not give to somebody else what is denied to itself", async () => {
    const bound = await buildSubAccount(root, { policies: ["AdministratorAccess"] });
    const policyName = await buildPolicy(root, [deny("bss:*")]);
    await attachPolicyToUser(root, { name: bound.actor.name, ...custom(policyName) });
    const now = await withHeld(bound);
    for (const more of ["AdministratorAccess", "AliyunBSSReadOnlyAccess"]) {
      await expect(attachPolicyToUser(now, { name: victim, ...system(more) })).rejects.toMatchObject(moreThanHeld);
    }
    await attachPolicyToUser(now, { name: victim, ...system("AliyunDataWorksFullAccess") });
  });
});

describe("a sub-account without such policies", () => {
  it("gives and takes nothing, not even its own", async () => {
    const plain = await buildSubAccount(root);
    const finance = await buildSubAccount(root, { policies: ["AliyunBSSFullAccess"] });
    const groupName = await buildGroup(root);
    for (const person of [plain, finance]) {
      const { name } = person.actor;
      const held = { name, ...system("AliyunBSSFullAccess") };
      await expect(attachPolicyToUser(person, held)).rejects.toMatchObject({ code: "forbidden" });
      await expect(detachPolicyFromUser(person, held)).rejects.toMatchObject({ code: "forbidden" });
      await expect(attachPolicyToUser(person, { ...held, name: victim })).rejects.toMatchObject({ code: "not-found" });
      await expect(addUserToGroup(person, { name, groupName })).rejects.toMatchObject({ code: "forbidden" });
      await expect(listPoliciesForUser(person, victim)).rejects.toMatchObject({ code: "not-found" });
    }
  });
});

describe("a change of authority", () => {
  const create = (ctx: Context, at: number) =>
    createSubAccount(ctx, CreateSubAccountInput.parse({ name: `made-${at}-${ctx.actor.name.slice(-8)}` }));

  it("is refused to whoever decided before it, and holds for their next request", async () => {
    const account = await buildAccount();
    const worker = await buildSubAccount(account, { policies: ["AliyunRAMFullAccess"] });
    const epochOf = (authorityEpoch: number) => later(worker, { authorityEpoch });
    await create(epochOf(1), 1);
    await detachPolicyFromUser(later(account, { authorityEpoch: null }), {
      name: worker.actor.name,
      ...system("AliyunRAMFullAccess"),
    });
    await expect(create(epochOf(1), 2)).rejects.toMatchObject({ code: "40001" });
    await expect(create(await withHeld(epochOf(2)), 3)).rejects.toMatchObject({ code: "forbidden" });
  });

  it.each(["by itself", "by a group"])(
    "while the victim works: nothing begun after it is taken succeeds, held %s",
    async (how) => {
      const owner = later(await buildAccount(), { authorityEpoch: null });
      const { name } = (await buildSubAccount(owner, { consoleSignIn: true })).actor;
      const { token } = await signIn(buildStranger(), {
        door: { kind: "sub-account", alias: owner.account.alias },
        name,
        password: testPassword,
        device: undefined,
        incomingToken: undefined,
      });
      const groupName = await buildGroup(owner);
      const held = system("AliyunRAMReadOnlyAccess");
      await attachPolicyToGroup(owner, { groupName, ...held });
      const [give, take] =
        how === "by itself"
          ? [() => attachPolicyToUser(owner, { name, ...held }), () => detachPolicyFromUser(owner, { name, ...held })]
          : [() => addUserToGroup(owner, { name, groupName }), () => removeUserFromGroup(owner, { name, groupName })];
      const works = async () => {
        const resumed = await resumeSession(token, buildStranger());
        if (resumed?.kind !== "account") throw new Error("not signed in");
        return listPoliciesForUser(resumed.ctx, name).then(
          () => true,
          () => false,
        );
      };
      const trials = process.env.ESPALIER_TEST_DOSE === "full" ? 1_000 : 20;
      for (let trial = 0; trial < trials; trial++) {
        await give();
        expect(await works()).toBe(true);
        let isTaken = false;
        const answers: { late: boolean; done: boolean }[] = [];
        const work = async () => {
          do answers.push({ late: isTaken, done: await works() });
          while (answers.filter(({ late }) => late).length < 2);
        };
        const taking = take().then(() => {
          isTaken = true;
        });
        await Promise.all([work(), work(), taking]);
        expect(answers.filter(({ late, done }) => late && done)).toEqual([]);
      }
    },
    120_000,
  );
});
