import { describe, expect, it } from "vitest";
import { resumeSession } from "@/lib/domain/sessions/resume-session";
import { createSubAccount } from "@/lib/domain/sub-accounts/create-sub-account";
import { CreateSubAccountInput } from "@/lib/domain/sub-accounts/schema";
import { newId } from "@/lib/foundation/ids";
import { newToken } from "@/lib/foundation/tokens";
import { buildAccount } from "@/tests/support/build-account";
import { buildStranger, testPassword } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { readOutbox } from "@/tests/support/read-outbox";
import { requestPasswordReset } from "./request-password-reset";
import { findResetLink, resetPassword } from "./reset-password";
import { signIn } from "./sign-in";

const newPassword = "A-new-pass-phrase-1";
const rootDoor = { kind: "root-user" } as const;
const linkOf = (token: string) => `https://console.example/reset-password/${token}`;
const credentials = { device: undefined, incomingToken: undefined };
const inMinutes = (minutes: number) => buildStranger({ now: new Date(Date.now() + minutes * 60_000) });

async function mailedToken(address: string): Promise<string> {
  const [newest] = await readOutbox(address);
  return newest?.params.link?.split("/").at(-1) ?? "none";
}

async function requestFor(name: string): Promise<string> {
  await requestPasswordReset(buildStranger(), { door: rootDoor, name, linkOf });
  return mailedToken(name);
}

describe("a reset link", () => {
  it("sets a new password once, ends every session and signs nobody in", async () => {
    const root = await buildAccount();
    const email = root.actor.name;
    const open = await signIn(buildStranger(), { door: rootDoor, name: email, password: testPassword, ...credentials });
    const token = await requestFor(email);
    expect(await findResetLink(buildStranger(), token)).toMatchObject({ name: email, alias: null });
    expect(await findResetLink(buildStranger(), token)).toBeDefined();
    expect(await resetPassword(buildStranger(), { token, password: newPassword })).toMatchObject({ alias: null });
    expect(await resumeSession(open.token, buildStranger())).toBeUndefined();
    expect(await findResetLink(buildStranger(), token)).toBeUndefined();
    await expect(resetPassword(buildStranger(), { token, password: newPassword })).rejects.toMatchObject({
      reason: "linkOver",
    });
    const again = { door: rootDoor, name: email, ...credentials };
    await expect(signIn(buildStranger(), { ...again, password: testPassword })).rejects.toMatchObject({
      reason: "wrongCredentials",
    });
    await expect(signIn(buildStranger(), { ...again, password: newPassword })).resolves.toBeDefined();
  });

  it("is used by one of twenty at once", async () => {
    const root = await buildAccount();
    const token = await requestFor(root.actor.name);
    const attempts = Array.from({ length: 20 }, () => resetPassword(buildStranger(), { token, password: newPassword }));
    const settled = await Promise.allSettled(attempts);
    expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  it("survives a refused password, and dies after thirty minutes or with a newer link", async () => {
    const root = await buildAccount();
    const first = await requestFor(root.actor.name);
    await expect(resetPassword(buildStranger(), { token: first, password: "short" })).rejects.toMatchObject({
      details: { field: "password", min: 15 },
    });
    expect(await findResetLink(inMinutes(29), first)).toBeDefined();
    expect(await findResetLink(inMinutes(31), first)).toBeUndefined();
    await expect(resetPassword(inMinutes(31), { token: first, password: newPassword })).rejects.toMatchObject({
      reason: "linkOver",
    });
    const second = await requestFor(root.actor.name);
    expect(await findResetLink(buildStranger(), first)).toBeUndefined();
    expect(await findResetLink(buildStranger(), second)).toBeDefined();
  });

  it("opens nothing when it was made up", async () => {
    for (const token of [newToken(), "", "'; drop table", "\u0000", "x".repeat(10_000)]) {
      expect(await findResetLink(buildStranger(), token)).toBeUndefined();
    }
  });

  it("leads a sub-account back to its own door, where strangers' guesses no longer count", async () => {
    const root = await buildAccount();
    const { alias } = root.account;
    const email = `ada@${alias}.test`;
    const typed = { name: "ada", email, consoleSignIn: "on", passwordChoice: "set", password: testPassword };
    await createSubAccount(root, CreateSubAccountInput.parse(typed));
    const door = { kind: "sub-account", alias } as const;
    const guess = { door, name: "ada", ...credentials };
    for (let i = 0; i < 5; i++) await signIn(buildStranger(), { ...guess, password: "wrong" }).catch(() => undefined);
    await requestPasswordReset(buildStranger(), { door, name: "ada", linkOf });
    const token = await mailedToken(email);
    expect(await findResetLink(buildStranger(), token)).toMatchObject({ name: "ada", alias });
    expect(await resetPassword(buildStranger(), { token, password: newPassword })).toMatchObject({ alias });
    await expect(signIn(buildStranger(), { ...guess, password: newPassword })).resolves.toBeDefined();
  });
});

describe("asking for a reset link", () => {
  it("says and does the same to the eye for a name that exists, does not, or may not sign in", async () => {
    const root = await buildAccount();
    const { alias } = root.account;
    await buildSubAccount(root, { name: "keyless" });
    const door = { kind: "sub-account", alias } as const;
    const asked = [
      { door: rootDoor, name: root.actor.name },
      { door: rootDoor, name: `${newId()}@nowhere.test` },
      { door, name: "keyless" },
      { door, name: "nobody" },
      { door: { kind: "sub-account", alias: "no-such-alias" } as const, name: `ada-${newId().slice(-8)}` },
      { door: { kind: "operator" } as const, name: `${newId()}@espalier.test` },
    ];
    for (const request of asked) {
      const begun = performance.now();
      await expect(requestPasswordReset(buildStranger(), { ...request, linkOf })).resolves.toBeUndefined();
      expect(performance.now() - begun).toBeGreaterThanOrEqual(195);
    }
    expect(await readOutbox(root.actor.name)).toHaveLength(1);
  });

  it("stops after three an hour, alike for a name that exists and one that does not", async () => {
    const root = await buildAccount();
    for (const name of [root.actor.name, `${newId()}@nowhere.test`]) {
      const ask = () => requestPasswordReset(buildStranger(), { door: rootDoor, name, linkOf });
      for (let i = 0; i < 3; i++) await ask();
      await expect(ask()).rejects.toMatchObject({
        code: "rate-limited",
        reason: "waitMinutes",
        details: { minutes: 60 },
      });
    }
  });
});
