import { beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { createAccessKey } from "@/lib/domain/access-keys/create-access-key";
import { deleteAccessKey } from "@/lib/domain/access-keys/delete-access-key";
import { findSigningKey } from "@/lib/domain/access-keys/find-signing-key";
import { recordKeyUse } from "@/lib/domain/access-keys/record-key-use";
import { CreateAccessKeyInput } from "@/lib/domain/access-keys/schema";
import { updateAccessKey } from "@/lib/domain/access-keys/update-access-key";
import { planBulkRun } from "@/lib/domain/bulk-runs/plan-bulk-run";
import { PlanBulkRunInput } from "@/lib/domain/bulk-runs/schema";
import { addUserToGroup } from "@/lib/domain/groups/add-user-to-group";
import { setSpendLimit } from "@/lib/domain/limits/set-spend-limit";
import { attachPolicyToGroup } from "@/lib/domain/policies/attach-policy-to-group";
import { beginTotp } from "@/lib/domain/second-factors/begin-totp";
import { bindTotp } from "@/lib/domain/second-factors/bind-totp";
import { resetSecondFactors } from "@/lib/domain/second-factors/reset-second-factors";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { asMicros } from "@/lib/foundation/money";
import { codeAt, inSeconds } from "@/tests/support/authenticator-app";
import { buildAccount } from "@/tests/support/build-account";
import { freshlyProved, later } from "@/tests/support/build-context";
import { buildGroup, withHeld } from "@/tests/support/build-policy";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { buildEvent, buildPrice, operator, rateAll } from "@/tests/support/build-usage";
import { openSession } from "@/tests/support/open-session";
import { createSubAccount } from "./create-sub-account";
import { getImpact } from "./impact-queries";
import { getSubAccount, listSubAccounts } from "./queries";
import { CreateSubAccountInput, SubAccountFilter } from "./schema";

let root: Context;
let ada: Context;
let group: string;
let keyId: string;
const anew = () => later(root, { ...freshlyProved, authorityEpoch: null });
const list = (filter: object, ctx = anew()) => listSubAccounts(ctx, SubAccountFilter.parse(filter));
const namesOf = async (filter: object, ctx = anew()) => (await list(filter, ctx)).rows.map(({ name }) => name);

beforeAll(async () => {
  root = await buildAccount();
  ada = await buildSubAccount(root, { name: "ada", consoleSignIn: true });
  for (const name of ["bo", "cy"]) {
    const phone = name === "bo" ? "13800138000" : "";
    await createSubAccount(anew(), CreateSubAccountInput.parse({ name, phone }));
  }
  group = await buildGroup(anew());
  await addUserToGroup(anew(), { name: "ada", groupName: group });
  await addUserToGroup(anew(), { name: "cy", groupName: group });
  const wish = CreateAccessKeyInput.parse({ ownerName: "bo", expiresInDays: "none" });
  keyId = (await createAccessKey(anew(), wish)).accessKey.id;
});

describe("the list", () => {
  it("shows who has a second factor and who has not, from the moment it is bound until it is reset", async () => {
    const signedIn = await openSession({ kind: "sub-account", alias: root.account.alias }, "ada");
    const { seed } = await beginTotp(signedIn);
    expect(await namesOf({ factor: "with" })).toEqual([]);
    const typed = { first: codeAt(seed, inSeconds(signedIn.now, -30)), second: codeAt(seed, signedIn.now) };
    await bindTotp(signedIn, typed);
    expect(await namesOf({ factor: "with" })).toEqual(["ada"]);
    expect(await namesOf({ factor: "without" })).toEqual(["bo", "cy"]);
    await resetSecondFactors(anew(), { name: "ada" });
    expect(await namesOf({ factor: "with" })).toEqual([]);
  });

  it("shows who has access keys and who has not, disabled ones too", async () => {
    expect(await namesOf({ keys: "with" })).toEqual(["bo"]);
    expect(await namesOf({ keys: "without", sort: "-name" })).toEqual(["cy", "ada"]);
    await buildSubAccount(anew(), { name: "dee" });
    const wish = CreateAccessKeyInput.parse({ ownerName: "dee", expiresInDays: "none" });
    const { id } = (await createAccessKey(anew(), wish)).accessKey;
    await updateAccessKey(anew(), { id, ownerName: "dee", state: "disabled" });
    expect(await namesOf({ keys: "with" })).toEqual(["bo", "dee"]);
    await deleteAccessKey(anew(), { id, ownerName: "dee", typedId: id });
    expect(await namesOf({ keys: "with" })).toEqual(["bo"]);
  });

  it("counts what would stop with somebody, keys and their last call among it, and takes no caller for idle", async () => {
    expect(await namesOf({ idle: "30" })).toContain("bo");
    const before = { activeKeys: 1, keyUse: null, sshKeys: 0, openSessions: 0 };
    expect(await getImpact(anew(), "ram:DeleteUser", "bo")).toMatchObject(before);
    const key = await findSigningKey(keyId, new Date());
    if (!key) throw new Error("no such key");
    const now = new Date();
    await recordKeyUse(key, { now, service: "Ram", address: "203.0.113.7" });
    const { keyUse } = await getImpact(anew(), "espalier:DisableSubAccount", "bo");
    expect(keyUse).toEqual({ at: new Date(Math.floor(now.getTime() / 60_000) * 60_000), from: "203.0.113.7" });
    // It never signed in, and calls.
    expect(await namesOf({ idle: "30" })).not.toContain("bo");
    expect(await namesOf({ idle: "never" })).toContain("bo");
  });

  it("shows the members of a group, a page at a time, and names each one's groups where that column is chosen", async () => {
    expect(await namesOf({ group })).toEqual(["ada", "cy"]);
    expect(await namesOf({ group, factor: "without", keys: "with" })).toEqual([]);
    expect(await namesOf({ group: "nobodys" })).toEqual([]);
    const other = await buildAccount();
    expect(await namesOf({ group }, other)).toEqual([]);
    const { rows } = await list({ group, columns: "groups,email" });
    expect(rows.map(({ groups }) => groups)).toEqual([[group], [group]]);
    expect((await list({ group })).rows.map(({ groups }) => groups)).toEqual([[], []]);
  });

  it("finds whoever a pasted AccessKey id, RAM id or telephone number belongs to, and nobody of another account", async () => {
    const { ramId } = await getSubAccount(anew(), "bo");
    for (const q of [keyId, ramId, "138 0013 8000", "+8613800138000"]) expect(await namesOf({ q })).toEqual(["bo"]);
    const other = await buildAccount();
    for (const q of [keyId, ramId, "138 0013 8000"]) expect(await namesOf({ q }, other)).toEqual([]);
  });

  it("shows who has used up a limit of its own and what each spent this month, to whoever may see spend", async () => {
    const open = await buildAccount();
    for (const name of ["calm", "free", "over"]) await buildSubAccount(open, { name });
    const manager = later(open, { ...freshlyProved, authorityEpoch: null });
    const limit = {
      per: "month" as const,
      soft: null,
      onSoft: "tell" as const,
      stops: "new" as const,
      intent: "set" as const,
    };
    for (const name of ["calm", "over"]) {
      await setSpendLimit(manager, { ...limit, subAccountName: name, hard: asMicros(5_000_000n) });
    }
    const meter = await buildPrice({ tiers: [{ upTo: null, price: "1" }] });
    const at = new Date(Math.floor(manager.now.getTime() / 1000) * 1000);
    await reportUsage(operator, [buildEvent(open, { meter, subAccount: "over", value: "7000000", at })]);
    await rateAll(open, operator, 1);
    expect(await namesOf({ limit: "reached" }, manager)).toEqual(["over"]);
    expect(await namesOf({ limit: "without" }, manager)).toEqual(["free"]);
    const { rows, money } = await list({ columns: "spend" }, manager);
    expect(money).toMatchObject({ currency: "CNY", month: expect.stringMatching(/^\d{4}-\d\d$/) });
    expect(rows.map(({ name, spend }) => `${name} ${spend}`)).toEqual(["calm 0", "free 0", "over 7000000"]);

    const people = {
      ...(await buildSubAccount(open, { name: "boss", policies: ["AliyunRAMFullAccess"] })),
      ...freshlyProved,
    };
    const unseen = await list({ columns: "spend" }, people);
    expect([unseen.money, ...unseen.rows.map(({ spend }) => spend)]).toEqual(Array(5).fill(undefined));
    const impactFor = (ctx: Context) => getImpact(ctx, "ram:DeleteUser", "over");
    expect((await impactFor(manager)).spend).toMatchObject({ amount: 7_000_000n, terms: { currency: "CNY" } });
    expect((await impactFor(people)).spend).toBeUndefined();
    await expect(list({ limit: "reached" }, people)).rejects.toMatchObject({ code: "forbidden" });
    const plan = PlanBulkRunInput.parse({ act: "label", all: "on", limit: "reached" });
    await expect(planBulkRun(people, plan)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("takes its columns from the address in one fixed order, and the usual ones for nonsense", () => {
    const columnsOf = (columns: unknown) => SubAccountFilter.parse({ columns }).columns;
    expect(columnsOf("seen,phone,email")).toEqual(["email", "phone", "seen"]);
    expect(columnsOf(["keys", "factor", "drop table"])).toEqual(["factor", "keys"]);
    expect(columnsOf("nonsense")).toEqual(columnsOf(undefined));
  });
});

describe("a sub-account's overview", () => {
  it("names what it holds, and the group a policy comes by, to administrators and to itself", async () => {
    await attachPolicyToGroup(anew(), {
      groupName: group,
      policyType: "System",
      policyName: "AliyunBSSReadOnlyAccess",
    });
    const held = [{ name: "AliyunBSSReadOnlyAccess", group }];
    expect(await getSubAccount(anew(), "ada")).toMatchObject({ held });
    expect(await getSubAccount(await withHeld(ada), "ada")).toMatchObject({ held });
    expect(await getSubAccount(anew(), "bo")).toMatchObject({ held: [] });
  });
});
