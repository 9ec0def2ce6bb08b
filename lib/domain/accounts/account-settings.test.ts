import { beforeAll, describe, expect, it } from "vitest";
import { defaultPasswordPolicy, defaultSecurityPreference } from "@/lib/authorization/account-settings";
import { mayDo } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { ownSignInResource } from "@/lib/authorization/resources";
import { listAuditEvents } from "@/lib/domain/audit-log/queries";
import { AuditFilter } from "@/lib/domain/audit-log/schema";
import { resumeSession } from "@/lib/domain/sessions/resume-session";
import { signIn } from "@/lib/domain/sign-in/sign-in";
import { isStaleAuthority } from "@/lib/foundation/sql-errors";
import { buildAccount } from "@/tests/support/build-account";
import { buildStranger, later, testPassword } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { setPasswordPolicy } from "./set-password-policy";
import { setSecurityPreference } from "./set-security-preference";
import { getPasswordPolicy, getSecurityPreference } from "./settings-queries";
import { LoginMaskForm, PasswordPolicyInput, SecurityPreferenceForm, SecurityPreferenceInput } from "./settings-schema";

let root: Context;
beforeAll(async () => {
  root = { ...(await buildAccount()), authorityEpoch: null };
});

async function asSession(at: Context, name: string): Promise<() => Promise<Context>> {
  const door = { kind: "sub-account", alias: at.account.alias } as const;
  const typed = { name, password: testPassword, device: undefined, incomingToken: undefined };
  const { token } = await signIn(buildStranger(), { door, ...typed });
  return async () => {
    const resumed = await resumeSession(token, buildStranger());
    if (resumed?.kind !== "account") throw new Error("not signed in");
    return resumed.ctx;
  };
}

describe("the security preference", () => {
  it("has RAM's defaults until somebody sets it", async () => {
    const own = { ...(await buildAccount()), authorityEpoch: null };
    expect(getSecurityPreference(own)).toEqual(defaultSecurityPreference);
    expect(defaultSecurityPreference).toMatchObject({
      ...{ allowUserToChangePassword: true, allowUserToManageAccessKeys: false, allowUserToManageMfaDevices: true },
      ...{ enableSaveMfaTicket: false, loginSessionDurationHours: 6, mfaOperationForLogin: "independent" },
    });
  });

  it("changes what is given, leaves the rest, and acts on the next request of every sub-account", async () => {
    const person = await buildSubAccount(root, { consoleSignIn: true });
    const ask = await asSession(root, person.actor.name);
    const before = await ask();
    expect(mayDo(before, "ram:ChangePassword", ownSignInResource(before))).toBe(true);
    const set = await setSecurityPreference(later(root, {}), { allowUserToChangePassword: false });
    expect(set).toEqual({ ...defaultSecurityPreference, allowUserToChangePassword: false });
    const after = await ask();
    expect(after.account.preference).toEqual(set);
    expect(mayDo(after, "ram:ChangePassword", ownSignInResource(after))).toBe(false);
    expect(after.authorityEpoch).toBeGreaterThan(before.authorityEpoch ?? 0);
  });

  it("refuses what was decided before it changed", async () => {
    const own = await buildAccount();
    await setSecurityPreference(own, { allowUserToManageAccessKeys: true });
    const stale = setSecurityPreference(later(own, {}), { allowUserToManageAccessKeys: false });
    expect(await stale.catch(isStaleAuthority)).toBe(true);
  });

  it("writes before and after of what changed, and nothing for what did not", async () => {
    const own = { ...(await buildAccount()), authorityEpoch: null };
    await setSecurityPreference(own, { loginSessionDurationHours: 2, allowUserToManageMfaDevices: true });
    await setSecurityPreference(later(own, {}), { loginSessionDurationHours: 2 });
    const { rows } = await listAuditEvents(own, AuditFilter.parse({}));
    const events = rows.filter(({ action }) => action === "ram:SetSecurityPreference");
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      before: { loginSessionDurationHours: 6 },
      after: { loginSessionDurationHours: 2 },
    });
  });
});

describe("the password policy", () => {
  it("has RAM's defaults, and is set field by field with before and after in the log", async () => {
    expect(getPasswordPolicy(root)).toEqual(defaultPasswordPolicy);
    expect(PasswordPolicyInput.parse({})).toEqual(defaultPasswordPolicy);
    const set = await setPasswordPolicy(later(root, {}), { minimumPasswordLength: 20, hardExpire: true });
    expect(set).toEqual({ ...defaultPasswordPolicy, minimumPasswordLength: 20, hardExpire: true });
    const { rows } = await listAuditEvents(root, AuditFilter.parse({}));
    expect(rows.find(({ action }) => action === "ram:SetPasswordPolicy")).toMatchObject({
      before: { minimumPasswordLength: 8, hardExpire: false },
      after: { minimumPasswordLength: 20, hardExpire: true },
    });
  });

  it.each([
    ["minimumPasswordLength", "7", "33"],
    ["minimumPasswordDifferentCharacter", "-1", "9"],
    ["maxPasswordAgeDays", "-1", "1096"],
    ["passwordReusePrevention", "1.5", "25"],
    ["maxLoginAttempts", "x", "33"],
  ])("refuses %s out of RAM's range and names it", (field, low, high) => {
    for (const value of [low, high, ""]) {
      const found = PasswordPolicyInput.safeParse({ [field]: value });
      expect(found.error?.issues.map(({ path, message }) => [...path, message])).toEqual([[field, "numberRange"]]);
    }
  });
});

describe("who may set them", () => {
  it("refuses sub-accounts and readers, and lets a delegated admin", async () => {
    const sub = await buildSubAccount(root);
    const reader = await buildSubAccount(root, { policies: ["AliyunRAMReadOnlyAccess"] });
    const admin = await buildSubAccount(root, { policies: ["AliyunRAMFullAccess"] });
    for (const ctx of [sub, reader]) {
      await expect(setSecurityPreference(ctx, { loginSessionDurationHours: 1 })).rejects.toThrow("forbidden");
      await expect(setPasswordPolicy(ctx, { hardExpire: true })).rejects.toThrow("forbidden");
    }
    expect(() => getSecurityPreference(sub)).toThrow("forbidden");
    expect(getSecurityPreference(reader)).toBeDefined();
    expect(await setSecurityPreference(admin, { loginSessionDurationHours: 3 })).toMatchObject({
      loginSessionDurationHours: 3,
    });
  });

  it("never touches another account", async () => {
    const other = await buildAccount();
    await setSecurityPreference(later(root, {}), { enableSaveMfaTicket: true });
    await setPasswordPolicy(later(root, {}), { maxLoginAttempts: 3 });
    const { actor } = await buildSubAccount({ ...other, authorityEpoch: null }, { consoleSignIn: true });
    const { account } = await (await asSession(other, actor.name))();
    expect(account).toMatchObject({ preference: defaultSecurityPreference, passwordPolicy: defaultPasswordPolicy });
  });
});

it("reads what a form sends: an absent box is off, hours in range", () => {
  const form = { allowUserToChangePassword: "on", mfaOperationForLogin: "mandatory", loginSessionDurationHours: "24" };
  expect(SecurityPreferenceForm.parse(form)).toMatchObject({
    ...{ allowUserToChangePassword: true, allowUserToManageMfaDevices: false, loginSessionDurationHours: 24 },
    allowUserToLoginWithPasskey: false,
  });
  expect(SecurityPreferenceForm.safeParse({ ...form, loginSessionDurationHours: "25" }).success).toBe(false);
  expect(LoginMaskForm.parse({})).toEqual({ loginNetworkMasks: "", fromElsewhereToo: false });
  expect(SecurityPreferenceInput.safeParse({ anything: "on" }).success).toBe(false);
});
