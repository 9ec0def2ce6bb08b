import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { type HeldPolicy, rolePolicy } from "@/lib/authorization/policy-document";
import { writeCursor } from "@/lib/foundation/cursor";
import { newId } from "@/lib/foundation/ids";
import { buildAccount } from "@/tests/support/build-account";
import { later } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { lookDirectly } from "@/tests/support/look-directly";
import { createSubAccount } from "./create-sub-account";
import { disableSubAccount } from "./disable-sub-account";
import { getSubAccount, listSubAccounts, summarizeSubAccounts } from "./queries";
import { CreateSubAccountInput, SubAccountFilter, subAccountSorts } from "./schema";

const filter = (fields: Record<string, unknown> = {}) => SubAccountFilter.parse(fields);
const create = (ctx: Context, fields: Record<string, string>) =>
  createSubAccount(ctx, CreateSubAccountInput.parse(fields));
const namesOf = async (ctx: Context, fields: Record<string, unknown> = {}) =>
  (await listSubAccounts(ctx, filter(fields))).rows.map((row) => row.name);
const buildRoot = async () => later(await buildAccount(), { authorityEpoch: null });

/** A policy of the account's own that reaches exactly this. */
const only = (ctx: Context, action: string, resource: string): HeldPolicy =>
  rolePolicy("only", {
    Effect: "Allow",
    Action: [action],
    Resource: [`acs:ram:*:${ctx.account.uid}:user/${resource}`],
  });

describe("the list", () => {
  it("shows a sub-account that may list itself nothing but itself, and counts nothing", async () => {
    const root = await buildRoot();
    const ada = await buildSubAccount(root, { name: "ada" });
    await buildSubAccount(root, { name: "lin" });
    const self = later(ada, { policies: [...ada.policies, only(ada, "ram:ListUsers", "ada")] });
    const list = await listSubAccounts(self, filter());
    expect(list.rows.map((row) => row.name)).toEqual(["ada"]);
    expect(list.counts).toBeUndefined();
    for (const q of ["lin", "l", "acct", String((await getSubAccount(root, "lin")).id)]) {
      expect(await namesOf(self, { q })).toEqual([]);
    }
    await expect(listSubAccounts(ada, filter())).rejects.toMatchObject({
      code: "forbidden",
      details: { action: "ram:ListUsers" },
    });
  });

  it("never shows another account's", async () => {
    const [root, other] = [await buildRoot(), await buildRoot()];
    await create(root, { name: "ada", email: "ada@harbor.test" });
    await create(other, { name: "ada" });
    await create(other, { name: "zoe", email: "zoe@harbor.test" });
    const { id } = await getSubAccount(other, "zoe");
    expect(await namesOf(root)).toEqual(["ada"]);
    for (const q of ["zoe", "zoe@harbor.test", id, `${other.account.name}#zoe`, `${other.account.name}#ada`]) {
      expect(await namesOf(root, { q })).toEqual([]);
    }
  });

  it("finds by the beginning of name, display name and e-mail, by id and by the pasted full name", async () => {
    const root = await buildRoot();
    const { name: account } = root.account;
    await create(root, { name: "ada", displayName: "Ada Lovelace", email: "Countess@Harbor.test" });
    await create(root, { name: "adam", displayName: "Élodie 小明" });
    await create(root, { name: "lin", displayName: "100%_sure\\" });
    const { id } = await getSubAccount(root, "ada");
    const found = {
      ad: ["ada", "adam"],
      ada: ["ada", "adam"],
      "ADA L": ["ada"],
      countess: ["ada"],
      élodie: ["adam"],
      "ÉLODIE 小": ["adam"],
      [id]: ["ada"],
      [id.toUpperCase()]: ["ada"],
      [` ${account}#ada `]: ["ada", "adam"],
      [`${account.toUpperCase()}#ADAM`]: ["adam"],
      "orchard#ada": [],
      "#": [],
      "100%_": ["lin"],
      "%": [],
      _: [],
      "'": [],
      lovelace: [],
      "\\": [],
      [id.slice(0, 8)]: [],
    };
    for (const [q, names] of Object.entries(found))
      expect({ q, names: await namesOf(root, { q }) }).toEqual({ q, names });
  });

  it("filters by state and counts from the counters", async () => {
    const root = await buildRoot();
    for (const name of ["ada", "kit", "lin"]) await create(root, { name });
    await disableSubAccount(root, { name: "kit", reason: "left" });
    expect(await namesOf(root, { state: "disabled" })).toEqual(["kit"]);
    expect(await namesOf(root, { state: "active" })).toEqual(["ada", "lin"]);
    expect((await listSubAccounts(root, filter())).counts).toEqual({ active: 2, disabled: 1 });
  });

  it("reads a bad address as the bare list and never fails on it", async () => {
    const root = await buildRoot();
    await create(root, { name: "ada" });
    const cursors = [
      "x",
      Buffer.from("[]").toString("base64url"),
      writeCursor({ direction: "after", value: "a\u0000b", id: newId() }),
      writeCursor({ direction: "after", value: "2026-02-30T10:00:00.000000Z", id: newId() }),
      writeCursor({ direction: "after", value: "+275760-09-13T00:00:00.000Z", id: newId() }),
      writeCursor({ direction: "after", value: "2026-01-01T10:00:00.000000Z", id: "'; drop table" }),
    ];
    for (const cursor of cursors) {
      for (const sort of subAccountSorts) expect(await namesOf(root, { cursor, sort })).toEqual(["ada"]);
    }
    const bad = { q: "a\u0000", state: "gone", sort: "password", size: "1000000", cursor: ["a", "b"] };
    expect(filter({ ...bad, factor: "both", keys: 1, group: "a b", columns: "x" })).toEqual(SubAccountFilter.parse({}));
    expect(filter({ q: ["a", "b"] }).q).toBe("");
  });
});

/** As the rater leaves it: a sum for whoever caused a charge, none for the rest. */
const spendThisMonth = (accountId: string, spent: Record<string, number>) =>
  lookDirectly(
    (sql) => sql`insert into app.spend_months (account_id, period, sub_account_id, charges, list_cost, effective_cost)
      select account_id, date_trunc('month', now() at time zone time_zone)::date, p.id, 1, cost, cost
      from app.books b join app.sub_accounts p using (account_id) join unnest(string_to_array(${Object.keys(spent).join()}, ','),
        string_to_array(${Object.values(spent).join()}, ',')::bigint[]) as of (name, cost) using (name)
      where account_id = ${accountId}`,
  );

describe("sorted by spend", () => {
  it("goes by the sum of the running month, whoever spent nothing between charges and credits", async () => {
    const root = await buildRoot();
    for (const name of ["ada", "bo", "cy", "dee"]) await create(root, { name });
    await spendThisMonth(root.accountId, { bo: 7_000_000, cy: -1, dee: 12_000_000 });
    expect(await namesOf(root, { sort: "-spend" })).toEqual(["dee", "bo", "ada", "cy"]);
    expect(await namesOf(root, { sort: "spend", state: "active" })).toEqual(["cy", "ada", "bo", "dee"]);
  });

  it("is refused to whoever may not see spend: the order would tell it", async () => {
    const root = await buildRoot();
    const mara = await buildSubAccount(root, { name: "mara" });
    const self = later(mara, { policies: [only(mara, "ram:ListUsers", "*")] });
    await expect(listSubAccounts(self, filter({ sort: "-spend" }))).rejects.toMatchObject({
      code: "forbidden",
      details: { action: "bss:DescribeSpend" },
    });
    expect(await namesOf(self, { sort: "name" })).toEqual(["mara"]);
  });
});

describe("paging", () => {
  it("walks every row that was there exactly once, in order, both ways, while others are made", async () => {
    const root = await buildRoot();
    const { accountId } = root;
    let made = 0;
    const insert = (names: string[], sameMoment: boolean) =>
      lookDirectly((sql) =>
        Promise.all(
          names.map(
            (name) => sql`insert into app.sub_accounts (account_id, id, name, display_name, created_by, created_at)
              values (${accountId}, ${newId()}, ${name}, ${name}, 'test', ${sameMoment ? sql`'2026-01-01 10:00:00.123456Z'` : sql`clock_timestamp()`})`,
          ),
        ),
      );
    const nameArb = fc.stringMatching(/^[a-z0-9]{1,4}$/);
    const runs = fc.record({
      sort: fc.constantFrom(...subAccountSorts),
      at: fc.array(nameArb, { minLength: 0, maxLength: 6 }),
    });
    await insert(
      Array.from({ length: 60 }, (_, at) => `s${at}`),
      true,
    );
    await insert(
      Array.from({ length: 20 }, (_, at) => `t${at}`),
      false,
    );
    await spendThisMonth(accountId, { s1: 5, s2: 5, s3: 700, s4: -40, t1: 5, t2: 0 });
    await fc.assert(
      fc.asyncProperty(runs, async ({ sort, at }) => {
        const before = (
          await lookDirectly((sql) => sql`select name from app.sub_accounts where account_id = ${accountId}`)
        ).map((row) => String(row.name));
        const waiting = [...at];
        const insertNext = async () => {
          const name = waiting.pop();
          if (name) await insert([`${name}-${made++}`], made % 2 === 0);
        };
        const down: string[] = [];
        let page = await listSubAccounts(root, filter({ sort, size: "25" }));
        for (;;) {
          down.push(...page.rows.map((row) => row.name));
          if (!page.older) break;
          await insertNext();
          page = await listSubAccounts(root, filter({ sort, size: "25", cursor: page.older }));
        }
        const up: string[] = [];
        for (;;) {
          up.unshift(...page.rows.map((row) => row.name));
          if (!page.newer) break;
          await insertNext();
          page = await listSubAccounts(root, filter({ sort, size: "25", cursor: page.newer }));
        }
        for (const walk of [down, up]) {
          expect(new Set(walk).size).toBe(walk.length);
          expect(before.filter((name) => !walk.includes(name))).toEqual([]);
        }
        if (sort === "name") expect(down).toEqual(down.toSorted());
        if (sort === "-name") expect(down).toEqual(down.toSorted().toReversed());
      }),
      { numRuns: 16 },
    );
  });
});

describe("one sub-account", () => {
  it("answers the same for somebody else's, a made-up and an impossible name", async () => {
    const root = await buildRoot();
    const ada = await buildSubAccount(root, { name: "ada" });
    await buildSubAccount(root, { name: "lin" });
    const refusal = (ctx: Context, name: string) =>
      getSubAccount(ctx, name).catch((error: unknown) => ({ ...(error as object) }));
    const answers = await Promise.all(
      ["lin", "nobody", "", "a\u0000", "ADA", "ada ", "*", "../lin"].map((name) => refusal(ada, name)),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ code: "not-found" });
    for (const name of ["", "a\u0000", "*", "x".repeat(10_000)]) {
      expect(await refusal(root, name)).toMatchObject({ code: "not-found" });
    }
  });

  it("keeps from the sub-account itself who made it and what administrators noted", async () => {
    const root = await buildRoot();
    const admin = await buildSubAccount(root, { name: "admin", policies: ["AliyunRAMFullAccess"] });
    await create(admin, { name: "ada", note: "contract ends in May" });
    expect(await getSubAccount(root, "ada")).toMatchObject({ createdBy: "admin", note: "contract ends in May" });
    const ada = later(await buildSubAccount(root, { name: "other" }), {});
    expect(await getSubAccount(ada, "other")).toMatchObject({ createdBy: "", note: "" });
  });
});

describe("the account's home", () => {
  it("counts by state and names the latest sign-ins, for those who may list", async () => {
    const root = await buildRoot();
    expect(await summarizeSubAccounts(root)).toEqual({ counts: { active: 0, disabled: 0 }, latestSignIns: [] });
    const ada = await buildSubAccount(root, { name: "ada" });
    const { id } = await getSubAccount(root, "ada");
    const event = (minute: number, result: string) =>
      lookDirectly(
        (sql) => sql`insert into app.audit_events (account_id, id, occurred_at, sub_account_id, actor_type, actor_id,
          actor_name, action, resource, result, ip, user_agent, request_id)
          values (${root.accountId}, ${newId()}, ${new Date(root.now.getTime() + minute * 60_000)}, ${id}, 'sub-account',
          ${id}, 'ada', 'espalier:SignIn', 'ada', ${result}, '::1', 'Test', ${newId()})`,
      );
    await event(1, "allowed");
    await event(2, "allowed");
    await event(3, "refused");
    expect(await summarizeSubAccounts(root)).toEqual({
      counts: { active: 1, disabled: 0 },
      latestSignIns: [{ name: "ada", at: new Date(root.now.getTime() + 120_000) }],
    });
    await expect(summarizeSubAccounts(ada)).rejects.toMatchObject({ code: "forbidden" });
  });
});
