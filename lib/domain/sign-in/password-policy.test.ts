import { describe, expect, it } from "vitest";
import { defaultPasswordPolicy, type PasswordPolicy } from "@/lib/authorization/account-settings";
import type { Context } from "@/lib/authorization/context";
import { setPasswordPolicy } from "@/lib/domain/accounts/set-password-policy";
import { setSecurityPreference } from "@/lib/domain/accounts/set-security-preference";
import { resumeSession } from "@/lib/domain/sessions/resume-session";
import { createSubAccount } from "@/lib/domain/sub-accounts/create-sub-account";
import { CreateSubAccountInput, SetPasswordInput } from "@/lib/domain/sub-accounts/schema";
import { setPassword } from "@/lib/domain/sub-accounts/set-login-profile";
import { buildAccount } from "@/tests/support/build-account";
import { buildStranger, later, testPassword } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { readOutbox } from "@/tests/support/read-outbox";
import { changePassword } from "./change-password";
import { findPolicyProblem } from "./password-policy-rules";
import { requestPasswordReset } from "./request-password-reset";
import { resetPassword } from "./reset-password";
import { signIn } from "./sign-in";

const weak = "lowercase letters only";
const strong = "Lowercase 1 and MORE!";
const day = 86_400_000;

/** The root user's context with the policy in it, as the next request would read it. */
async function accountWith(policy: Partial<PasswordPolicy>): Promise<Context> {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const passwordPolicy = await setPasswordPolicy(root, policy);
  return later(root, { account: { ...root.account, passwordPolicy } });
}

const typed = (name: string, password: string) => ({ name, password, device: undefined, incomingToken: undefined });
const enter = (root: Context, name: string, password = testPassword, at: { now?: Date; device?: string } = {}) =>
  signIn(buildStranger(at.now ? { now: at.now } : {}), {
    door: { kind: "sub-account", alias: root.account.alias },
    ...typed(name, password),
    device: at.device,
  });

async function resumed(token: string, now = new Date()): Promise<Context | undefined> {
  const found = await resumeSession(token, buildStranger({ now }));
  return found?.kind === "account" ? found.ctx : undefined;
}

async function contextOf(root: Context, name: string, password = testPassword): Promise<Context> {
  const ctx = await resumed((await enter(root, name, password)).token);
  if (!ctx) throw new Error("not signed in");
  return ctx;
}

const refused = (reason: string) => ({ code: "invalid-input", reason, details: { field: "password" } });

describe("a rule of the account's policy", () => {
  const all: PasswordPolicy = {
    ...{ ...defaultPasswordPolicy, minimumPasswordLength: 18, requireLowercaseCharacters: true },
    ...{ requireUppercaseCharacters: true, requireNumbers: true, requireSymbols: true },
    ...{ minimumPasswordDifferentCharacter: 8, passwordNotContainUserName: true },
  };
  it.each([
    ["Short Aa1!Bb2?Cc3", "passwordTooShort"],
    ["UPPER 12345 ! UPPER", "passwordNeedsLowercase"],
    ["lower 12345 ! lower", "passwordNeedsUppercase"],
    ["Letters alone are here!", "passwordNeedsNumber"],
    ["Letters and 123 alone", "passwordNeedsSymbol"],
    ["Aa1!Aa1!Aa1!Aa1!Aa1!", "passwordNeedsVariety"],
    ["This is 1 of ADA's words", "passwordHasUserName"],
    ["Ein 1. Satz, ganz ohne Namen", undefined],
    ["中文密码 Aa1! 足够长而且不重复的一句话", undefined],
  ])("judges %s", (password, key) =>
    expect(findPolicyProblem(password, { passwordPolicy: all, userName: "ada" })?.key).toBe(key),
  );
});

describe("a password the policy refuses is refused at every way in", () => {
  it("creating, setting, changing, the forced change, the reset link", async () => {
    const root = await accountWith({ requireUppercaseCharacters: true, requireNumbers: true });
    const wish = { consoleSignIn: "on", passwordChoice: "set", password: weak };
    const create = (password: string) =>
      createSubAccount(
        later(root, {}),
        CreateSubAccountInput.parse({ ...wish, name: "ada", email: "ada@a.test", password }),
      );
    await expect(create(weak)).rejects.toMatchObject(refused("passwordNeedsUppercase"));
    await create(strong);

    const set = (password: string, mustChange = "") =>
      setPassword(
        later(root, {}),
        SetPasswordInput.parse({ name: "ada", passwordChoice: "set", password, mustChange }),
      );
    await expect(set(weak)).rejects.toMatchObject(refused("passwordNeedsUppercase"));

    const ctx = await contextOf(root, "ada", strong);
    await expect(changePassword(ctx, { current: strong, password: weak })).rejects.toMatchObject(
      refused("passwordNeedsUppercase"),
    );

    await set(`${strong} once`, "on");
    const forced = await contextOf(root, "ada", `${strong} once`);
    expect(forced.passwordResetRequired).toBe(true);
    await expect(changePassword(forced, { current: `${strong} once`, password: weak })).rejects.toMatchObject(
      refused("passwordNeedsUppercase"),
    );

    let token = "";
    const linkOf = (made: string) => {
      token = made;
      return made;
    };
    await requestPasswordReset(buildStranger(), {
      door: { kind: "sub-account", alias: root.account.alias },
      name: "ada",
      linkOf,
    });
    await expect(resetPassword(buildStranger(), { token, password: weak })).rejects.toMatchObject(
      refused("passwordNeedsUppercase"),
    );
    await resetPassword(buildStranger(), { token, password: `${strong} again` });
    await enter(root, "ada", `${strong} again`);
  });

  it("only adds to the product's floor, and leaves root users alone", async () => {
    const root = await accountWith({ minimumPasswordLength: 8 });
    const input = { name: "ada", consoleSignIn: "on", passwordChoice: "set", password: "Fourteen char." };
    await expect(createSubAccount(root, CreateSubAccountInput.parse(input))).rejects.toMatchObject(
      refused("passwordTooShort"),
    );
    const strict = await accountWith({ requireUppercaseCharacters: true });
    const { token } = await signIn(buildStranger(), {
      door: { kind: "root-user" },
      ...typed(strict.actor.name, testPassword),
    });
    const ctx = await resumed(token);
    if (!ctx) throw new Error("not signed in");
    await changePassword(ctx, { current: testPassword, password: weak });
  });

  it("makes generated passwords that it does not refuse", async () => {
    const root = await accountWith({
      minimumPasswordLength: 32,
      minimumPasswordDifferentCharacter: 8,
      requireSymbols: true,
    });
    const { password } = await createSubAccount(
      root,
      CreateSubAccountInput.parse({ name: "ada", consoleSignIn: "on" }),
    );
    expect(findPolicyProblem(password ?? "", { ...root.account, userName: "ada" })).toBeNull();
    expect(password?.length).toBe(32);
  });
});

describe("the last passwords", () => {
  it("are refused, as many as the policy says, and free again after", async () => {
    const root = await accountWith({ passwordReusePrevention: 2 });
    const { actor } = await buildSubAccount(root, { consoleSignIn: true });
    const set = (password: string) =>
      setPassword(
        later(root, { now: new Date() }),
        SetPasswordInput.parse({ name: actor.name, passwordChoice: "set", password }),
      );
    await changePassword(await contextOf(root, actor.name), { current: testPassword, password: `${strong} 2` });
    await expect(set(testPassword)).rejects.toMatchObject(refused("passwordUsedBefore"));
    await set(`${strong} 3`);
    await set(testPassword);
  });
});

describe("an old password", () => {
  const later31 = () => new Date(Date.now() + 31 * day);

  it("must be changed at sign-in, and in an open session on its next request", async () => {
    const root = await accountWith({ maxPasswordAgeDays: 30 });
    const { actor } = await buildSubAccount(root, { consoleSignIn: true });
    expect((await enter(root, actor.name)).passwordResetRequired).toBe(false);
    const { token, passwordResetRequired } = await enter(root, actor.name, testPassword, { now: later31() });
    expect(passwordResetRequired).toBe(true);
    const ctx = await resumed(token, later31());
    expect(ctx?.passwordResetRequired).toBe(true);
    const changed = await changePassword(ctx as Context, { current: testPassword, password: strong });
    expect((await resumed(changed.token, later31()))?.passwordResetRequired).toBe(false);
  });

  it("may be changed even where nobody may by choice", async () => {
    const root = await accountWith({ maxPasswordAgeDays: 30 });
    await setSecurityPreference(later(root, {}), { allowUserToChangePassword: false });
    const { actor } = await buildSubAccount(root, { consoleSignIn: true });
    const fresh = await contextOf(root, actor.name);
    await expect(changePassword(fresh, { current: testPassword, password: strong })).rejects.toThrow("forbidden");
    const { token } = await enter(root, actor.name, testPassword, { now: later31() });
    await changePassword((await resumed(token, later31())) as Context, { current: testPassword, password: strong });
  });

  it("under a hard expiry is set anew by an administrator only", async () => {
    const root = await accountWith({ maxPasswordAgeDays: 30, hardExpire: true });
    const { actor } = await buildSubAccount(root, { consoleSignIn: true });
    const { token } = await enter(root, actor.name);
    const now = later31();
    await expect(enter(root, actor.name, testPassword, { now })).rejects.toMatchObject({ reason: "passwordTooOld" });
    await expect(enter(root, actor.name, "not the password", { now })).rejects.toMatchObject({
      code: "unauthenticated",
    });
    expect(await resumed(token, now)).toBeUndefined();
    await setPassword(
      later(root, { now }),
      SetPasswordInput.parse({ name: actor.name, passwordChoice: "set", password: strong }),
    );
    expect((await enter(root, actor.name, strong, { now })).passwordResetRequired).toBe(false);
  });

  it("is not reset by its owner's mail where only an administrator may, nor where its owner may not change it", async () => {
    const root = await accountWith({ maxPasswordAgeDays: 30, hardExpire: true });
    const input = { consoleSignIn: "on", passwordChoice: "set", password: strong };
    await createSubAccount(
      root,
      CreateSubAccountInput.parse({ ...input, name: "ada", email: `ada@${root.account.name}.test` }),
    );
    const ask = (now: Date) =>
      requestPasswordReset(buildStranger({ now }), {
        ...{ door: { kind: "sub-account", alias: root.account.alias } as const, name: "ada" },
        linkOf: (token) => token,
      });
    await ask(later31());
    await setSecurityPreference(later(root, {}), { allowUserToChangePassword: false });
    await ask(new Date());
    const mails = await readOutbox(`ada@${root.account.name}.test`);
    expect(mails.filter(({ kind }) => kind === "reset-password-link")).toEqual([]);
  });
});

describe("wrong passwords in a row", () => {
  const fail = (root: Context, name: string, at: { now?: Date; device?: string } = {}) =>
    enter(root, name, "not the password", at).catch((error: { code: string; details: { hours?: number } }) => error);

  it("lock for an hour when they are as many as the policy allows, beside the product's own wait", async () => {
    const root = await accountWith({ maxLoginAttempts: 2 });
    const { actor } = await buildSubAccount(root, { consoleSignIn: true });
    for (const _ of [1, 2]) expect(await fail(root, actor.name)).toMatchObject({ code: "unauthenticated" });
    const soon = new Date(Date.now() + 59 * 60_000);
    await expect(enter(root, actor.name, testPassword, { now: soon })).rejects.toMatchObject({ code: "rate-limited" });
    await enter(root, actor.name, testPassword, { now: new Date(Date.now() + 61 * 60_000) });
  });

  it("never lock a known device out, and are forgotten with a new password", async () => {
    const root = await accountWith({ maxLoginAttempts: 1 });
    const { actor } = await buildSubAccount(root, { consoleSignIn: true });
    const { device } = await enter(root, actor.name);
    await fail(root, actor.name);
    await expect(enter(root, actor.name)).rejects.toMatchObject({ code: "rate-limited" });
    await enter(root, actor.name, testPassword, { device });
    await setPassword(
      later(root, {}),
      SetPasswordInput.parse({ name: actor.name, passwordChoice: "set", password: strong }),
    );
    await enter(root, actor.name, strong);
  });

  it("count for names that nobody has as for others", async () => {
    const root = await accountWith({ maxLoginAttempts: 1 });
    expect(await fail(root, "nobody-here")).toMatchObject({ code: "unauthenticated" });
    expect(await fail(root, "nobody-here")).toMatchObject({ code: "rate-limited" });
  });
});
