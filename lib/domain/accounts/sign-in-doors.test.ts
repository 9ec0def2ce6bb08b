import { beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { resumeSession } from "@/lib/domain/sessions/resume-session";
import { signIn } from "@/lib/domain/sign-in/sign-in";
import { buildAccount } from "@/tests/support/build-account";
import { buildStranger, later, testPassword } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { findDoor } from "./queries";
import { clearAccountAlias, setAccountAlias } from "./set-account-alias";
import { setSecurityPreference } from "./set-security-preference";
import { parseLoginMasks } from "./settings-rules";
import { AliasForm } from "./settings-schema";

const inside = "203.0.113.7";
const outside = "198.51.100.9";
const from = (ip: string, now = new Date()) => buildStranger({ now, facts: { ip, userAgent: "Test" } });
const freshRoot = async () => ({ ...(await buildAccount()), authorityEpoch: null });
const fresh = () => `a${Math.random().toString(36).slice(2, 12)}`;

function enter(alias: string, name: string, ip = inside) {
  const door = { kind: "sub-account", alias } as const;
  return signIn(from(ip), { door, name, password: testPassword, device: undefined, incomingToken: undefined });
}

describe("the login mask", () => {
  let root: Context;
  let ada: Context;
  let token: string;
  beforeAll(async () => {
    root = await freshRoot();
    ada = await buildSubAccount(root, { consoleSignIn: true });
    token = (await enter(root.account.alias, ada.actor.name, outside)).token;
    const text = " 203.0.113.0/24; 2001:db8::/32\n::ffff:10.0.0.1";
    await setSecurityPreference(later(root, {}), { loginNetworkMasks: text, fromElsewhereToo: true });
  });

  it("refuses a sign-in from elsewhere, and says so to whoever knows the password", async () => {
    const { alias } = root.account;
    await enter(alias, ada.actor.name, inside);
    await enter(alias, ada.actor.name, `::ffff:${inside}`);
    await enter(alias, ada.actor.name, "10.0.0.1");
    await enter(alias, ada.actor.name, "2001:db8::7");
    await expect(enter(alias, ada.actor.name, outside)).rejects.toMatchObject({ reason: "outsideLoginMask" });
  });

  it("closes an open session on its next request from elsewhere, and leaves it where it may be", async () => {
    expect(await resumeSession(token, from(outside))).toBeUndefined();
    expect(await resumeSession(token, from(inside))).toMatchObject({ kind: "account" });
  });

  it("leaves the root user in, who can lift it", async () => {
    const input = { door: { kind: "root-user" } as const, name: root.actor.name, password: testPassword };
    const signedIn = await signIn(from(outside), { ...input, device: undefined, incomingToken: undefined });
    expect(await resumeSession(signedIn.token, from(outside))).toMatchObject({ kind: "account" });
  });

  it("is refused to a delegated admin whom it would lock out, and to a root user who did not confirm it", async () => {
    const own = await freshRoot();
    const admin = await buildSubAccount(own, { policies: ["AliyunRAMFullAccess"] });
    const facts = { ip: outside, userAgent: "Test" };
    const set = (ctx: Context, more = {}) =>
      setSecurityPreference({ ...ctx, facts }, { loginNetworkMasks: "203.0.113.0/24", ...more });
    await expect(set(admin, { fromElsewhereToo: true })).rejects.toMatchObject({ reason: "maskLocksYouOut" });
    await expect(set(own)).rejects.toMatchObject({ reason: "maskLeavesYouOutside", details: { ip: outside } });
    expect((await set(own, { fromElsewhereToo: true })).loginNetworkMasks).toEqual(["203.0.113.0/24"]);
    const lifted = await setSecurityPreference(later(own, {}), { loginNetworkMasks: "" });
    expect(lifted.loginNetworkMasks).toEqual([]);
  });

  it("reads addresses and ranges of both kinds, and refuses what is none, naming it", () => {
    expect(parseLoginMasks("203.0.113.7,2001:DB8::/32 ; 203.0.113.7")).toEqual(["203.0.113.7", "2001:db8::/32"]);
    for (const bad of ["10.1", "300.0.0.1", "10.0.0.0/33", "2001:db8::/129", "x", "10.0.0.0/8/8"]) {
      expect(() => parseLoginMasks(bad)).toThrow("addressRange");
    }
    const many = (count: number) => Array.from({ length: count }, (_, at) => `10.0.0.${at}`).join(";");
    expect(parseLoginMasks(many(40))).toHaveLength(40);
    expect(() => parseLoginMasks(many(41))).toThrow("masksTooMany");
    const long = Array.from({ length: 20 }, (_, at) => `2001:db8:1111:2222:3333:4444:5555:${1000 + at}`).join(";");
    expect(() => parseLoginMasks(long)).toThrow("tooLong");
  });
});

it("the length of a session is the account's, at once for new ones", async () => {
  const root = await freshRoot();
  const { actor } = await buildSubAccount(root, { consoleSignIn: true });
  await setSecurityPreference(later(root, {}), { loginSessionDurationHours: 1 });
  const { token } = await enter(root.account.alias, actor.name);
  const minutesOn = (minutes: number) => new Date(Date.now() + minutes * 60_000);
  expect(await resumeSession(token, from(inside, minutesOn(59)))).toMatchObject({ kind: "account" });
  expect(await resumeSession(token, from(inside, minutesOn(61)))).toBeUndefined();
});

describe("the alias", () => {
  it("moves the door; the one before says where to, and takes no password", async () => {
    const root = await freshRoot();
    const { actor } = await buildSubAccount(root, { consoleSignIn: true });
    const before = root.account.alias;
    const alias = fresh();
    await setAccountAlias(later(root, {}), { alias });
    await enter(alias, actor.name);
    await expect(enter(before, actor.name)).rejects.toMatchObject({ reason: "wrongCredentials" });
    expect(await findDoor(before)).toEqual({ companyName: root.account.companyName, alias });
    expect(await findDoor(alias)).toEqual({ companyName: root.account.companyName, alias });
    await clearAccountAlias(later(root, { account: { ...root.account, alias } }));
    await enter(before, actor.name);
    expect(await findDoor(alias)).toEqual({ companyName: root.account.companyName, alias: before });
  });

  it("is nobody else's: neither a present one, nor a former one, nor an account's name", async () => {
    const [root, other] = [await freshRoot(), await freshRoot()];
    const alias = fresh();
    await setAccountAlias(later(root, {}), { alias });
    await setAccountAlias(later(root, {}), { alias: fresh() });
    for (const taken of [alias, root.account.name]) {
      await expect(setAccountAlias(later(other, {}), { alias: taken })).rejects.toMatchObject({
        ...{ code: "already-exists", reason: "taken", details: { field: "alias" } },
      });
      await expect(buildAccount({ name: taken })).rejects.toMatchObject({ code: "already-exists" });
    }
    expect(await findDoor(other.account.alias)).toMatchObject({ alias: other.account.alias });
  });

  it("is changed ten times at most, and back to a kept one always", async () => {
    const root = await freshRoot();
    const kept = fresh();
    await setAccountAlias(later(root, {}), { alias: kept });
    for (let change = 0; change < 9; change++) await setAccountAlias(later(root, {}), { alias: fresh() });
    await expect(setAccountAlias(later(root, {}), { alias: fresh() })).rejects.toMatchObject({
      ...{ code: "limit-reached", reason: "aliasesUsedUp" },
    });
    await setAccountAlias(later(root, {}), { alias: kept });
  });

  it("keeps to the rules of aliases, reserved words included", () => {
    for (const alias of ["ab", "a".repeat(33), "-ab", "ab-", "a--b", "Abc", "login", "settings", "operator"]) {
      expect(AliasForm.safeParse({ alias }).success).toBe(false);
    }
    expect(AliasForm.parse({ alias: "harbor-2" })).toEqual({ alias: "harbor-2" });
  });

  it("is changed by no sub-account and no reader", async () => {
    const root = await freshRoot();
    for (const policies of [[], ["AliyunRAMReadOnlyAccess"], ["AliyunBSSFullAccess"]]) {
      const ctx = await buildSubAccount(root, { policies });
      await expect(setAccountAlias(ctx, { alias: fresh() })).rejects.toThrow("forbidden");
    }
  });
});
