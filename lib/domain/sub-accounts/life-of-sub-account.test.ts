import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditEvents } from "@/db/schema/audit-events";
import { subAccountCounters } from "@/db/schema/sub-account-counters";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { anySubAccount } from "@/lib/authorization/resources";
import { resumeSession } from "@/lib/domain/sessions/resume-session";
import { signIn } from "@/lib/domain/sign-in/sign-in";
import { withReadTransaction } from "@/lib/foundation/transaction";
import { buildAccount } from "@/tests/support/build-account";
import { buildStranger, freshlyProved, testPassword } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { createSubAccount } from "./create-sub-account";
import { deleteSubAccount } from "./delete-sub-account";
import { disableSubAccount } from "./disable-sub-account";
import { editSubAccount } from "./edit-sub-account";
import { enableSubAccount } from "./enable-sub-account";
import { getSubAccount } from "./queries";
import { CreateSubAccountInput, EditSubAccountInput, SetPasswordInput } from "./schema";
import { removeLoginProfile, setPassword } from "./set-login-profile";

const enter = (root: Context, password = testPassword) =>
  signIn(buildStranger(), {
    door: { kind: "sub-account", alias: root.account.alias },
    name: "ada",
    password,
    device: undefined,
    incomingToken: undefined,
  });

async function factsOf(root: Context) {
  const allowed = authorize(root, "ram:ListUsers", anySubAccount(root));
  return withReadTransaction(allowed, async (tx) => {
    const [counts] = await tx
      .select({ active: subAccountCounters.active, disabled: subAccountCounters.disabled })
      .from(subAccountCounters)
      .where(eq(subAccountCounters.accountId, root.accountId));
    const events = await tx
      .select({ action: auditEvents.action, actor: auditEvents.actorName })
      .from(auditEvents)
      .where(eq(auditEvents.accountId, root.accountId));
    return { counts, done: events.map(({ action, actor }) => `${actor} ${action}`) };
  });
}

const deeds: [string, (ctx: Context, name: string) => Promise<unknown>][] = [
  ["editing", (ctx, name) => editSubAccount(ctx, EditSubAccountInput.parse({ name, displayName: "Other" }))],
  ["disabling", (ctx, name) => disableSubAccount(ctx, { name, reason: "left" })],
  ["enabling", (ctx, name) => enableSubAccount(ctx, { name })],
  ["deleting", (ctx, name) => deleteSubAccount(ctx, { name, typedName: name })],
  ["a new password", (ctx, name) => setPassword(ctx, SetPasswordInput.parse({ name, passwordChoice: "generate" }))],
  ["turning console sign-in off", (ctx, name) => removeLoginProfile(ctx, { name })],
];

describe.each(deeds)("%s", (_, deed) => {
  it("is refused to a sibling, to a finance user and for another account's name alike: as if nobody were there", async () => {
    const [root, other] = [await buildAccount(), await buildAccount()];
    await buildSubAccount(root, { name: "ada" });
    await buildSubAccount(other, { name: "their-own" });
    const sibling = await buildSubAccount(root, { name: "lin", policies: ["AliyunBSSReadOnlyAccess"] });
    // Attaching the policy made the root user's decisions stale: it decides again.
    const now = { ...root, authorityEpoch: null };
    for (const [ctx, name] of [
      [sibling, "ada"],
      [sibling, "made-up"],
      [now, "their-own"],
      [now, "made-up"],
    ] as const) {
      await expect(deed(ctx, name)).rejects.toMatchObject({ code: "not-found", noun: "sub-account" });
    }
  });
});

describe("disabling", () => {
  it("ends what is open on the next request and refuses the password, enabling gives it back", async () => {
    const root = await buildAccount();
    await buildSubAccount(root, { name: "ada", consoleSignIn: true });
    const { token } = await enter(root);
    await disableSubAccount(root, { name: "ada", reason: "On leave" });
    expect(await resumeSession(token, buildStranger())).toBeUndefined();
    await expect(enter(root)).rejects.toMatchObject({ code: "invalid-state", reason: "subAccountDisabled" });
    expect(await getSubAccount(root, "ada")).toMatchObject({ state: "disabled", disabledReason: "On leave" });
    const { counts, done } = await factsOf(root);
    expect(counts).toEqual({ active: 0, disabled: 1 });
    expect(done.filter((deed) => deed.endsWith("espalier:DisableSubAccount"))).toHaveLength(1);
    await expect(disableSubAccount(root, { name: "ada", reason: "again" })).rejects.toMatchObject({
      reason: "alreadyDisabled",
    });
    await enableSubAccount(root, { name: "ada" });
    await expect(enter(root)).resolves.toMatchObject({ kind: "sub-account" });
    expect((await factsOf(root)).counts).toEqual({ active: 1, disabled: 0 });
  });
});

describe("deleting", () => {
  it("removes the person and everything it could sign in with, and never gives its name again", async () => {
    const root = await buildAccount();
    await buildSubAccount(root, { name: "ada", consoleSignIn: true, policies: ["AliyunBSSReadOnlyAccess"] });
    const { token } = await enter(root);
    const fresh = { ...root, authorityEpoch: null };
    await expect(deleteSubAccount(fresh, { name: "ada", typedName: "Ada" })).rejects.toMatchObject({
      details: { field: "typedName" },
    });
    await deleteSubAccount(fresh, { name: "ada", typedName: "ada" });
    expect(await resumeSession(token, buildStranger())).toBeUndefined();
    await expect(enter(root)).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(getSubAccount(fresh, "ada")).rejects.toMatchObject({ code: "not-found" });
    await expect(createSubAccount(fresh, CreateSubAccountInput.parse({ name: "ada" }))).rejects.toMatchObject({
      code: "already-exists",
    });
    expect((await factsOf(fresh)).counts).toEqual({ active: 0, disabled: 0 });
  });

  it("is not something an administrator does to itself", async () => {
    const root = await buildAccount();
    const mara = await buildSubAccount(root, { name: "mara", policies: ["AliyunRAMFullAccess"] });
    await expect(deleteSubAccount(mara, { name: "mara", typedName: "mara" })).rejects.toMatchObject({
      reason: "notYourself",
    });
  });
});

describe("a login profile", () => {
  it("takes a new password that ends sessions and must be changed when it was generated", async () => {
    const root = await buildAccount();
    await buildSubAccount(root, { name: "ada", consoleSignIn: true });
    const { token } = await enter(root);
    const signedIn = await signIn(buildStranger(), {
      door: { kind: "root-user" },
      name: root.actor.name,
      password: testPassword,
      device: undefined,
      incomingToken: undefined,
    });
    const admin = await resumeSession(signedIn.token, buildStranger());
    if (admin?.kind !== "account") throw new Error("not signed in");
    const ctx = { ...admin.ctx, ...freshlyProved };
    const { password } = await setPassword(ctx, SetPasswordInput.parse({ name: "ada", passwordChoice: "generate" }));
    expect(await resumeSession(token, buildStranger())).toBeUndefined();
    await expect(enter(root)).rejects.toMatchObject({ code: "unauthenticated" });
    await expect(enter(root, password)).resolves.toMatchObject({ passwordResetRequired: true });
    await removeLoginProfile(ctx, { name: "ada" });
    await expect(enter(root, password)).rejects.toMatchObject({ code: "unauthenticated" });
    expect((await getSubAccount(root, "ada")).consoleSignIn).toBe(false);
  });
});

describe("editing", () => {
  it("changes what is known of a person but its name, and names the changed fields in the log", async () => {
    const root = await buildAccount();
    await buildSubAccount(root, { name: "ada" });
    const input = EditSubAccountInput.parse({ name: "ada", displayName: "Ada L.", email: "ADA@harbor.test" });
    await editSubAccount(root, input);
    expect(await getSubAccount(root, "ada")).toMatchObject({ displayName: "Ada L.", email: "ada@harbor.test" });
    expect((await factsOf(root)).done).toContain(`${root.actor.name} ram:UpdateUser`);
  });
});
