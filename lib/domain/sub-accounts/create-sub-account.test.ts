import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { AlreadyDone } from "@/lib/foundation/idempotency";
import { newId } from "@/lib/foundation/ids";
import { buildAccount } from "@/tests/support/build-account";
import { later } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { lookDirectly } from "@/tests/support/look-directly";
import { createSubAccount } from "./create-sub-account";
import { disableSubAccount } from "./disable-sub-account";
import { getSubAccount, isNameFree } from "./queries";
import { CreateSubAccountInput } from "./schema";

const form = (fields: Record<string, string>) => CreateSubAccountInput.parse(fields);
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "done",
    (error: { code?: string; name?: string }) => error.code ?? error.name,
  );

const tables = ["sub_accounts", "login_profiles", "reserved_names", "audit_events", "idempotency_keys", "reveals"];

/** How many rows the account has in every table a creation writes. */
function rowsOf({ accountId }: Context): Promise<Record<string, number>> {
  return lookDirectly(async (sql) => {
    const rows: Record<string, number> = {};
    for (const table of tables) {
      const [row] = await sql`select count(*)::int as n from ${sql(`app.${table}`)} where account_id = ${accountId}`;
      rows[table] = Number(row?.n);
    }
    const [counter] = await sql`select active from app.sub_account_counters where account_id = ${accountId}`;
    return { ...rows, counter: Number(counter?.active ?? 0) };
  });
}

describe("creating a sub-account", () => {
  it("makes it, its sign-in and one audit event, and counts it", async () => {
    const root = await buildAccount();
    const before = await rowsOf(root);
    const created = await createSubAccount(
      root,
      form({ name: "ada", displayName: "Ada Lovelace", phone: "138 0013 8000", consoleSignIn: "on" }),
    );
    expect(created.password).toMatch(/^[A-Za-z0-9].{19}$/);
    const view = await getSubAccount(root, "ada");
    expect(view).toMatchObject({
      name: "ada",
      displayName: "Ada Lovelace",
      phone: "+8613800138000",
      state: "active",
      createdBy: root.actor.name,
      consoleSignIn: true,
      passwordResetRequired: true,
      lastSignInAt: null,
    });
    const after = await rowsOf(root);
    expect(after).toEqual({
      sub_accounts: 1,
      login_profiles: 1,
      reserved_names: 1,
      idempotency_keys: 0,
      reveals: 0,
      audit_events: Number(before.audit_events) + 1,
      counter: 1,
    });
  });

  it("lets a set password stand as it is, and makes a generated one be changed whatever the form says", async () => {
    const root = await buildAccount();
    const own = { consoleSignIn: "on", passwordChoice: "set", password: "Quiet-river-stone-41" };
    await createSubAccount(root, form({ name: "set", ...own }));
    expect(await getSubAccount(root, "set")).toMatchObject({ passwordResetRequired: false, passwordExpiresAt: null });
    await createSubAccount(root, form({ name: "generated", consoleSignIn: "on" }));
    const generated = await getSubAccount(root, "generated");
    expect(generated.passwordResetRequired).toBe(true);
    expect(Number(generated.passwordExpiresAt) - root.now.getTime()).toBe(72 * 3_600_000);
    await createSubAccount(root, form({ name: "no-console" }));
    expect(await getSubAccount(root, "no-console")).toMatchObject({ consoleSignIn: false });
  });

  it("is refused, leaving nothing, to whoever has no permission", async () => {
    const root = later(await buildAccount(), { authorityEpoch: null });
    const plain = await buildSubAccount(root);
    const finance = await buildSubAccount(root, { policies: ["AliyunBSSFullAccess"] });
    const reader = await buildSubAccount(root, { policies: ["AliyunRAMReadOnlyAccess"] });
    const before = await rowsOf(root);
    for (const ctx of [plain, finance, reader]) {
      expect(await codeOf(createSubAccount(ctx, form({ name: "ada" })))).toBe("forbidden");
      expect(await codeOf(isNameFree(ctx, "ada"))).toBe("forbidden");
    }
    expect(await rowsOf(root)).toEqual(before);
    const admin = await buildSubAccount(root, { policies: ["AliyunRAMFullAccess"] });
    expect(await createSubAccount(admin, form({ name: "ada" }))).toMatchObject({ name: "ada", password: undefined });
  });

  it("is refused with the reason, leaving nothing, until the account is approved", async () => {
    const root = await buildAccount({ approved: false });
    const before = await rowsOf(root);
    for (const verification of ["unverified", "submitted", "rejected"] as const) {
      const ctx = later(root, { account: { ...root.account, verification } });
      await expect(createSubAccount(ctx, form({ name: "ada" }))).rejects.toMatchObject({
        code: "invalid-state",
        reason: "accountNotApproved",
      });
    }
    expect(await rowsOf(root)).toEqual(before);
  });

  it("refuses a taken and a once taken name alike, and leaves another account's same name free", async () => {
    const [root, other] = [await buildAccount(), await buildAccount()];
    await createSubAccount(root, form({ name: "ada" }));
    await lookDirectly(
      (sql) => sql`insert into app.reserved_names (account_id, name) values (${root.accountId}, 'gone')`,
    );
    const before = await rowsOf(root);
    const refusals = await Promise.all(
      ["ada", "gone"].map((name) =>
        createSubAccount(root, form({ name, consoleSignIn: "on" })).catch((e) => ({ ...e })),
      ),
    );
    expect(refusals[0]).toMatchObject({ code: "already-exists", reason: "nameTaken", details: { field: "name" } });
    expect(refusals[1]).toEqual(refusals[0]);
    expect(await rowsOf(root)).toEqual(before);
    expect(await isNameFree(root, "gone")).toBe(false);
    expect(await isNameFree(other, "ada")).toBe(true);
    expect(await createSubAccount(other, form({ name: "ada" }))).toMatchObject({ name: "ada" });
  });

  it("happens once when fifty ask for the same name at the same time", async () => {
    const root = await buildAccount();
    const asked = Array.from({ length: 50 }, () => codeOf(createSubAccount(root, form({ name: "ada" }))));
    const answers = await Promise.all(asked);
    expect(answers.filter((answer) => answer === "done")).toHaveLength(1);
    expect(answers.filter((answer) => answer === "already-exists")).toHaveLength(49);
    expect(await rowsOf(root)).toMatchObject({ sub_accounts: 1, reserved_names: 1, counter: 1 });
  });

  it("happens once for one form sent twice, and refuses the same key with other content", async () => {
    const root = await buildAccount();
    const sent = { ...root, idempotencyKey: newId() };
    const twice = await Promise.allSettled([
      createSubAccount(sent, form({ name: "ada", consoleSignIn: "on" })),
      createSubAccount(later(sent, {}), form({ name: "ada", consoleSignIn: "on" })),
    ]);
    const refused = twice.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
    expect(refused).toEqual([expect.any(AlreadyDone)]);
    expect(await rowsOf(root)).toMatchObject({ sub_accounts: 1, idempotency_keys: 1, counter: 1 });
    await expect(createSubAccount(sent, form({ name: "lin" }))).rejects.toMatchObject({ code: "conflict" });
  });

  it("writes nothing at all when its last statement fails", async () => {
    const root = await buildAccount();
    const before = await rowsOf(root);
    const stale = { ...root, authorityEpoch: 99 };
    await expect(createSubAccount(stale, form({ name: "ada" }))).rejects.toThrow();
    const most = 2_147_483_647;
    await lookDirectly(
      (sql) => sql`update app.sub_account_counters set active = ${most} where account_id = ${root.accountId}`,
    );
    await expect(createSubAccount(root, form({ name: "ada", consoleSignIn: "on" }))).rejects.toThrow();
    expect(await rowsOf(root)).toEqual({ ...before, counter: most });
  });

  it("names the field of a password or phone number that cannot be used", async () => {
    const root = await buildAccount();
    const refused = (fields: Record<string, string>) =>
      createSubAccount(root, form({ name: "ada", consoleSignIn: "on", passwordChoice: "set", ...fields }));
    await expect(refused({ password: "short" })).rejects.toMatchObject({ details: { field: "password" } });
    await expect(refused({ password: "Quiet-river-stone-41", phone: "+999999999" })).rejects.toMatchObject({
      code: "invalid-input",
      details: { field: "phone" },
    });
  });
});

describe("the create form", () => {
  const hostile = [
    "",
    " ",
    "Ada",
    "ada ",
    " ada",
    "-ada",
    "ada-",
    "a_b",
    "a.b",
    "a/b",
    "../ada",
    "a#b",
    "小明",
    "ａｄａ",
    "ada\u0000",
    "ada\n",
    "ada\r\nx: y",
    "ada'--",
    "<b>ada</b>",
    "ad\u202ea",
    "a".repeat(50),
    "a".repeat(100_000),
    "%61da",
    "ad\ud800a",
    "а\u0434\u0430",
    "=cmd",
    "+ada",
    "@ada",
    "\u0661",
  ];
  it("refuses a hostile name on its field", () => {
    for (const name of hostile) {
      const read = CreateSubAccountInput.safeParse({ name });
      expect(read.error?.issues.map((issue) => issue.path[0])).toEqual(["name"]);
    }
  });

  it("refuses a value that cannot be used on its field", () => {
    const refused = [
      ["displayName", "a\u0000b"],
      ["displayName", "x".repeat(65)],
      ["email", "nobody"],
      ["email", "a@b.test, c@d.test"],
      ["phone", "call me"],
      ["note", "x".repeat(501)],
      ["note", "\ud800"],
      ["passwordChoice", "none"],
      ["password", "x".repeat(1025)],
    ] as const;
    for (const [field, value] of refused) {
      const read = CreateSubAccountInput.safeParse({ name: "ada", [field]: value });
      expect(read.error?.issues.map((issue) => issue.path[0])).toEqual([field]);
    }
  });

  it("asks for the password that is to be set, and refuses fields it does not know", () => {
    const set = { name: "ada", consoleSignIn: "on", passwordChoice: "set" };
    expect(CreateSubAccountInput.safeParse(set).error?.issues[0]?.path).toEqual(["password"]);
    expect(CreateSubAccountInput.safeParse({ name: "ada", accountId: newId() }).success).toBe(false);
  });
});

describe("disabling", () => {
  it("moves the sub-account from one count to the other", async () => {
    const root = await buildAccount();
    await createSubAccount(root, form({ name: "kit" }));
    await disableSubAccount(root, { name: "kit", reason: "left" });
    expect(await getSubAccount(root, "kit")).toMatchObject({ state: "disabled", disabledReason: "left" });
    expect(await rowsOf(root)).toMatchObject({ sub_accounts: 1, counter: 0 });
  });
});
