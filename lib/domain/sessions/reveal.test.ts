import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { signIn } from "@/lib/domain/sign-in/sign-in";
import { createSubAccount } from "@/lib/domain/sub-accounts/create-sub-account";
import { CreateSubAccountInput } from "@/lib/domain/sub-accounts/schema";
import { AlreadyDone } from "@/lib/foundation/idempotency";
import { newId } from "@/lib/foundation/ids";
import { buildAccount } from "@/tests/support/build-account";
import { buildStranger, freshlyProved, later, testPassword } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { lookDirectly } from "@/tests/support/look-directly";
import { claimReveal } from "./claim-reveal";
import { openReveal } from "./open-reveal";
import { resumeSession } from "./resume-session";
import { findReveal } from "./reveal-queries";
import type { RevealKey } from "./reveal-rules";

const of = (subject: string): RevealKey => ({ purpose: "sub-account-password", subject });
const generated = (name: string) => CreateSubAccountInput.parse({ name, consoleSignIn: "on" });
const inMinutes = (ctx: Context, minutes: number) =>
  later(ctx, { now: new Date(ctx.now.getTime() + minutes * 60_000) });

async function signInAs(name: string, alias?: string): Promise<Context> {
  const door = alias ? ({ kind: "sub-account", alias } as const) : ({ kind: "root-user" } as const);
  const { token } = await signIn(buildStranger(), {
    door,
    name,
    password: testPassword,
    device: undefined,
    incomingToken: undefined,
  });
  const resumed = await resumeSession(token, buildStranger());
  if (resumed?.kind !== "account") throw new Error("not signed in");
  return later(resumed.ctx, { ...freshlyProved, authorityEpoch: null });
}

const signInAsRoot = async () => signInAs((await buildAccount()).actor.name);

async function showNow(ctx: Context, subject: string): Promise<string | undefined> {
  return (await claimReveal(ctx, of(subject))) ? openReveal(ctx, of(subject)) : undefined;
}

/** Every value of every column of every table of ours, as text. */
function everythingStored(): Promise<string> {
  return lookDirectly(async (sql) => {
    const tables = await sql<{ name: string }[]>`
      select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_schema in ('app', 'auth') and table_type = 'BASE TABLE'`;
    const dumps = [];
    for (const { name } of tables) {
      const [row] = await sql.unsafe(`select coalesce(string_agg(t::text, E'\n'), '') as text from ${name} t`);
      dumps.push(String(row?.text));
    }
    return dumps.join("\n");
  });
}

const asHex = (text: string) => Buffer.from(text).toString("hex");

describe("a secret that is shown once", () => {
  it("waits for the session that made it, and is carried by the one request that claimed it", async () => {
    const root = await signInAsRoot();
    const { password } = await createSubAccount(root, generated("ada"));
    expect(await findReveal(root, of("ada"))).toMatchObject({
      state: "waiting",
      until: new Date(root.now.getTime() + 600_000),
    });
    const showing = later(root, {});
    expect(await claimReveal(showing, of("ada"))).toBe(true);
    expect(await findReveal(showing, of("ada"))).toMatchObject({ state: "claimed" });
    expect(await openReveal(later(root, {}), of("ada"))).toBeUndefined();
    expect(await openReveal(showing, of("ada"))).toBe(password);
    expect(await openReveal(showing, of("ada"))).toBeUndefined();
    expect(await claimReveal(later(root, {}), of("ada"))).toBe(false);
    expect(await findReveal(later(root, {}), of("ada"))).toMatchObject({ state: "given" });
  });

  it("is opened by exactly one of twenty requests at the same time", async () => {
    const root = await signInAsRoot();
    const { password } = await createSubAccount(root, generated("ada"));
    const asked = await Promise.all(Array.from({ length: 20 }, () => showNow(later(root, {}), "ada")));
    expect(asked.filter((secret) => secret !== undefined)).toEqual([password]);
  });

  it("is carried once even where one request opens it twenty times", async () => {
    const root = await signInAsRoot();
    const { password } = await createSubAccount(root, generated("ada"));
    await claimReveal(root, of("ada"));
    const opened = await Promise.all(Array.from({ length: 20 }, () => openReveal(root, of("ada"))));
    expect(opened.filter((secret) => secret !== undefined)).toEqual([password]);
  });

  it("opens for no other session, person, account or subject", async () => {
    const root = await signInAsRoot();
    await createSubAccount(root, generated("ada"));
    const { alias } = root.account;
    await buildSubAccount(root, { name: "admin", consoleSignIn: true, policies: ["AdministratorAccess"] });
    const others = [await signInAs(root.actor.name), await signInAs("admin", alias), await signInAsRoot()];
    const stolenSession = others.map((ctx) =>
      later(ctx, { actor: { ...ctx.actor, sessionId: root.actor.sessionId } as Context["actor"] }),
    );
    for (const ctx of [...others, stolenSession[1], stolenSession[2]]) {
      if (!ctx) throw new Error("no context");
      expect(await findReveal(ctx, of("ada"))).toMatchObject({ state: "none" });
      expect(await claimReveal(ctx, of("ada"))).toBe(false);
    }
    expect(await claimReveal(root, of("lin"))).toBe(false);
    expect(await claimReveal(root, of("ada"))).toBe(true);
    for (const ctx of others) {
      expect(await openReveal(later(ctx, { requestId: root.requestId }), of("ada"))).toBeUndefined();
    }
  });

  it("belongs to the delegated admin who made it, and not to the root user", async () => {
    const root = await signInAsRoot();
    await buildSubAccount(root, { name: "admin", consoleSignIn: true, policies: ["AliyunRAMFullAccess"] });
    const admin = await signInAs("admin", root.account.alias);
    const { password } = await createSubAccount(admin, generated("ada"));
    expect(await showNow(later(root, {}), "ada")).toBeUndefined();
    expect(await showNow(later(admin, {}), "ada")).toBe(password);
  });

  it("is gone after ten minutes, unseen", async () => {
    const root = await signInAsRoot();
    await createSubAccount(root, generated("ada"));
    expect(await findReveal(inMinutes(root, 9.9), of("ada"))).toMatchObject({ state: "waiting" });
    expect(await findReveal(inMinutes(root, 10), of("ada"))).toMatchObject({ state: "expired" });
    expect(await claimReveal(inMinutes(root, 10), of("ada"))).toBe(false);
    await createSubAccount(inMinutes(root, 11), generated("lin"));
    expect(await findReveal(inMinutes(root, 11), of("ada"))).toMatchObject({ state: "expired" });
    const sealed = await lookDirectly(
      (sql) => sql`select sealed from app.reveals
      where account_id = ${root.accountId} and subject = 'ada'`,
    );
    expect(sealed).toEqual([{ sealed: null }]);
    await createSubAccount(inMinutes(root, 25 * 60), generated("bo"));
    expect(await findReveal(inMinutes(root, 25 * 60), of("ada"))).toMatchObject({ state: "none" });
  });

  it("is left once for a form sent twice, and opens after the second answer", async () => {
    const root = { ...(await signInAsRoot()), idempotencyKey: newId() };
    const { password } = await createSubAccount(root, generated("ada"));
    await expect(createSubAccount(later(root, {}), generated("ada"))).rejects.toBeInstanceOf(AlreadyDone);
    expect(await showNow(later(root, {}), "ada")).toBe(password);
  });

  it("is not left where nobody has a session, nor for a sub-account without console sign-in", async () => {
    const commandLine = await buildAccount();
    await createSubAccount(commandLine, generated("ada"));
    const root = await signInAs(commandLine.actor.name);
    await createSubAccount(root, CreateSubAccountInput.parse({ name: "lin" }));
    for (const name of ["ada", "lin"]) expect(await findReveal(root, of(name))).toMatchObject({ state: "none" });
  });

  it("stands in clear in no column of any table: not while it waits, not after", async () => {
    const root = await signInAsRoot();
    const { password = "" } = await createSubAccount(root, generated("ada"));
    const stored = async () => {
      const text = await everythingStored();
      return [password, asHex(password), Buffer.from(password).toString("base64")].some((form) => text.includes(form));
    };
    expect(await everythingStored()).toContain("ada");
    expect(await stored()).toBe(false);
    await claimReveal(root, of("ada"));
    expect(await stored()).toBe(false);
    expect(await openReveal(root, of("ada"))).toBe(password);
    expect(await stored()).toBe(false);
    const left = await lookDirectly(
      (sql) => sql`select from app.reveals where account_id = ${root.accountId} and sealed is not null`,
    );
    expect(left).toHaveLength(0);
  });

  it("is logged when it is shown, without the secret", async () => {
    const root = await signInAsRoot();
    await createSubAccount(root, generated("ada"));
    await showNow(root, "ada");
    const events = await lookDirectly(
      (sql) => sql`select resource, request_id from app.audit_events
        where account_id = ${root.accountId} and action = 'espalier:RevealSecret'`,
    );
    expect(events).toEqual([{ resource: "sub-account-password/ada", request_id: root.requestId }]);
  });

  it("is not found under a hostile name", async () => {
    const root = await signInAsRoot();
    await createSubAccount(root, generated("ada"));
    for (const name of ["ada'--", "' or ''='", "%", "ad_", "ADA", "", "../ada", "ada/file"]) {
      expect(await findReveal(root, of(name))).toMatchObject({ state: "none" });
      expect(await claimReveal(root, of(name))).toBe(false);
    }
  });
});
