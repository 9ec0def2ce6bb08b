import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { claimReveal } from "@/lib/domain/sessions/claim-reveal";
import { openReveal } from "@/lib/domain/sessions/open-reveal";
import { claimSignIn, findClaimLink, openClaimLink } from "@/lib/domain/sign-in/claim-link";
import { findResetLink } from "@/lib/domain/sign-in/reset-password";
import { buildAccount } from "@/tests/support/build-account";
import { buildStranger, later, testPassword } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { lookDirectly } from "@/tests/support/look-directly";
import { openRootSession, openSession } from "@/tests/support/open-session";
import { createSubAccount } from "./create-sub-account";
import { deleteSubAccount } from "./delete-sub-account";
import { disableSubAccount } from "./disable-sub-account";
import { listHandOvers } from "./hand-over-queries";
import { revokeClaimLink } from "./revoke-claim-link";
import { CreateSubAccountInput, HandOverFilter, SetPasswordInput } from "./schema";
import { setPassword } from "./set-login-profile";

const chosen = "eleven herons on the weir";
const in25Hours = () => new Date(Date.now() + 25 * 3_600_000);

/** The token as the administrator's page shows it, once. */
async function shownLink(root: Context, name: string): Promise<string> {
  const showing = later(root, {});
  const key = { purpose: "claim-link", subject: name } as const;
  expect(await claimReveal(showing, key)).toBe(true);
  return String(await openReveal(showing, key));
}

async function handedOver(name = "ada"): Promise<{ root: Context; token: string }> {
  const root = await openRootSession();
  await createSubAccount(root, CreateSubAccountInput.parse({ name, consoleSignIn: "on", passwordChoice: "link" }));
  return { root, token: await shownLink(root, name) };
}

const renewClaimLink = (ctx: Context, { name }: { name: string }) =>
  setPassword(ctx, SetPasswordInput.parse({ name, passwordChoice: "link" }));

const statesOf = async (root: Context, filter = {}) =>
  (await listHandOvers(later(root, {}), HandOverFilter.parse(filter))).rows.map(
    ({ name, state }) => `${name} ${state}`,
  );

describe("a claim link", () => {
  it("goes from created to opened to password set to first sign-in, as the board tells", async () => {
    const { root, token } = await handedOver();
    expect(await statesOf(root)).toEqual(["ada created"]);
    expect(await findClaimLink(buildStranger(), token)).toMatchObject({ name: "ada", opened: false });
    expect(await statesOf(root)).toEqual(["ada created"]);
    await openClaimLink(buildStranger(), { token });
    await openClaimLink(buildStranger(), { token });
    expect(await statesOf(root)).toEqual(["ada opened"]);
    expect(await claimSignIn(buildStranger(), { token, password: chosen })).toEqual({
      alias: root.account.alias,
      name: "ada",
    });
    expect(await statesOf(root)).toEqual(["ada password-set"]);
    expect(await statesOf(root, { state: "stuck" })).toEqual(["ada password-set"]);
    const person = await openSession({ kind: "sub-account", alias: root.account.alias }, "ada", chosen);
    expect(person.passwordResetRequired).toBe(false);
    expect(await statesOf(root)).toEqual(["ada signed-in"]);
    expect(await statesOf(root, { state: "stuck" })).toEqual([]);
    for (const state of ["created", "opened", "password-set", "expired", "revoked"]) {
      expect(await statesOf(root, { state })).toEqual([]);
    }
  });

  it("works for one of eight at the same time, and for nobody after", async () => {
    const { root, token } = await handedOver();
    const asked = await Promise.allSettled(
      Array.from({ length: 8 }, (_, at) => claimSignIn(buildStranger(), { token, password: `${chosen} ${at}` })),
    );
    expect(asked.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(claimSignIn(buildStranger(), { token, password: chosen })).rejects.toMatchObject({
      reason: "linkOver",
    });
    expect(await findClaimLink(buildStranger(), token)).toBeUndefined();
    expect(await statesOf(root)).toEqual(["ada password-set"]);
  });

  it("is dead after 24 hours, when revoked, replaced, used for a mailed link's page, or its person is disabled or gone", async () => {
    const { root, token } = await handedOver();
    const tomorrow = buildStranger({ now: in25Hours() });
    expect(await findClaimLink(tomorrow, token)).toBeUndefined();
    await expect(claimSignIn(tomorrow, { token, password: chosen })).rejects.toMatchObject({ reason: "linkOver" });
    expect(await statesOf(later(root, { now: in25Hours() }))).toBeDefined();
    expect(await findResetLink(buildStranger(), token)).toBeUndefined();
    await renewClaimLink(later(root, {}), { name: "ada" });
    expect(await findClaimLink(buildStranger(), token)).toBeUndefined();
    const second = await shownLink(root, "ada");
    expect(await statesOf(root)).toEqual(["ada created"]);
    await revokeClaimLink(later(root, {}), { name: "ada" });
    expect(await findClaimLink(buildStranger(), second)).toBeUndefined();
    await expect(revokeClaimLink(later(root, {}), { name: "ada" })).rejects.toMatchObject({ reason: "noClaimLink" });
    expect(await statesOf(root)).toEqual(["ada revoked"]);
    await renewClaimLink(later(root, {}), { name: "ada" });
    const third = await shownLink(root, "ada");
    await disableSubAccount(later(root, {}), { name: "ada", reason: "left" });
    expect(await findClaimLink(buildStranger(), third)).toBeUndefined();
    await expect(openClaimLink(buildStranger(), { token: third })).rejects.toMatchObject({ reason: "linkOver" });
    await deleteSubAccount(later(root, {}), { name: "ada", typedName: "ada" });
    expect(await statesOf(root)).toEqual([]);
  });

  it("kills the old password and its sessions when it is made for a reset", async () => {
    const root = await openRootSession();
    await buildSubAccount(root, { name: "ada", consoleSignIn: true });
    const door = { kind: "sub-account", alias: root.account.alias } as const;
    await openSession(door, "ada", testPassword);
    await renewClaimLink(root, { name: "ada" });
    await expect(openSession(door, "ada", testPassword)).rejects.toMatchObject({ code: "unauthenticated" });
    const open = await lookDirectly(
      (sql) =>
        sql`select from app.sessions where account_id = ${root.accountId} and sub_account_id is not null and ended_at is null`,
    );
    expect(open).toHaveLength(0);
  });

  it("is kept by its hash alone, and each step is in the log", async () => {
    const { root, token } = await handedOver();
    await openClaimLink(buildStranger(), { token });
    await claimSignIn(buildStranger(), { token, password: chosen });
    const stored = await lookDirectly(
      (sql) => sql<{ row: string }[]>`
      select l::text as row from app.reset_links l where account_id = ${root.accountId}
      union all select e::text from app.audit_events e where account_id = ${root.accountId}
      union all select d::text from auth.directory_entries d where account_id = ${root.accountId}`,
    );
    expect(stored.map(({ row }) => row).join("\n")).not.toContain(token);
    const log = await lookDirectly(
      (sql) => sql<{ action: string }[]>`select action from app.audit_events
        where account_id = ${root.accountId} and resource = 'ada' order by id`,
    );
    expect(log.map(({ action }) => action)).toEqual([
      "ram:CreateUser",
      "espalier:OpenClaimLink",
      "espalier:ClaimSignIn",
    ]);
  });

  it("is made, revoked and listed by whoever manages sub-accounts, and by nobody else", async () => {
    const { root } = await handedOver();
    const reader = await buildSubAccount(root, { policies: ["AliyunRAMReadOnlyAccess"] });
    const plain = await buildSubAccount(root);
    const stranger = await buildAccount();
    for (const [ctx, code] of [
      [plain, "not-found"],
      [reader, "not-found"],
      [stranger, "not-found"],
    ] as const) {
      await expect(revokeClaimLink(ctx, { name: "ada" })).rejects.toMatchObject({ code });
      await expect(renewClaimLink(ctx, { name: "ada" })).rejects.toMatchObject({ code });
      await expect(revokeClaimLink(ctx, { name: "made-up" })).rejects.toMatchObject({ code });
    }
    expect(await statesOf(reader)).toEqual(["ada created"]);
    await expect(statesOf(plain)).rejects.toMatchObject({ code: "forbidden" });
    expect(await statesOf(stranger)).toEqual([]);
  });
});
