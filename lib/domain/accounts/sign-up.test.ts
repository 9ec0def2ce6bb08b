import { describe, expect, it } from "vitest";
import { signIn } from "@/lib/domain/sign-in/sign-in";
import { newId } from "@/lib/foundation/ids";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator, buildStranger, testPassword } from "@/tests/support/build-context";
import { readOutbox } from "@/tests/support/read-outbox";
import { confirmSignUp } from "./confirm-sign-up";
import { getAccountByName } from "./queries";
import { resendSignUpCode } from "./resend-sign-up-code";
import { SignUpInput } from "./schema";
import { findSignUp, signUp } from "./sign-up";

const unique = () => newId().replaceAll("-", "").slice(-12);

function formOf(overrides: Partial<Record<keyof SignUpInput, string>> = {}) {
  const name = `acct-${unique()}`;
  const typed = { email: `root@${name}.test`, phone: "13800138000", companyName: "New GmbH", accountName: name };
  return { ...SignUpInput.parse({ ...typed, password: testPassword, channel: "mail", ...overrides }), locale: "en" };
}

async function codeFor(recipient: string): Promise<string> {
  const [newest] = await readOutbox(recipient);
  return newest?.params.code ?? "none";
}

const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, "0");
const inMinutes = (minutes: number) => buildStranger({ now: new Date(Date.now() + minutes * 60_000) });

async function outcomes(attempts: Promise<unknown>[]): Promise<{ done: number; refused: string[] }> {
  const settled = await Promise.allSettled(attempts);
  const refused = settled.flatMap((one) => (one.status === "rejected" ? [String(one.reason.reason)] : []));
  return { done: settled.length - refused.length, refused };
}

describe("signing up", () => {
  it("makes an unverified account and its root user once the code is typed, and nothing before", async () => {
    const form = formOf();
    const token = await signUp(buildStranger(), form);
    await expect(getAccountByName(buildOperator(), form.accountName)).rejects.toMatchObject({ code: "not-found" });
    expect(await findSignUp(buildStranger(), token)).toEqual({
      email: form.email,
      phone: "+8613800138000",
      accountName: form.accountName,
    });
    await confirmSignUp(buildStranger(), { token, code: await codeFor(form.email) });
    const account = await getAccountByName(buildOperator(), form.accountName);
    expect(account).toMatchObject({ alias: form.accountName, verification: "unverified" });
    const credentials = { name: form.email, password: testPassword, device: undefined, incomingToken: undefined };
    const signedIn = await signIn(buildStranger(), { door: { kind: "root-user" }, ...credentials });
    expect(signedIn.kind).toBe("root-user");
  });

  it("takes a right code once, however many browsers type it at the same time", async () => {
    const form = formOf();
    const token = await signUp(buildStranger(), form);
    const code = await codeFor(form.email);
    const tries = Array.from({ length: 50 }, () => confirmSignUp(buildStranger(), { token, code }));
    const { done, refused } = await outcomes(tries);
    expect(done).toBe(1);
    expect(refused.every((reason) => reason === "signUpOver" || reason === "codeSpent")).toBe(true);
    expect(await findSignUp(buildStranger(), token)).toBeUndefined();
  });

  it("lets fifty parallel guesses share five tries, after which the right code is dead", async () => {
    const form = formOf();
    const token = await signUp(buildStranger(), form);
    const code = await codeFor(form.email);
    const guesses = Array.from({ length: 50 }, () => confirmSignUp(buildStranger(), { token, code: wrong(code) }));
    const { done, refused } = await outcomes(guesses);
    expect(done).toBe(0);
    expect(refused.filter((reason) => reason === "codeWrong")).toHaveLength(5);
    await expect(confirmSignUp(buildStranger(), { token, code })).rejects.toMatchObject({ reason: "codeSpent" });
  });

  it("refuses a code after five minutes and a sign-up after an hour", async () => {
    const form = formOf();
    const token = await signUp(buildStranger(), form);
    const code = await codeFor(form.email);
    await expect(confirmSignUp(inMinutes(5), { token, code })).rejects.toMatchObject({
      reason: "codeExpired",
      details: { field: "code" },
    });
    await expect(confirmSignUp(inMinutes(61), { token, code })).rejects.toMatchObject({ reason: "signUpOver" });
    expect(await findSignUp(inMinutes(61), token)).toBeUndefined();
  });

  it("refuses the code of another browser's sign-up", async () => {
    const [mine, theirs] = [formOf(), formOf()];
    const token = await signUp(buildStranger(), mine);
    await signUp(buildStranger(), theirs);
    const foreign = await codeFor(theirs.email);
    if (foreign === (await codeFor(mine.email))) return;
    await expect(confirmSignUp(buildStranger(), { token, code: foreign })).rejects.toMatchObject({
      reason: "codeWrong",
    });
    await expect(confirmSignUp(buildStranger(), { token: undefined, code: foreign })).rejects.toMatchObject({
      reason: "signUpOver",
    });
  });

  it("writes a letter to an address that has an account, and answers the browser as always", async () => {
    const root = await buildAccount();
    const form = formOf({ email: root.actor.name });
    const token = await signUp(buildStranger(), form);
    const [letter, ...others] = await readOutbox(root.actor.name);
    expect(letter).toMatchObject({ kind: "already-signed-up", channel: "mail", params: {} });
    expect(others).toHaveLength(0);
    expect(await findSignUp(buildStranger(), token)).toMatchObject({ email: root.actor.name });
    await expect(confirmSignUp(buildStranger(), { token, code: "123456" })).rejects.toMatchObject({
      reason: "codeWrong",
      details: { field: "code" },
    });
    await resendSignUpCode(buildStranger(), { token, channel: "mail" });
    expect((await readOutbox(root.actor.name)).map(({ kind }) => kind)).toEqual([
      "already-signed-up",
      "already-signed-up",
    ]);
  });

  it("refuses a name that is taken, on its field, before anything is sent", async () => {
    const root = await buildAccount();
    const form = formOf({ accountName: root.account.name });
    await expect(signUp(buildStranger(), form)).rejects.toMatchObject({
      code: "already-exists",
      details: { field: "accountName" },
    });
    expect(await readOutbox(form.email)).toHaveLength(0);
  });

  it("says so when somebody took the name between form and code", async () => {
    const form = formOf();
    const token = await signUp(buildStranger(), form);
    await buildAccount({ name: form.accountName });
    const code = await codeFor(form.email);
    await expect(confirmSignUp(buildStranger(), { token, code })).rejects.toMatchObject({ reason: "signUpTaken" });
  });
});

describe("another code", () => {
  it("replaces the one before and has five tries of its own", async () => {
    const form = formOf();
    const token = await signUp(buildStranger(), form);
    const first = await codeFor(form.email);
    for (let i = 0; i < 5; i++) {
      await confirmSignUp(buildStranger(), { token, code: wrong(first) }).catch(() => undefined);
    }
    await resendSignUpCode(buildStranger(), { token, channel: "mail" });
    const second = await codeFor(form.email);
    if (first !== second) {
      await expect(confirmSignUp(buildStranger(), { token, code: first })).rejects.toMatchObject({
        reason: "codeWrong",
      });
    }
    await expect(confirmSignUp(buildStranger(), { token, code: second })).resolves.toMatchObject({
      accountName: form.accountName,
    });
  });

  it("goes to the phone when asked, and nowhere after three sendings in ten minutes", async () => {
    const phone = `+86138${String(Date.now()).slice(-8)}`;
    const form = formOf({ channel: "sms", phone });
    const token = await signUp(buildStranger(), form);
    expect(await readOutbox(form.email)).toHaveLength(0);
    expect(await readOutbox(phone)).toMatchObject([{ channel: "sms", kind: "sign-up-code" }]);
    for (let i = 0; i < 2; i++) await resendSignUpCode(buildStranger(), { token, channel: "sms" });
    await expect(resendSignUpCode(buildStranger(), { token, channel: "sms" })).rejects.toMatchObject({
      code: "rate-limited",
      reason: "waitMinutes",
    });
    expect(await readOutbox(phone)).toHaveLength(3);
  });

  it("is refused for a sign-up that is over or was never begun", async () => {
    for (const token of [undefined, "", "x".repeat(43)]) {
      await expect(resendSignUpCode(buildStranger(), { token, channel: "mail" })).rejects.toMatchObject({
        reason: "signUpOver",
      });
    }
  });
});
