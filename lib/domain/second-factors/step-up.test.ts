import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { buildAccount } from "@/tests/support/build-account";
import { later, testPassword } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { readOutbox } from "@/tests/support/read-outbox";
import { cookieAt, resumedBy } from "@/tests/support/sign-in-as";
import { beginStepUp } from "./begin-step-up";
import { passStepUp } from "./pass-step-up";
import { findKeptForm, getStepUp } from "./queries";
import { stepUpMethods } from "./rules";
import { sendStepUpCode } from "./send-step-up-code";

const signedInRoot = async () => resumedBy(await cookieAt({ kind: "root-user" }, (await buildAccount()).actor.name));
const begin = (ctx: Context, purpose: "delete" | "alias" | "access-keys" = "delete") =>
  beginStepUp(ctx, { purpose, returnPath: "/sub-accounts/ada/delete", values: { typedName: "ada" } });
const inMinutes = (ctx: Context, minutes: number) =>
  later(ctx, { now: new Date(ctx.now.getTime() + minutes * 60_000) });

async function codeFor(ctx: Context, id: string): Promise<string> {
  await sendStepUpCode(ctx, { id, channel: "mail" });
  return String((await readOutbox(ctx.actor.name))[0]?.params.code);
}
const proof = (id: string, code: string, password = testPassword) =>
  ({ id, method: "password-code", code, password }) as const;

const wrongCode = { code: "invalid-input", reason: "codeWrong", details: { field: "code" } };
const over = { code: "invalid-state", reason: "challengeOver" };

describe("a step-up", () => {
  it("by password and mailed code opens its purpose, and gives the form back", async () => {
    const ctx = await signedInRoot();
    const id = await begin(ctx);
    expect(await getStepUp(ctx, id)).toMatchObject({ purpose: "delete", methods: ["password-code"], hadFile: false });
    expect(await findKeptForm(ctx, id)).toBeUndefined();
    const passed = await passStepUp(ctx, proof(id, await codeFor(ctx, id)));
    expect(passed.returnPath).toBe("/sub-accounts/ada/delete");
    const after = await resumedBy(passed.token);
    expect([...after.stepUp]).toEqual(["delete"]);
    expect(() => requireStepUp(after, "alias")).toThrow();
    expect(await findKeptForm(after, id)).toEqual({ path: "/sub-accounts/ada/delete", values: { typedName: "ada" } });
  });

  it("takes neither a wrong password nor a wrong code, each said at its field", async () => {
    const ctx = await signedInRoot();
    const id = await begin(ctx);
    const code = await codeFor(ctx, id);
    const wrongPassword = { reason: "passwordWrong", details: { field: "password" } };
    await expect(passStepUp(ctx, proof(id, code, "not it"))).rejects.toMatchObject(wrongPassword);
    const other = code === "000000" ? "000001" : "000000";
    await expect(passStepUp(ctx, proof(id, other))).rejects.toMatchObject(wrongCode);
    await passStepUp(ctx, proof(id, code));
  });

  it("takes no code of another challenge, purpose or session", async () => {
    const ctx = await signedInRoot();
    const code = await codeFor(ctx, await begin(ctx));
    for (const id of [await begin(ctx), await begin(ctx, "alias")]) {
      await expect(passStepUp(ctx, proof(id, code))).rejects.toMatchObject({ reason: "codeSpent" });
      await sendStepUpCode(ctx, { id, channel: "mail" });
      if ((await readOutbox(ctx.actor.name))[0]?.params.code === code) continue;
      await expect(passStepUp(ctx, proof(id, code))).rejects.toMatchObject(wrongCode);
      break;
    }
    const elsewhere = await resumedBy(await cookieAt({ kind: "root-user" }, ctx.actor.name));
    const id = await begin(ctx);
    await expect(passStepUp(elsewhere, proof(id, "123456"))).rejects.toMatchObject(over);
    await expect(getStepUp(elsewhere, id)).rejects.toMatchObject({ code: "not-found" });
  });

  it("is not skipped: without a code sent none is right, and another method than those offered is refused", async () => {
    const ctx = await signedInRoot();
    const id = await begin(ctx);
    await expect(passStepUp(ctx, proof(id, ""))).rejects.toMatchObject({ reason: "codeSpent" });
    for (const method of ["password", "code", "totp", "recovery-code"] as const) {
      const attempt = passStepUp(ctx, { id, method, code: "123456", password: testPassword });
      await expect(attempt).rejects.toMatchObject({ details: { field: "method" } });
    }
  });

  it("is not repeated: a passed challenge and its code are over", async () => {
    const ctx = await signedInRoot();
    const id = await begin(ctx);
    const code = await codeFor(ctx, id);
    const after = await resumedBy((await passStepUp(ctx, proof(id, code))).token);
    await expect(passStepUp(after, proof(id, code))).rejects.toMatchObject(over);
    await expect(sendStepUpCode(after, { id, channel: "mail" })).rejects.toMatchObject(over);
  });

  it("dies with its code after five minutes, and altogether after fifteen", async () => {
    const ctx = await signedInRoot();
    const id = await begin(ctx);
    const code = await codeFor(ctx, id);
    await expect(passStepUp(inMinutes(ctx, 5), proof(id, code))).rejects.toMatchObject({ reason: "codeExpired" });
    await expect(passStepUp(inMinutes(ctx, 15), proof(id, code))).rejects.toMatchObject(over);
  });

  it("ends the session at the fifth wrong proof", async () => {
    const token = await cookieAt({ kind: "root-user" }, (await buildAccount()).actor.name);
    const ctx = await resumedBy(token);
    const id = await begin(ctx);
    for (let n = 1; n <= 4; n += 1) {
      await expect(passStepUp(ctx, proof(id, "1", "wrong"))).rejects.toMatchObject({ code: "invalid-input" });
    }
    await expect(passStepUp(ctx, proof(id, "1", "wrong"))).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(resumedBy(token)).rejects.toThrow("not open");
  });

  it("by one right code in 50 parallel tries succeeds once at most", async () => {
    const ctx = await signedInRoot();
    const id = await begin(ctx, "access-keys");
    const code = await codeFor(ctx, id);
    const tries = Array.from({ length: 50 }, () => passStepUp(ctx, { id, method: "code", code, password: "" }));
    const passed = (await Promise.allSettled(tries)).filter(({ status }) => status === "fulfilled");
    expect(passed).toHaveLength(1);
  });

  it("sends three codes in ten minutes and no fourth", async () => {
    const ctx = await signedInRoot();
    const id = await begin(ctx);
    for (let n = 1; n <= 3; n += 1) await sendStepUpCode(ctx, { id, channel: "mail" });
    await expect(sendStepUpCode(ctx, { id, channel: "mail" })).rejects.toMatchObject({ code: "rate-limited" });
  });

  it("of a sub-account without any address offers the password for a second factor, and nothing for the rest", async () => {
    const root = await buildAccount();
    const { actor } = await buildSubAccount(root, { consoleSignIn: true });
    const ctx = await resumedBy(await cookieAt({ kind: "sub-account", alias: root.account.alias }, actor.name));
    expect(await getStepUp(ctx, await begin(ctx))).toMatchObject({ methods: [], channels: [] });
    const id = await beginStepUp(ctx, { purpose: "second-factor", returnPath: "/my-sign-in", values: {} });
    expect(await getStepUp(ctx, id)).toMatchObject({ methods: ["password"] });
    const { token } = await passStepUp(ctx, { id, method: "password", code: "", password: testPassword });
    expect((await resumedBy(token)).stepUp.has("second-factor")).toBe(true);
  });
});

describe("how somebody proves who they are", () => {
  const none = { totp: false, passkeys: 0, recoveryCodes: 0, channels: [], administrator: false } as const;
  const mail = ["mail"] as const;

  it("is the second factor where there is one, never the password beside it", () => {
    const bound = { ...none, totp: true, passkeys: 1, recoveryCodes: 3, channels: mail, administrator: true };
    expect(stepUpMethods("delete", bound)).toEqual(["passkey", "totp", "recovery-code"]);
    expect(stepUpMethods("second-factor", bound)).toEqual(["passkey", "totp", "recovery-code"]);
  });

  it("is a code alone for an administrator's access key, with and without a second factor", () => {
    const administrator = { ...none, channels: mail, administrator: true };
    expect(stepUpMethods("access-keys", administrator)).toEqual(["code"]);
    expect(stepUpMethods("access-keys", { ...administrator, totp: true })).toEqual(["totp", "code"]);
    expect(stepUpMethods("access-keys", { ...administrator, administrator: false })).toEqual(["password-code"]);
  });

  it("is never a recovery code alone", () => {
    expect(stepUpMethods("delete", { ...none, recoveryCodes: 10 })).toEqual([]);
  });
});
