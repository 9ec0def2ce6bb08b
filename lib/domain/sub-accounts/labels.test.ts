import { describe, expect, it } from "vitest";
import { buildAccount } from "@/tests/support/build-account";
import { later } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { lookDirectly } from "@/tests/support/look-directly";
import { createSubAccount } from "./create-sub-account";
import { editSubAccount } from "./edit-sub-account";
import { Labels } from "./label-rules";
import { getSubAccount, listSubAccounts } from "./queries";
import { CreateSubAccountInput, EditSubAccountInput, SubAccountFilter } from "./schema";
import { setLabel } from "./set-label";

const namesOf = async (ctx: Parameters<typeof listSubAccounts>[0], filter: object) =>
  (await listSubAccounts(ctx, SubAccountFilter.parse(filter))).rows.map(({ name }) => name);

describe("labels as people type them", () => {
  it.each([
    ["team: vision", [{ key: "team", value: "vision" }]],
    [
      "Team:Vision ; cost-centre/eu : 42",
      [
        { key: "team", value: "Vision" },
        { key: "cost-centre/eu", value: "42" },
      ],
    ],
    ["team: a\r\n\r\nteam: 视觉", [{ key: "team", value: "视觉" }]],
    ["", []],
  ])("%j is read", (typed, labels) => {
    expect(Labels.parse(typed)).toEqual(labels);
  });

  it.each([
    ["team", "labelLine"],
    ["team:", "labelLine"],
    [": vision", "labelKey"],
    ["te am: vision", "labelKey"],
    [`${"k".repeat(64)}: v`, "labelKey"],
    [`k: ${"v".repeat(129)}`, "tooLong"],
    [Array.from({ length: 21 }, (_, at) => `k${at}: v`).join("\n"), "labelsTooMany"],
  ])("%j is refused", (typed, message) => {
    expect(Labels.safeParse(typed).error?.issues[0]?.message).toBe(message);
  });
});

describe("the labels of sub-accounts", () => {
  it("are given, changed and taken away, and each change is in the log once", async () => {
    const root = await buildAccount();
    await createSubAccount(root, CreateSubAccountInput.parse({ name: "ada", labels: "team: vision" }));
    await editSubAccount(later(root, {}), EditSubAccountInput.parse({ name: "ada", labels: "team: vision" }));
    await editSubAccount(later(root, {}), EditSubAccountInput.parse({ name: "ada", labels: "team: audio\nenv: dev" }));
    await setLabel(later(root, {}), { name: "ada", key: "env", value: "" });
    await setLabel(later(root, {}), { name: "ada", key: "env", value: "" });
    await setLabel(later(root, {}), { name: "ada", key: "room", value: "3" });
    expect((await getSubAccount(root, "ada")).labels).toEqual([
      { key: "room", value: "3" },
      { key: "team", value: "audio" },
    ]);
    const log = await lookDirectly(
      (sql) =>
        sql`select after from app.audit_events where account_id = ${root.accountId} and action = 'ram:UpdateUser'`,
    );
    expect(log).toEqual(Array(3).fill({ after: { changed: "labels" } }));
  });

  it("choose the rows of the list, together with the other filters", async () => {
    const root = await buildAccount();
    for (const [name, labels] of [
      ["ada", "team: vision"],
      ["bo", "team: audio"],
      ["cy", ""],
    ]) {
      await createSubAccount(later(root, {}), CreateSubAccountInput.parse({ name, labels }));
    }
    expect(await namesOf(root, { label: "team: vision" })).toEqual(["ada"]);
    expect(await namesOf(root, { label: "TEAM", sort: "-name" })).toEqual(["bo", "ada"]);
    expect(await namesOf(root, { label: "team", q: "b" })).toEqual(["bo"]);
    expect(await namesOf(root, { label: "no key" })).toEqual([]);
    expect(await namesOf(root, { idle: "never" })).toEqual(["ada", "bo", "cy"]);
    await lookDirectly(
      (sql) => sql`update app.sub_accounts set last_sign_in_at = now() - interval '40 days'
        where account_id = ${root.accountId} and name = 'bo'`,
    );
    expect(await namesOf(root, { idle: "30", sort: "-seen" })).toEqual(["bo", "cy", "ada"]);
    expect(await namesOf(root, { idle: "90" })).toEqual(["ada", "cy"]);
  });

  it("are changed by whoever may edit, and shown to administrators alone", async () => {
    const root = await buildAccount();
    await createSubAccount(root, CreateSubAccountInput.parse({ name: "ada", labels: "team: vision" }));
    const bo = await buildSubAccount(root, { name: "bo" });
    await setLabel(later(root, {}), { name: "bo", key: "risk", value: "high" });
    expect((await getSubAccount(bo, "bo")).labels).toEqual([]);
    const other = await buildAccount();
    const change = { name: "ada", key: "team", value: "x" };
    for (const ctx of [bo, other]) await expect(setLabel(ctx, change)).rejects.toMatchObject({ code: "not-found" });
    await expect(setLabel(bo, { ...change, name: "bo" })).rejects.toMatchObject({ code: "forbidden" });
  });
});
