import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordAudit } from "@/lib/audit/record-audit";
import type { Allowed } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { createAccessKey } from "@/lib/domain/access-keys/create-access-key";
import { CreateAccessKeyInput } from "@/lib/domain/access-keys/schema";
import { lockAccount } from "@/lib/domain/accounts/steps";
import { addUserToGroup } from "@/lib/domain/groups/add-user-to-group";
import { createGroup } from "@/lib/domain/groups/create-group";
import { listSubmissions } from "@/lib/domain/identity-verification/lookups";
import * as identity from "@/lib/domain/identity-verification/queries";
import { attachPolicyToGroup } from "@/lib/domain/policies/attach-policy-to-group";
import { attachPolicyToUser } from "@/lib/domain/policies/attach-policy-to-user";
import { createPolicy } from "@/lib/domain/policies/create-policy";
import { resumeSession } from "@/lib/domain/sessions/resume-session";
import { endSessions, openSession } from "@/lib/domain/sessions/steps";
import { signIn } from "@/lib/domain/sign-in/sign-in";
import { uploadPublicKey } from "@/lib/domain/ssh-keys/upload-public-key";
import { createSubAccount } from "@/lib/domain/sub-accounts/create-sub-account";
import * as subAccounts from "@/lib/domain/sub-accounts/queries";
import { CreateSubAccountInput } from "@/lib/domain/sub-accounts/schema";
import { adjustWallet } from "@/lib/domain/wallet/adjust-wallet";
import { AdjustWalletInput } from "@/lib/domain/wallet/schema";
import { DomainError } from "@/lib/foundation/errors";
import { mintFence } from "@/lib/foundation/fence";
import { withTransaction } from "@/lib/foundation/transaction";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator, buildStranger, freshlyProved, testPassword } from "@/tests/support/build-context";
import { submitted } from "@/tests/support/build-identity-verification";
import { documentOf } from "@/tests/support/build-policy";
import { buildPublicKey } from "@/tests/support/build-public-key";
import { buildServer, letIn } from "@/tests/support/build-server";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { takeOwnDatabase } from "@/tests/support/take-own-database";
import { accessKeyVerbs } from "../scenarios/access-key-verbs";
import { accountVerbs } from "../scenarios/account-verbs";
import { billVerbs } from "../scenarios/bill-verbs";
import { feeVerbs } from "../scenarios/fee-verbs";
import { moneyVerbs } from "../scenarios/money-verbs";
import { platformVerbs } from "../scenarios/platform-verbs";
import { policyVerbs } from "../scenarios/policy-verbs";
import { inRounds } from "../scenarios/prepare-verb";
import { secondFactorVerbs } from "../scenarios/second-factor-verbs";
import { serverVerbs } from "../scenarios/server-verbs";
import { sshKeyVerbs } from "../scenarios/ssh-key-verbs";
import { webhookVerbs } from "../scenarios/webhook-verbs";
import { acrossAccounts, askNothing, keyIds, queries, rooms } from "./account-queries";
import { loadSchemaTables, type SchemaTable } from "./schema-tables";
import { makeTwins, sumTwins } from "./twin";
import { fillWorkspace } from "./workspace-queries";

const database = takeOwnDatabase("lockless");
let tables: SchemaTable[];
beforeAll(async () => {
  tables = await loadSchemaTables();
});

const policies = (verb: "disable" | "enable") =>
  database().superuser.unsafe(tables.map(({ name }) => `alter table app.${name} ${verb} row level security`).join(";"));

async function withoutPolicies<T>(work: () => Promise<T>): Promise<T> {
  await policies("disable");
  try {
    return await work();
  } finally {
    await policies("enable");
  }
}

async function signedIn(root: Context): Promise<Context> {
  const { token } = await signIn(buildStranger(), {
    door: { kind: "root-user" },
    name: root.actor.name,
    password: testPassword,
    device: undefined,
    incomingToken: undefined,
  });
  const resumed = await resumeSession(token, buildStranger());
  if (resumed?.kind !== "account") throw new Error("not signed in");
  return resumed.ctx;
}

describe("with every policy gone, the predicates still hold", () => {
  it("and every query of an account is tried", () => {
    const exported = rooms.flatMap(Object.keys);
    const known = (name: string) => queries[name] || acrossAccounts.has(name) || askNothing.has(name);
    expect(exported.filter((name) => !known(name))).toEqual([]);
  });

  it("for every query: a twin account with the same ids and names changes no answer", async () => {
    const root = { ...(await signedIn(await buildAccount())), ...freshlyProved };
    for (const name of ["ada", "bob"]) {
      await createSubAccount(root, CreateSubAccountInput.parse({ name, consoleSignIn: "on" }));
      const wish = CreateAccessKeyInput.parse({ ownerName: name, expiresInDays: "90" });
      keyIds.set(name, (await createAccessKey(root, wish)).accessKey.id);
    }
    // One word for all: a sub-account, a policy and a group, tied together.
    await createPolicy(root, {
      name: "ada",
      description: "",
      document: documentOf({ Effect: "Allow", Action: ["oss:Get*"], Resource: ["*"] }),
    });
    await createGroup(root, { name: "ada", displayName: "", comments: "" });
    const held = { policyType: "Custom", policyName: "ada" } as const;
    const anew = () => ({ ...root, authorityEpoch: null });
    await uploadPublicKey(anew(), {
      subAccountName: "ada",
      name: "laptop",
      publicKey: buildPublicKey(),
      expiresInDays: null,
    });
    await attachPolicyToUser(anew(), { name: "ada", ...held });
    await attachPolicyToGroup(anew(), { groupName: "ada", ...held });
    await addUserToGroup(anew(), { name: "ada", groupName: "ada" });
    await fillWorkspace(anew(), "ada");
    await buildServer(anew(), "ada");
    await letIn(anew(), "ada", { groupName: "ada" });
    const { accountId } = root;
    for (const subAccountName of ["ada", ""]) {
      const fee = AdjustWalletInput.parse({ accountId, amount: "1", subAccountName, reason: "a fee", reference: "" });
      await adjustWallet(buildOperator({ host: true }), fee);
    }
    const { ctx: applicant } = await submitted();
    const ask = async () => {
      const answers: Record<string, unknown> = {};
      for (const [name, query] of Object.entries(queries)) answers[name] = await query(anew(), "ada");
      return { ...answers, submission: await identity.getIdentityVerification(applicant) };
    };
    const before = await ask();
    await withoutPolicies(async () => {
      await makeTwins(database().superuser, tables);
      expect(await ask()).toEqual(before);
    });
  });

  it("for a sub-account, which finds itself and no sibling", async () => {
    const root = await buildAccount();
    const ada = await buildSubAccount(root, { name: "ada" });
    await buildSubAccount(root, { name: "sibling" });
    await withoutPolicies(async () => {
      expect(await subAccounts.getSubAccount(ada, "ada")).toMatchObject({ name: "ada" });
      for (const query of Object.values(queries)) {
        const answer = await query(ada, "sibling").catch((error: unknown) => error);
        const words = answer instanceof DomainError ? answer.code : inspect(answer, { depth: null });
        expect(words).not.toContain("sibling");
        expect(words).not.toMatch(/^(internal|unavailable)$/);
      }
    });
  });

  const credentialVerbs = [...accessKeyVerbs, ...secondFactorVerbs, ...sshKeyVerbs, ...serverVerbs];
  // A bulk replay is the platform's, for whichever accounts have the name: the twin has it too.
  const all = [
    ...accountVerbs,
    ...credentialVerbs,
    ...policyVerbs,
    ...platformVerbs,
    ...billVerbs,
    ...moneyVerbs,
    ...feeVerbs,
    ...webhookVerbs,
  ];
  const ownVerbs = all.filter(({ name }) => name !== "replayWaiting");
  describe("for these verbs, which leave the twin alone:", () => {
    // Once for all of them: each change of a table makes every connection plan all its statements anew.
    beforeAll(() => policies("disable"));
    afterAll(() => policies("enable"));

    it.each(inRounds(ownVerbs))("$names", async ({ round }) => {
      const runs: (() => Promise<unknown>)[] = [];
      for (const { prepare } of round) runs.push((await prepare()).run);
      await makeTwins(database().superuser, tables);
      const before = await sumTwins(database().superuser, tables);
      for (const run of runs) await run();
      expect(await sumTwins(database().superuser, tables)).toEqual(before);
    });
  });
});

describe("with a valid predicate of the wrong account, the policies hold", () => {
  const fenceOf = (ctx: Context): Allowed => mintFence({ ...ctx, authorityEpoch: null });

  it("for steps that run behind another account's fence", async () => {
    const [mine, theirs] = [fenceOf(await buildAccount()), fenceOf(await signedIn(await buildAccount()))];
    const behindMine = <T>(step: Parameters<typeof withTransaction<T>>[1]) => withTransaction(mine, step);
    await makeTwins(database().superuser, tables);
    const sum = () =>
      database().superuser`select count(*), md5(string_agg(s::text, '' order by id)) from app.sessions s`;
    const before = await sum();
    await expect(behindMine((tx) => lockAccount(tx, theirs))).rejects.toMatchObject({ code: "not-found" });
    expect(await behindMine((tx) => listSubmissions(tx, theirs.accountId, 5))).toEqual([]);
    await behindMine((tx) => endSessions(tx, theirs, { of: null, reason: "ended" }));
    for (const write of [
      () => behindMine((tx) => openSession(tx, theirs, { of: null, administrator: true })),
      () => behindMine((tx) => recordAudit(tx, theirs, { action: "ram:CreateUser", resource: "x" })),
    ]) {
      await expect(write()).rejects.toMatchObject({ cause: { code: "42501" } });
    }
    expect(await sum()).toEqual(before);
  });

  it("for steps that run behind a sibling's fence", async () => {
    const root = await buildAccount();
    const [ada, bob] = [await buildSubAccount(root, { name: "ada" }), await buildSubAccount(root, { name: "bob" })];
    const behindAda = <T>(step: Parameters<typeof withTransaction<T>>[1]) => withTransaction(fenceOf(ada), step);
    const of = bob.scope.kind === "sub-account" ? bob.scope.subAccountId : null;
    for (const write of [
      () => behindAda((tx) => openSession(tx, fenceOf(bob), { of, administrator: false })),
      () => behindAda((tx) => openSession(tx, fenceOf(root), { of: null, administrator: true })),
      () => behindAda((tx) => recordAudit(tx, fenceOf(bob), { action: "ram:CreateUser", resource: "x" })),
      () => behindAda((tx) => recordAudit(tx, fenceOf(root), { action: "ram:CreateUser", resource: "x" })),
    ]) {
      await expect(write()).rejects.toMatchObject({ cause: { code: "42501" } });
    }
  });
});
