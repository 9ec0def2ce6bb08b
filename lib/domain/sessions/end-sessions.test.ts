import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { listAuditEvents } from "@/lib/domain/audit-log/queries";
import { AuditFilter } from "@/lib/domain/audit-log/schema";
import { getLoginStatus } from "@/lib/domain/sign-in/queries";
import { signIn } from "@/lib/domain/sign-in/sign-in";
import { unlockSignIn } from "@/lib/domain/sign-in/unlock-sign-in";
import { newId } from "@/lib/foundation/ids";
import { buildAccount } from "@/tests/support/build-account";
import { buildStranger, testPassword } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { endAllSessions } from "./end-all-sessions";
import { endOneSession } from "./end-one-session";
import { resumeSession } from "./resume-session";

const atDoor = (root: Context, name: string, password = testPassword) =>
  ({
    door: { kind: "sub-account", alias: root.account.alias },
    name,
    password,
    device: undefined,
    incomingToken: undefined,
  }) as const;

/** A browser that ada signed in with: its cookie, and who it is to the server. */
async function openBrowser(root: Context, name = "ada"): Promise<{ token: string; ctx: Context; id: string }> {
  const { token } = await signIn(buildStranger(), atDoor(root, name));
  const resumed = await resumeSession(token, buildStranger());
  if (resumed?.kind !== "account" || !resumed.ctx.actor.sessionId) throw new Error("not signed in");
  return { token, ctx: resumed.ctx, id: resumed.ctx.actor.sessionId };
}
const isAlive = async ({ token }: { token: string }) => (await resumeSession(token, buildStranger())) !== undefined;
const statesOf = async (ctx: Context, name: string) =>
  (await getLoginStatus(ctx, name)).sessions.map(({ state }) => state);

describe("a session", () => {
  it("that its owner ends is dead on its next request; the one that asked goes on", async () => {
    const root = await buildAccount();
    await buildSubAccount(root, { name: "ada", consoleSignIn: true });
    const [lost, here] = [await openBrowser(root), await openBrowser(root)];
    expect(await statesOf(here.ctx, "")).toEqual(["this", "open"]);
    expect(await endOneSession(here.ctx, { name: "", sessionId: lost.id })).toEqual({ own: false });
    expect([await isAlive(lost), await isAlive(here)]).toEqual([false, true]);
    expect(await statesOf(here.ctx, "")).toEqual(["this", "ended"]);
    await expect(endOneSession(here.ctx, { name: "", sessionId: lost.id })).rejects.toMatchObject({
      code: "not-found",
    });
  });

  it("of a sub-account ends by an administrator, all at once, and its owner is told", async () => {
    const root = await buildAccount();
    await buildSubAccount(root, { name: "ada", consoleSignIn: true });
    await buildSubAccount(root, { name: "lin", consoleSignIn: true });
    const [one, two, other] = [await openBrowser(root), await openBrowser(root), await openBrowser(root, "lin")];
    expect(await endAllSessions(root, { name: "ada", keep: "none" })).toEqual({ count: 2, own: false });
    expect([await isAlive(one), await isAlive(two), await isAlive(other)]).toEqual([false, false, true]);
    const { rows } = await listAuditEvents(root, AuditFilter.parse({ name: "ada" }));
    expect(rows.find(({ action }) => action === "espalier:EndSession")).toMatchObject({
      resource: "ada",
      after: { count: 2 },
    });
  });

  it("of somebody else is not found: a sibling's, another account's, a made-up one", async () => {
    const [root, other] = [{ ...(await buildAccount()), authorityEpoch: null }, await buildAccount()];
    await buildSubAccount(root, { name: "ada", consoleSignIn: true });
    const lin = await buildSubAccount(root, { name: "lin" });
    const reader = await buildSubAccount(root, { policies: ["AliyunRAMReadOnlyAccess"] });
    const ada = await openBrowser(root);
    const attempts = [
      () => endOneSession(lin, { name: "", sessionId: ada.id }),
      () => endOneSession(lin, { name: "ada", sessionId: ada.id }),
      () => endAllSessions(lin, { name: "ada", keep: "none" }),
      () => endOneSession(reader, { name: "ada", sessionId: ada.id }),
      () => endOneSession(other, { name: "ada", sessionId: ada.id }),
      () => endOneSession(other, { name: "", sessionId: ada.id }),
      () => endOneSession(root, { name: "ada", sessionId: newId() }),
      () => endOneSession(root, { name: "", sessionId: ada.id }),
      () => getLoginStatus(lin, "ada"),
      () => getLoginStatus(other, "ada"),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ code: "not-found" });
    expect(await isAlive(ada)).toBe(true);
  });

  it("is kept when all others end", async () => {
    const root = await buildAccount();
    await buildSubAccount(root, { name: "ada", consoleSignIn: true });
    const [old, here] = [await openBrowser(root), await openBrowser(root)];
    expect(await endAllSessions(here.ctx, { name: "", keep: "this" })).toEqual({ count: 1, own: false });
    expect([await isAlive(old), await isAlive(here)]).toEqual([false, true]);
    expect(await endAllSessions(here.ctx, { name: "", keep: "none" })).toEqual({ count: 1, own: true });
    expect(await isAlive(here)).toBe(false);
  });
});

describe("the login status", () => {
  it("names each attempt with its outcome and reason, and an administrator unlocks what wrong ones hold up", async () => {
    const root = await buildAccount();
    await buildSubAccount(root, { name: "ada", consoleSignIn: true });
    const ada = await openBrowser(root);
    for (let guess = 0; guess < 5; guess++) {
      await signIn(buildStranger(), atDoor(root, "ada", "wrong")).catch(() => undefined);
    }
    const status = await getLoginStatus(root, "ada");
    expect(status.signIns.map(({ result, code }) => `${result} ${code}`)).toEqual([
      ...Array<string>(5).fill("refused wrongCredentials"),
      "allowed ",
    ]);
    expect(status.attempts).toMatchObject({ failures: 5, locked: false });
    expect(status.attempts.waitUntil).toBeInstanceOf(Date);
    await expect(signIn(buildStranger(), atDoor(root, "ada"))).rejects.toMatchObject({ code: "rate-limited" });
    await expect(unlockSignIn(ada.ctx, { name: "ada" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(unlockSignIn(await buildAccount(), { name: "ada" })).rejects.toMatchObject({ code: "not-found" });
    await expect(signIn(buildStranger(), atDoor(root, "ada"))).rejects.toMatchObject({ code: "rate-limited" });
    await unlockSignIn(root, { name: "ada" });
    expect((await getLoginStatus(root, "ada")).attempts).toEqual({ failures: 0, waitUntil: null, locked: false });
    await expect(signIn(buildStranger(), atDoor(root, "ada"))).resolves.toMatchObject({ kind: "sub-account" });
  });

  it("of a root user is its own, apart from what sub-accounts do", async () => {
    const root = await buildAccount();
    await buildSubAccount(root, { name: "ada", consoleSignIn: true });
    await openBrowser(root);
    const wrong = { ...atDoor(root, root.actor.name, "wrong"), door: { kind: "root-user" } as const };
    await signIn(buildStranger(), wrong).catch(() => undefined);
    const { sessions, signIns, attempts } = await getLoginStatus(root, "");
    expect(sessions).toEqual([]);
    expect(signIns.map(({ code }) => code)).toEqual(["wrongCredentials"]);
    expect(attempts.failures).toBe(1);
  });
});
