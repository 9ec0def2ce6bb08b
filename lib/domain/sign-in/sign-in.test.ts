import { describe, expect, it } from "vitest";
import { resumeSession } from "@/lib/domain/sessions/resume-session";
import { signOut } from "@/lib/domain/sessions/sign-out";
import { buildAccount } from "@/tests/support/build-account";
import { buildStranger, testPassword } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { changePassword } from "./change-password";
import { signIn } from "./sign-in";

const atRootDoor = (name: string, password = testPassword) =>
  ({ door: { kind: "root-user" }, name, password, device: undefined, incomingToken: undefined }) as const;
const atDoor = (alias: string, name: string, password = testPassword) =>
  ({ door: { kind: "sub-account", alias }, name, password, device: undefined, incomingToken: undefined }) as const;

describe("signing in", () => {
  it("opens a session that resumes as its owner, by the e-mail of a root user in any case", async () => {
    const root = await buildAccount();
    const stranger = buildStranger();
    const { token } = await signIn(stranger, atRootDoor(root.actor.name.toUpperCase()));
    const resumed = await resumeSession(token, buildStranger());
    expect(resumed).toMatchObject({
      kind: "account",
      ctx: { accountId: root.accountId, actor: { type: "root-user" } },
    });
  });

  it("takes a sub-account's name alone or pasted with its account, and no foreign prefix", async () => {
    const root = await buildAccount();
    const { alias } = root.account;
    await buildSubAccount(root, { name: "ada", consoleSignIn: true });
    for (const name of ["ada", `${alias}#ada`]) {
      const { token } = await signIn(buildStranger(), atDoor(alias, name));
      const resumed = await resumeSession(token, buildStranger());
      expect(resumed?.ctx.actor).toMatchObject({ type: "sub-account", name: "ada" });
    }
    await expect(signIn(buildStranger(), atDoor(alias, "elsewhere#ada"))).rejects.toMatchObject({
      code: "unauthenticated",
    });
  });

  it("refuses a wrong password, an unknown name and an unknown alias alike", async () => {
    const root = await buildAccount();
    await buildSubAccount(root, { name: "ada", consoleSignIn: true });
    const { alias } = root.account;
    const attempts = [atDoor(alias, "ada", "wrong"), atDoor(alias, "nobody"), atDoor("no-such-alias", "ada")];
    for (const attempt of attempts) {
      const refusal = await signIn(buildStranger(), attempt).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ code: "unauthenticated", reason: "wrongCredentials", details: {} });
    }
  });

  it("makes a fifth wrong guess wait, whether the name exists or not", async () => {
    const root = await buildAccount();
    for (const name of [root.actor.name, `nobody-${root.account.name}@nowhere.test`]) {
      for (let guess = 0; guess < 5; guess++) {
        await expect(signIn(buildStranger(), atRootDoor(name, "wrong"))).rejects.toMatchObject({
          code: "unauthenticated",
        });
      }
      await expect(signIn(buildStranger(), atRootDoor(name))).rejects.toMatchObject({ code: "rate-limited" });
    }
  });

  it("lets the owner in on a known device while strangers guess", async () => {
    const root = await buildAccount();
    const { device } = await signIn(buildStranger(), atRootDoor(root.actor.name));
    for (let guess = 0; guess < 5; guess++) {
      await signIn(buildStranger(), atRootDoor(root.actor.name, "wrong")).catch(() => undefined);
    }
    await expect(signIn(buildStranger(), { ...atRootDoor(root.actor.name), device })).resolves.toMatchObject({
      kind: "root-user",
    });
  });

  it("ends the session the browser came with, and the oldest of six", async () => {
    const root = await buildAccount();
    const first = await signIn(buildStranger(), atRootDoor(root.actor.name));
    await signIn(buildStranger(), { ...atRootDoor(root.actor.name), incomingToken: first.token });
    expect(await resumeSession(first.token, buildStranger())).toBeUndefined();
    const tokens: string[] = [];
    for (let i = 0; i < 6; i++) tokens.push((await signIn(buildStranger(), atRootDoor(root.actor.name))).token);
    const open = await Promise.all(tokens.map((token) => resumeSession(token, buildStranger())));
    expect(open.map((session) => session !== undefined)).toEqual([false, true, true, true, true, true]);
  });
});

describe("a session", () => {
  it("is over after its idle and its absolute limit, by the server's clock", async () => {
    const root = await buildAccount();
    const { token } = await signIn(buildStranger(), atRootDoor(root.actor.name));
    const inMinutes = (minutes: number) => buildStranger({ now: new Date(Date.now() + minutes * 60_000) });
    expect(await resumeSession(token, inMinutes(29))).toBeDefined();
    expect(await resumeSession(token, inMinutes(29 + 31))).toBeUndefined();
    for (let minutes = 50; minutes < 355; minutes += 25) await resumeSession(token, inMinutes(minutes));
    expect(await resumeSession(token, inMinutes(361))).toBeUndefined();
  });

  it("is dead on the next request after signing out", async () => {
    const root = await buildAccount();
    const { token } = await signIn(buildStranger(), atRootDoor(root.actor.name));
    const resumed = await resumeSession(token, buildStranger());
    if (resumed?.kind !== "account") throw new Error("not signed in");
    await signOut(resumed.ctx);
    expect(await resumeSession(token, buildStranger())).toBeUndefined();
  });

  it("goes on under a new id after a password change, which ends all others", async () => {
    const root = await buildAccount();
    const other = await signIn(buildStranger(), atRootDoor(root.actor.name));
    const { token } = await signIn(buildStranger(), atRootDoor(root.actor.name));
    const resumed = await resumeSession(token, buildStranger());
    if (resumed?.kind !== "account") throw new Error("not signed in");
    await expect(
      changePassword(resumed.ctx, { current: "wrong", password: "A-new-pass-phrase-1" }),
    ).rejects.toMatchObject({ details: { field: "current" } });
    const changed = await changePassword(resumed.ctx, { current: testPassword, password: "A-new-pass-phrase-1" });
    expect(await resumeSession(changed.token, buildStranger())).toBeDefined();
    expect(await resumeSession(token, buildStranger())).toBeUndefined();
    expect(await resumeSession(other.token, buildStranger())).toBeUndefined();
  });
});
