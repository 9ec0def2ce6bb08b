import { text } from "node:stream/consumers";
import { beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { createAccessKey } from "@/lib/domain/access-keys/create-access-key";
import { CreateAccessKeyInput } from "@/lib/domain/access-keys/schema";
import { setPasswordPolicy } from "@/lib/domain/accounts/set-password-policy";
import { listAuditEvents } from "@/lib/domain/audit-log/queries";
import { AuditFilter } from "@/lib/domain/audit-log/schema";
import { signIn } from "@/lib/domain/sign-in/sign-in";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { buildAccount } from "@/tests/support/build-account";
import { buildStranger, later, testPassword } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { exportCredentialReport } from "./export-credential-report";
import { getCredentialReport } from "./get-credential-report";
import { getSecurityOverview, listFinding } from "./queries";
import { scoreOf } from "./rules";

const day = 86_400_000;
const daysOn = (ctx: Context, days: number) => later(ctx, { now: new Date(ctx.now.getTime() + days * day) });

let root: Context;
beforeAll(async () => {
  root = { ...(await buildAccount()), authorityEpoch: null };
  for (const name of ["ada", "bo", "cy"]) await buildSubAccount(root, { name, consoleSignIn: name !== "cy" });
  await buildSubAccount(root, { name: "gone", consoleSignIn: true });
  await disableSubAccount(later(root, {}), { name: "gone", reason: "left" });
  const door = { kind: "sub-account", alias: root.account.alias } as const;
  const typed = { name: "ada", password: testPassword, device: undefined, incomingToken: undefined };
  await signIn(buildStranger(), { door, ...typed });
});

const countsOf = async (ctx: Context) => {
  const { findings } = await getSecurityOverview(ctx);
  return Object.fromEntries(findings.map(({ key, count }) => [key, count]));
};

describe("the overview", () => {
  it("counts what needs somebody, as it is now, and says nothing of what does not", async () => {
    expect(await countsOf(later(root, {}))).toEqual({ rootWithoutSecondFactor: 1, withoutSecondFactor: 2 });
    expect(await countsOf(daysOn(root, 8))).toMatchObject({ neverSignedIn: 1 });
    expect(await countsOf(daysOn(root, 91))).toMatchObject({ idle: 1, neverSignedIn: 1 });
    expect(await countsOf(daysOn(root, 366))).toMatchObject({ oldPassword: 2 });
  });

  it("counts old passwords by the account's own age where it has one", async () => {
    const passwordPolicy = { ...root.account.passwordPolicy, maxPasswordAgeDays: 30 };
    const strict = later(root, { account: { ...root.account, passwordPolicy } });
    expect(await countsOf(daysOn(strict, 29))).not.toHaveProperty("oldPassword");
    expect(await countsOf(daysOn(strict, 31))).toMatchObject({ oldPassword: 2 });
  });

  it("lists the people of a finding by name, a page at a time", async () => {
    const { rows, next } = await listFinding(root, { finding: "withoutSecondFactor" });
    expect([rows.map(({ name }) => name), next]).toEqual([["ada", "bo"], undefined]);
    const rest = await listFinding(root, { finding: "withoutSecondFactor", after: "ada" });
    expect(rest.rows.map(({ name }) => name)).toEqual(["bo"]);
    const idle = await listFinding(daysOn(root, 91), { finding: "idle" });
    expect(idle.rows).toEqual([{ name: "ada", displayName: "ada", lastSignInAt: expect.any(Date) }]);
  });

  it("is refused to sub-accounts, shown to readers and delegated admins, and never of another account", async () => {
    const sub = await buildSubAccount(root, { name: "plain" });
    await expect(getSecurityOverview(sub)).rejects.toThrow("forbidden");
    await expect(listFinding(sub, { finding: "idle" })).rejects.toThrow("forbidden");
    const admin = await buildSubAccount(root, { name: "admin", policies: ["AliyunRAMFullAccess"] });
    expect(await countsOf(admin)).toMatchObject({ withoutSecondFactor: 2 });
    const other = { ...(await buildAccount()), authorityEpoch: null };
    expect(await countsOf(daysOn(other, 400))).toEqual({ rootWithoutSecondFactor: 1 });
  });

  it("scores by weight and share", () => {
    expect(scoreOf([])).toBe(100);
    expect(scoreOf([{ key: "withoutSecondFactor", count: 5, of: 10 }])).toBe(90);
    expect(scoreOf([{ key: "neverSignedIn", count: 1, of: 1000 }])).toBe(99);
    expect(scoreOf([{ key: "withoutSecondFactor", count: 1001, of: 100_000 }])).toBe(80);
  });
});

describe("the credential report", () => {
  const cells = (csv: string) =>
    csv
      .trim()
      .split("\n")
      .map((line) => line.split(","));

  it("has RAM's columns, the root user first, then everybody by name, and is itself an event", async () => {
    const own = { ...(await buildAccount()), authorityEpoch: null };
    const passwordPolicy = await setPasswordPolicy(own, { maxPasswordAgeDays: 30 });
    const ctx = later(own, { account: { ...own.account, passwordPolicy } });
    await buildSubAccount(ctx, { name: "ada", consoleSignIn: true });
    await buildSubAccount(ctx, { name: "bo" });
    await createAccessKey(later(ctx, {}), CreateAccessKeyInput.parse({ ownerName: "bo", expiresInDays: "none" }));
    const [head = [], first = [], ada = [], bo = [], ...rest] = cells(await text(await exportCredentialReport(ctx)));
    expect(rest).toEqual([]);
    expect(head).toHaveLength(28);
    expect(head.slice(0, 12)).toEqual([
      ...["user", "user_creation_time", "user_last_logon", "password_exist", "password_active"],
      ...["password_last_changed", "password_next_rotation", "mfa_active"],
      ...["access_key_1_exist", "access_key_1_active", "access_key_1_last_rotated", "access_key_1_last_used"],
    ]);
    const of = (row: string[]) => Object.fromEntries(head.map((name, at) => [name, row[at]]));
    expect(of(first)).toMatchObject({ user: "<root>", password_exist: "TRUE", password_next_rotation: "N/A" });
    expect(of(ada)).toMatchObject({
      ...{ user: "ada", user_last_logon: "N/A", password_exist: "TRUE", password_active: "TRUE" },
      ...{ password_next_rotation: expect.stringMatching(/^20.*Z$/), mfa_active: "FALSE", access_key_1_exist: "FALSE" },
    });
    expect(of(bo)).toMatchObject({
      ...{ user: "bo", password_exist: "FALSE", password_active: "FALSE", password_last_changed: "N/A" },
      ...{ access_key_1_exist: "TRUE", access_key_1_active: "TRUE", access_key_1_last_used: "N/A" },
      ...{ access_key_2_exist: "FALSE", additional_access_key_3_last_used: "N/A" },
    });
    const { rows } = await listAuditEvents(ctx, AuditFilter.parse({}));
    expect(rows.filter(({ action }) => action === "ram:GetCredentialReport")).toHaveLength(1);
  });

  it("comes in pages that together are the whole", async () => {
    const names: (string | undefined)[] = [];
    let after: string | undefined;
    do {
      const page = await getCredentialReport(later(root, {}), { limit: 2, ...(after !== undefined && { after }) });
      names.push(
        ...cells(page.csv)
          .slice(1)
          .map(([name]) => name),
      );
      after = page.next;
    } while (after !== undefined);
    expect(names.slice(0, 3)).toEqual(["<root>", "ada", "admin"]);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain("gone");
  });

  it("is refused to sub-accounts", async () => {
    const sub = await buildSubAccount(root, { name: "asks" });
    await expect(exportCredentialReport(sub)).rejects.toThrow("forbidden");
    await expect(getCredentialReport(sub, { limit: 1 })).rejects.toThrow("forbidden");
  });
});
