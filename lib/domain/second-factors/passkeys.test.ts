import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { buildAccount } from "@/tests/support/build-account";
import { withoutStepUp } from "@/tests/support/build-context";
import { buildPasskey, justProved, rootWithPasskey, signedInRoot } from "@/tests/support/build-passkey";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { lookDirectly } from "@/tests/support/look-directly";
import { cookieAt, resumedBy } from "@/tests/support/sign-in-as";
import { type Lies, softwareAuthenticator } from "@/tests/support/software-authenticator";
import { beginPasskey } from "./begin-passkey";
import { beginPasskeySignIn } from "./begin-passkey-sign-in";
import { beginPasskeyStepUp } from "./begin-passkey-step-up";
import { beginStepUp } from "./begin-step-up";
import { bindPasskey } from "./bind-passkey";
import { makeRecoveryCodes } from "./make-recovery-codes";
import { passSecondFactor } from "./pass-second-factor";
import { passStepUp } from "./pass-step-up";
import { getOwnFactors, getSignInMethods, getStepUp } from "./queries";
import { removeFactor } from "./remove-factor";
import { renamePasskey } from "./rename-passkey";
import { BindPasskeyForm } from "./schema";

const root = { kind: "root-user" } as const;
const wrong = { code: "invalid-input", reason: "passkeyWrong", details: { field: "passkey" } };
const over = { code: "invalid-input", reason: "passkeyOver", details: { field: "passkey" } };

/** The same, and another browser of theirs that has just typed the password. */
async function withPasskey(options: { counting?: boolean } = {}) {
  const built = await rootWithPasskey(options);
  const waiting = await cookieAt(root, built.after.actor.name);
  return { ...built, waiting, ctx: await resumedBy(waiting) };
}

const bySecondFactor = async (
  ctx: Context,
  authenticator: ReturnType<typeof softwareAuthenticator>,
  lies: Lies = {},
) => {
  const passkey = authenticator.get(await beginPasskeySignIn(ctx), lies);
  return passSecondFactor(ctx, { method: "passkey", code: "", passkey, remember: false, next: "" });
};

describe("a passkey", () => {
  it("is bound with a name, ends the other sessions, and is listed, renamed and removed", async () => {
    const ctx = await signedInRoot();
    const elsewhere = await cookieAt(root, ctx.actor.name);
    const { token, recoveryCodesLeft } = await buildPasskey(ctx, softwareAuthenticator());
    expect(recoveryCodesLeft).toBe(0);
    await expect(resumedBy(elsewhere)).rejects.toThrow("not open");
    const after = await resumedBy(String(token));
    expect(after.secondFactor).toBe("passkey");
    const [factor] = (await getOwnFactors(after)).factors;
    const id = String(factor?.id);
    expect(factor).toMatchObject({ kind: "passkey", name: "laptop" });
    await renamePasskey(after, { id, name: "work laptop" });
    expect((await getOwnFactors(after)).factors).toMatchObject([{ name: "work laptop" }]);
    expect(await makeRecoveryCodes(justProved(after))).toHaveLength(10);
    await expect(removeFactor(withoutStepUp(after), { id })).rejects.toMatchObject({ code: "step-up-required" });
    await removeFactor(justProved({ ...after, actor: { ...after.actor, sessionId: null } } as Context), { id });
    expect((await getOwnFactors(after)).recoveryCodesLeft).toBe(0);
  });

  it("is neither renamed nor removed by anybody else: theirs answers as one that never was", async () => {
    const { after } = await withPasskey();
    const [factor] = (await getOwnFactors(after)).factors;
    const id = String(factor?.id);
    for (const other of [await buildAccount(), await buildSubAccount(after)]) {
      await expect(renamePasskey(other, { id, name: "mine" })).rejects.toMatchObject({ code: "not-found" });
      await expect(removeFactor(justProved(other), { id })).rejects.toMatchObject({ code: "not-found" });
    }
  });

  it("made elsewhere, for another name or challenge, or with nobody there is not bound", async () => {
    const ctx = await signedInRoot();
    const lies = [
      { origin: "http://localhost:3001" },
      { origin: "https://localhost.evil.test" },
      { rpId: "evil.test" },
      { challenge: Buffer.alloc(32, 7).toString("base64url") },
      { userVerified: false },
      { type: "webauthn.get" },
    ];
    for (const lie of lies) {
      await expect(
        buildPasskey(ctx, softwareAuthenticator(), { lies: lie }),
        JSON.stringify(lie),
      ).rejects.toMatchObject(wrong);
    }
    expect((await getOwnFactors(ctx)).factors).toEqual([]);
  });

  it("is bound once: its answer is refused a second time, in another session, and without a fresh proof", async () => {
    const ctx = justProved(await signedInRoot());
    const authenticator = softwareAuthenticator();
    const { options } = await beginPasskey(ctx, { name: "laptop" });
    const form = BindPasskeyForm.parse({ name: "laptop", passkey: authenticator.create(options) });
    const elsewhere = justProved(await resumedBy(await cookieAt(root, ctx.actor.name)));
    await expect(bindPasskey(elsewhere, form)).rejects.toMatchObject({ reason: "passkeyOver" });
    await expect(beginPasskey(withoutStepUp(ctx), form)).rejects.toMatchObject({ code: "step-up-required" });
    await expect(bindPasskey(withoutStepUp(ctx), form)).rejects.toMatchObject({ code: "step-up-required" });
    const { token } = await bindPasskey(ctx, form);
    const after = justProved(await resumedBy(String(token)));
    await expect(bindPasskey(after, form)).rejects.toMatchObject({ reason: "passkeyOver" });
    const twice = await beginPasskey(after, { name: "again" });
    expect(twice.options.excludeCredentials).toMatchObject([{ id: authenticator.id }]);
    const again = BindPasskeyForm.parse({ name: "again", passkey: authenticator.create(twice.options) });
    await expect(bindPasskey(after, again)).rejects.toMatchObject({ code: "already-exists", reason: "passkeyBound" });
    const stranger = await signedInRoot();
    await expect(buildPasskey(stranger, authenticator)).rejects.toMatchObject({ reason: "passkeyBound" });
    expect((await getOwnFactors(stranger)).factors).toEqual([]);
  });
});

describe("a sign-in with a passkey bound", () => {
  it("waits for it after the password, and goes on under a new cookie", async () => {
    const { authenticator, ctx, waiting } = await withPasskey();
    expect(ctx.secondFactor).toBe("pending");
    expect(await getSignInMethods(ctx)).toEqual(["passkey"]);
    const { token } = await bySecondFactor(ctx, authenticator);
    await expect(resumedBy(waiting)).rejects.toThrow("not open");
    expect((await resumedBy(token)).secondFactor).toBe("passkey");
  });

  it("is refused what was signed elsewhere, for another name or challenge, or with nobody there", async () => {
    const { authenticator, ctx } = await withPasskey();
    const lies = [
      { origin: "http://localhost:3001" },
      { rpId: "evil.test" },
      { challenge: Buffer.alloc(32, 7).toString("base64url") },
      { userVerified: false },
    ];
    for (const lie of lies) {
      await expect(bySecondFactor(ctx, authenticator, lie), JSON.stringify(lie)).rejects.toMatchObject(wrong);
    }
  });

  it("is refused somebody else's passkey, and one with the same id and another key", async () => {
    const [mine, theirs] = [await withPasskey(), await withPasskey()];
    await expect(bySecondFactor(mine.ctx, theirs.authenticator)).rejects.toMatchObject(wrong);
    const passkey = softwareAuthenticator().get(await beginPasskeySignIn(mine.ctx));
    const forged = { ...passkey, id: mine.authenticator.id, rawId: mine.authenticator.id };
    const attempt = { method: "passkey", code: "", passkey: forged, remember: false, next: "" } as const;
    await expect(passSecondFactor(mine.ctx, attempt)).rejects.toMatchObject(wrong);
  });

  it("is refused a counter that has gone back, whatever else is right, and says so in the log", async () => {
    const { authenticator, after } = await withPasskey();
    const waiting = async () => resumedBy(await cookieAt(root, after.actor.name));
    await bySecondFactor(await waiting(), authenticator, { counter: 40 });
    for (const counter of [40, 39, 0]) {
      const copied = bySecondFactor(await waiting(), authenticator, { counter });
      await expect(copied).rejects.toMatchObject({ reason: "passkeyCopied" });
    }
    const rows = await lookDirectly(
      (sql) => sql`select code from app.audit_events where account_id = ${after.accountId} and result = 'refused'`,
    );
    expect(rows.map(({ code }) => code)).toEqual(["passkeyCopied", "passkeyCopied", "passkeyCopied"]);
    await bySecondFactor(await waiting(), authenticator, { counter: 41 });
  });

  it("takes an authenticator that does not count at all", async () => {
    const { authenticator, after, ctx } = await withPasskey({ counting: false });
    await bySecondFactor(ctx, authenticator);
    await bySecondFactor(await resumedBy(await cookieAt(root, after.actor.name)), authenticator);
  });

  it("takes an answer once: replayed, in parallel or in another session it is over", async () => {
    const { authenticator, after, ctx } = await withPasskey({ counting: false });
    const passkey = authenticator.get(await beginPasskeySignIn(ctx));
    const attempt = { method: "passkey", code: "", passkey, remember: false, next: "" } as const;
    const other = await resumedBy(await cookieAt(root, after.actor.name));
    await expect(passSecondFactor(other, attempt)).rejects.toMatchObject(over);
    const tries = await Promise.allSettled([1, 2, 3, 4].map(() => passSecondFactor(ctx, attempt)));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await beginPasskeySignIn(other);
    await expect(passSecondFactor(other, attempt)).rejects.toMatchObject(wrong);
    await expect(passSecondFactor(other, attempt)).rejects.toMatchObject(over);
  });

  it("ends the session at the fifth wrong answer", async () => {
    const { authenticator, ctx, waiting } = await withPasskey();
    const lies = { userVerified: false };
    for (let n = 1; n <= 4; n += 1) await expect(bySecondFactor(ctx, authenticator, lies)).rejects.toMatchObject(wrong);
    await expect(bySecondFactor(ctx, authenticator, lies)).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(resumedBy(waiting)).rejects.toThrow("not open");
  });

  it("steps up by the passkey, for the challenge it was asked for and no other", async () => {
    const { authenticator, after } = await withPasskey();
    const begin = () => beginStepUp(after, { purpose: "delete", returnPath: "/home", values: {} });
    const [id, other] = [await begin(), await begin()];
    expect(await getStepUp(after, id)).toMatchObject({ methods: ["passkey"] });
    const passkey = authenticator.get(await beginPasskeyStepUp(after, { id }));
    const proof = { method: "passkey", code: "", password: "", passkey } as const;
    await expect(passStepUp(after, { id: other, ...proof })).rejects.toMatchObject(over);
    const { token } = await passStepUp(after, { id, ...proof });
    expect((await resumedBy(token)).stepUp.has("delete")).toBe(true);
    const elsewhere = beginPasskeyStepUp(await signedInRoot(), { id: other });
    await expect(elsewhere).rejects.toMatchObject({ reason: "challengeOver" });
  });
});
