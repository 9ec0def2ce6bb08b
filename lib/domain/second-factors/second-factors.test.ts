import { describe, expect, it } from "vitest";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { resumeSession } from "@/lib/domain/sessions/resume-session";
import { signIn } from "@/lib/domain/sign-in/sign-in";
import { getSubAccount } from "@/lib/domain/sub-accounts/queries";
import { codeAt, inSeconds } from "@/tests/support/authenticator-app";
import { buildAccount } from "@/tests/support/build-account";
import {
  buildOperator,
  buildStranger,
  freshlyProved,
  later,
  testPassword,
  withoutStepUp,
} from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { lookDirectly } from "@/tests/support/look-directly";
import { cookieAt, resumedBy } from "@/tests/support/sign-in-as";
import { beginStepUp } from "./begin-step-up";
import { beginTotp } from "./begin-totp";
import { bindTotp } from "./bind-totp";
import { makeRecoveryCodes } from "./make-recovery-codes";
import { passSecondFactor } from "./pass-second-factor";
import { passStepUp } from "./pass-step-up";
import { getOwnFactors, getSignInMethods, getStepUp } from "./queries";
import { removeFactor } from "./remove-factor";
import { resetRootSecondFactors } from "./reset-root-second-factors";
import { resetSecondFactors } from "./reset-second-factors";

const at = (ctx: Context, seconds: number): Context => later(ctx, { now: inSeconds(ctx.now, seconds) });
const proved = (ctx: Context): Context => ({ ...ctx, stepUp: freshlyProved.stepUp });
const totp = (code: string) => ({ method: "totp", code, remember: false, next: "" }) as const;
const recovery = (code: string) => ({ method: "recovery-code", code, remember: false, next: "" }) as const;

async function bindFor(ctx: Context): Promise<{ seed: string; after: Context }> {
  const { seed } = await beginTotp(proved(ctx));
  const typed = { first: codeAt(seed, inSeconds(ctx.now, -30)), second: codeAt(seed, ctx.now) };
  const { token } = await bindTotp(proved(ctx), typed);
  return { seed, after: token ? await resumedBy(token, ctx.now) : ctx };
}

/** Somebody with an authenticator app, and another browser that has just typed the password a minute later. */
async function pending() {
  const account = await buildAccount();
  const root = { kind: "root-user" } as const;
  const { seed, after } = await bindFor(await resumedBy(await cookieAt(root, account.actor.name)));
  const token = await cookieAt(root, account.actor.name);
  return { account, seed, after, token, ctx: at(await resumedBy(token), 60) };
}

describe("an authenticator app", () => {
  it("is bound by two codes in a row, ends the other sessions and lets this one go on", async () => {
    const account = await buildAccount();
    const elsewhere = await cookieAt({ kind: "root-user" }, account.actor.name);
    const ctx = await resumedBy(await cookieAt({ kind: "root-user" }, account.actor.name));
    const { after } = await bindFor(ctx);
    expect(after.secondFactor).toBe("totp");
    await expect(resumedBy(elsewhere)).rejects.toThrow("not open");
    expect((await getOwnFactors(after)).factors).toMatchObject([{ kind: "totp" }]);
  });

  it("is bound neither by one code twice, nor by codes that do not follow, nor without a fresh proof", async () => {
    const ctx = await buildAccount();
    const { seed } = await beginTotp(ctx);
    const [old, now, next] = [-60, 0, 30].map((seconds) => codeAt(seed, inSeconds(ctx.now, seconds)));
    const typed = (first = "", second = "") => bindTotp(ctx, { first, second });
    await expect(typed(now, now)).rejects.toMatchObject({ reason: "codeSame", details: { field: "second" } });
    await expect(typed(next, now)).rejects.toMatchObject({ details: { field: "second" } });
    await expect(typed(old, now)).rejects.toMatchObject({ details: { field: "second" } });
    await expect(beginTotp(withoutStepUp(ctx))).rejects.toMatchObject({ code: "step-up-required" });
    await expect(bindTotp(withoutStepUp(ctx), { first: "", second: "" })).rejects.toMatchObject({
      code: "step-up-required",
    });
    expect((await getOwnFactors(ctx)).factors).toEqual([]);
  });

  it("is not bound before it was begun, nor twice, and a new beginning drops the one before", async () => {
    const ctx = await buildAccount();
    await expect(bindTotp(ctx, { first: "123456", second: "123456" })).rejects.toMatchObject({
      reason: "totpNotBegun",
    });
    const { seed: dropped } = await beginTotp(ctx);
    await beginTotp(ctx);
    const stale = { first: codeAt(dropped, inSeconds(ctx.now, -30)), second: codeAt(dropped, ctx.now) };
    await expect(bindTotp(ctx, stale)).rejects.toMatchObject({ code: "invalid-input" });
    await bindFor(ctx);
    await expect(beginTotp(ctx)).rejects.toMatchObject({ code: "already-exists" });
    await expect(bindTotp(ctx, stale)).rejects.toMatchObject({ reason: "totpNotBegun" });
  });

  it("keeps its seed sealed: it stands nowhere in the database", async () => {
    const { seed } = await beginTotp(await buildAccount());
    const rows = await lookDirectly((sql) => sql`select t::text as text from app.second_factors t`);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.filter(({ text }) => String(text).includes(seed))).toEqual([]);
  });
});

describe("a sign-in with a second factor bound", () => {
  it("opens nothing until it is given, and then goes on under a new cookie", async () => {
    const { seed, ctx, token } = await pending();
    expect(ctx.secondFactor).toBe("pending");
    const refused = { code: "invalid-state", reason: "secondFactorPending" };
    await expect(getSubAccount(ctx, "ada")).rejects.toMatchObject(refused);
    await expect(getOwnFactors(ctx)).rejects.toMatchObject(refused);
    await expect(beginTotp(proved(ctx))).rejects.toMatchObject(refused);
    await expect(beginStepUp(ctx, { purpose: "delete", returnPath: "/", values: {} })).rejects.toMatchObject(refused);
    expect(await getSignInMethods(ctx)).toEqual(["totp"]);
    const passed = await passSecondFactor(ctx, totp(codeAt(seed, ctx.now)));
    await expect(resumedBy(token)).rejects.toThrow("not open");
    const after = await resumedBy(passed.token);
    expect(after.secondFactor).toBe("totp");
    await expect(passSecondFactor(after, totp("123456"))).rejects.toMatchObject({ reason: "secondFactorGiven" });
  });

  it("takes each step once, in 20 parallel tries too", async () => {
    const { account, seed, ctx } = await pending();
    const code = codeAt(seed, ctx.now);
    const browsers = await Promise.all([1, 2, 3].map(() => cookieAt({ kind: "root-user" }, account.actor.name)));
    const contexts = [ctx, ...(await Promise.all(browsers.map(async (token) => at(await resumedBy(token), 60))))];
    const tries = contexts.flatMap((one) => [1, 2, 3, 4, 5].map(() => passSecondFactor(one, totp(code))));
    const passed = (await Promise.allSettled(tries)).filter(({ status }) => status === "fulfilled");
    expect(passed).toHaveLength(1);
  });

  it("ends the session at the fifth wrong code", async () => {
    const { ctx, token } = await pending();
    for (let n = 1; n <= 4; n += 1) {
      await expect(passSecondFactor(ctx, totp("000000"))).rejects.toMatchObject({ code: "invalid-input" });
    }
    await expect(passSecondFactor(ctx, totp("000000"))).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(resumedBy(token)).rejects.toThrow("not open");
  });

  it("steps up by the app alone, and by the password and a mailed code no more", async () => {
    const { seed, after } = await pending();
    const ctx = at(after, 90);
    const id = await beginStepUp(ctx, { purpose: "delete", returnPath: "/home", values: {} });
    expect(await getStepUp(ctx, id)).toMatchObject({ methods: ["totp"] });
    const byPassword = { id, method: "password-code", code: "123456", password: testPassword } as const;
    await expect(passStepUp(ctx, byPassword)).rejects.toMatchObject({ details: { field: "method" } });
    const { token } = await passStepUp(ctx, { id, method: "totp", code: codeAt(seed, ctx.now), password: "" });
    expect((await resumedBy(token, ctx.now)).stepUp.has("delete")).toBe(true);
  });
});

describe("a recovery code", () => {
  it("stands in once, however it is typed; new ones replace the old", async () => {
    const { after, ctx } = await pending();
    const [first = "", second = ""] = await makeRecoveryCodes(proved(after));
    const fresh = await makeRecoveryCodes(proved(after));
    expect(new Set(fresh).size).toBe(10);
    const tokens = await Promise.all([1, 2].map(() => cookieAt({ kind: "root-user" }, ctx.actor.name)));
    const [one, two] = (await Promise.all(tokens.map((token) => resumedBy(token)))) as [Context, Context];
    await expect(passSecondFactor(one, recovery(first))).rejects.toMatchObject({ reason: "codeWrong" });
    const code = fresh[0] ?? "";
    const { token } = await passSecondFactor(one, recovery(` ${code.toLowerCase().replaceAll("-", " ")} `));
    expect((await resumedBy(token)).secondFactor).toBe("recovery-code");
    await expect(passSecondFactor(two, recovery(code))).rejects.toMatchObject({ reason: "codeWrong" });
    expect((await getOwnFactors(await resumedBy(token))).recoveryCodesLeft).toBe(9);
    expect(second).not.toBe(first);
  });

  it("in 50 parallel tries lets one through", async () => {
    const { account, after } = await pending();
    const [code = ""] = await makeRecoveryCodes(proved(after));
    const tokens = await Promise.all([1, 2, 3, 4].map(() => cookieAt({ kind: "root-user" }, account.actor.name)));
    const contexts = await Promise.all(tokens.map((token) => resumedBy(token)));
    const tries = contexts.flatMap((ctx) => Array.from({ length: 12 }, () => passSecondFactor(ctx, recovery(code))));
    const passed = (await Promise.allSettled(tries)).filter(({ status }) => status === "fulfilled");
    expect(passed).toHaveLength(1);
  });

  it("is not made before there is something it could stand in for", async () => {
    await expect(makeRecoveryCodes(await buildAccount())).rejects.toMatchObject({ reason: "factorFirst" });
  });
});

describe("a sub-account whose sign-in requires a second factor", () => {
  async function required() {
    const root = await buildAccount();
    const { actor } = await buildSubAccount(root, { consoleSignIn: true });
    await lookDirectly(
      (sql) => sql`update app.login_profiles set mfa_bind_required = true where account_id = ${root.accountId}`,
    );
    const door = { kind: "sub-account", alias: root.account.alias } as const;
    return { root, name: actor.name, door, ctx: await resumedBy(await cookieAt(door, actor.name)) };
  }

  it("sets one up before anything else opens, whatever it may manage", async () => {
    const { ctx } = await required();
    expect(ctx.secondFactor).toBe("enrolment");
    const refused = { code: "invalid-state", reason: "secondFactorEnrolment" };
    await expect(getSubAccount(ctx, ctx.actor.name)).rejects.toMatchObject(refused);
    const { seed } = await beginTotp(ctx);
    const typed = { first: codeAt(seed, inSeconds(ctx.now, -30)), second: codeAt(seed, ctx.now) };
    const { token } = await bindTotp(ctx, typed);
    const after = await resumedBy(String(token));
    expect(after.secondFactor).toBe("totp");
    await expect(getSubAccount(after, after.actor.name)).resolves.toBeDefined();
    const [factor] = (await getOwnFactors(after)).factors;
    const last = removeFactor(proved(after), { id: String(factor?.id) });
    await expect(last).rejects.toMatchObject({ code: "step-up-required" });
  });

  it("is reset by an administrator with a fresh proof, and told; nobody resets what is not theirs", async () => {
    const { root, name, door, ctx } = await required();
    const { seed } = await beginTotp(ctx);
    await bindTotp(ctx, { first: codeAt(seed, inSeconds(ctx.now, -30)), second: codeAt(seed, ctx.now) });
    await expect(resetSecondFactors(withoutStepUp(root), { name })).rejects.toMatchObject({ code: "step-up-required" });
    const stranger = await buildAccount();
    await expect(resetSecondFactors(stranger, { name })).rejects.toMatchObject({ code: "not-found" });
    const sibling = await buildSubAccount(root);
    await expect(resetSecondFactors(sibling, { name })).rejects.toMatchObject({ code: "not-found" });
    await resetSecondFactors(root, { name });
    expect((await resumedBy(await cookieAt(door, name))).secondFactor).toBe("enrolment");
    await expect(resetSecondFactors(root, { name })).rejects.toMatchObject({ reason: "noFactors" });
  });
});

describe("somebody who removes a factor", () => {
  it("of their own goes on by password alone; another's answers as one that never was", async () => {
    const { account, after } = await pending();
    const ctx = proved({ ...after, actor: { ...after.actor, sessionId: null } } as Context);
    const other = await buildAccount();
    const [factor] = (await getOwnFactors(after)).factors;
    const id = String(factor?.id);
    await expect(removeFactor(other, { id })).rejects.toMatchObject({ code: "not-found" });
    await expect(removeFactor(withoutStepUp(after), { id })).rejects.toMatchObject({ code: "step-up-required" });
    await removeFactor(ctx, { id });
    expect((await resumedBy(await cookieAt({ kind: "root-user" }, account.actor.name))).secondFactor).toBe("none");
  });
});

describe("a root user's second factor", () => {
  it("is reset by an operator, and by nobody of the account", async () => {
    const { account, token } = await pending();
    await resetRootSecondFactors(buildOperator(), { accountId: account.accountId, reason: "lost phone" });
    await expect(resumedBy(token)).rejects.toThrow("not open");
    expect((await resumedBy(await cookieAt({ kind: "root-user" }, account.actor.name))).secondFactor).toBe("none");
    const unable = { ...buildOperator(), policies: [] } as PlatformContext;
    await expect(
      resetRootSecondFactors(unable, { accountId: account.accountId, reason: "lost phone" }),
    ).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

describe("a browser that is remembered", () => {
  it("skips the second factor for a week where the account allows it, and not after a change", async () => {
    const { account, seed, ctx } = await pending();
    const remember = { ...totp(codeAt(seed, ctx.now)), remember: true };
    const allowed = {
      ...ctx,
      account: { ...ctx.account, preference: { ...ctx.account.preference, enableSaveMfaTicket: true } },
    };
    const { trust, token } = await passSecondFactor(allowed, remember);
    expect(trust).toBeDefined();
    await lookDirectly(
      (sql) => sql`update app.accounts set security_preference = '{"enableSaveMfaTicket": true}'::jsonb
        where account_id = ${account.accountId}`,
    );
    const credentials = {
      name: account.actor.name,
      password: testPassword,
      device: undefined,
      incomingToken: undefined,
    };
    const again = async () => {
      const signedIn = await signIn(buildStranger(), { door: { kind: "root-user" }, ...credentials, trust });
      return (await resumedBy(signedIn.token)).secondFactor;
    };
    expect(await again()).toBe("trusted-device");
    await makeRecoveryCodes(proved(await resumedBy(token)));
    expect(await again()).toBe("pending");
  });
});

it("an operator is let in by the password alone in a demonstration only", async () => {
  const { operatorFactorAtSignIn } = await import("@/lib/domain/sign-in/second-factor-rules");
  expect(operatorFactorAtSignIn({ bound: false, demo: true })).toBe("none");
  expect(operatorFactorAtSignIn({ bound: false, demo: false })).toBe("enrolment");
  expect(operatorFactorAtSignIn({ bound: true, demo: true })).toBe("pending");
  expect(await resumeSession("nobody", buildStranger())).toBeUndefined();
});
