import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { listAuditEvents } from "@/lib/domain/audit-log/queries";
import { AuditFilter } from "@/lib/domain/audit-log/schema";
import { addUserToGroup } from "@/lib/domain/groups/add-user-to-group";
import { buildAccount } from "@/tests/support/build-account";
import { freshlyProved, later } from "@/tests/support/build-context";
import { buildGroup } from "@/tests/support/build-policy";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { createSubAccount } from "./create-sub-account";
import { disableSubAccount } from "./disable-sub-account";
import { exportSubAccounts } from "./export-sub-accounts";
import { CreateSubAccountInput, ExportSubAccountsInput, listColumns } from "./schema";

const anew = (ctx: Context) => later(ctx, { ...freshlyProved, authorityEpoch: null });
const read = async (ctx: Context, view: object = {}) =>
  (await buffer(await exportSubAccounts(ctx, ExportSubAccountsInput.parse({ format: "csv", ...view })))).toString(
    "utf8",
  );
/** What stands between the file's head and its end. */
const rowsOf = (csv: string) => csv.slice(csv.indexOf("\r\nname"), csv.indexOf("\r\n\r\nrows,")).trim().split("\r\n");

async function harbor() {
  const root = await buildAccount();
  const people = [
    {
      name: "ada",
      displayName: "=Ada, Lovelace",
      email: "ada@harbor.test",
      phone: "13800138000",
      labels: "team: vision",
    },
    { name: "bo", displayName: `B "o"` },
  ];
  for (const person of people) await createSubAccount(anew(root), CreateSubAccountInput.parse(person));
  await disableSubAccount(anew(root), { name: "bo", reason: "away" });
  const groupName = await buildGroup(anew(root));
  await addUserToGroup(anew(root), { name: "ada", groupName });
  return { root, groupName };
}

describe("the list of sub-accounts as a file", () => {
  it("holds all that the filter finds with the columns of the view, text guarded, ended by its count and hash", async () => {
    const { root, groupName } = await harbor();
    const csv = await read(anew(root), { columns: listColumns.join(), sort: "-name" });
    const [names, bo, ada, ...none] = rowsOf(csv);
    expect(names).toBe(
      "name,display_name,email,phone,state,labels,groups,second_factor,access_keys,spend,currency,last_sign_in,created",
    );
    expect(ada).toMatch(
      new RegExp(
        `^ada,"'=Ada, Lovelace",ada@harbor.test,'\\+8613800138000,active,team: vision,${groupName},no,no,0,CNY,,2`,
      ),
    );
    expect(bo).toMatch(/^bo,"B ""o""","","",disabled,,,no,no,0,CNY,,2/);
    expect(none).toEqual([]);
    const body = csv.slice(0, csv.indexOf("\r\nrows,"));
    const hash = createHash("sha256").update(body).digest("hex");
    expect(csv.slice(body.length)).toBe(`\r\nrows,2\r\nsha256,${hash}\r\n`);
    expect(csv.startsWith(`\ufeffaccount,${root.account.name}\r\nrequested_by,${root.actor.name}\r\n`)).toBe(true);
    for (const sort of ["spend", "-seen", "created"]) expect(rowsOf(await read(anew(root), { sort }))).toHaveLength(3);
    const narrowed = await read(anew(root), { q: "ada@", state: "active", group: groupName, limit: "without" });
    expect(rowsOf(narrowed).map((row) => row.split(",")[0])).toEqual(["name", "ada"]);
    const { rows } = await listAuditEvents(anew(root), AuditFilter.parse({ action: "espalier:ExportSubAccounts" }));
    expect(rows.map(({ after }) => after)).toContainEqual({
      filter: `q=… state=active limit=without group=${groupName}`,
    });
    expect(JSON.stringify(rows)).not.toContain("ada@");
  });

  it("is for administrators who have just proved who they are; spend for whoever may see it; never another account's", async () => {
    const { root } = await harbor();
    const admin = await buildSubAccount(anew(root), { policies: ["AliyunRAMFullAccess"] });
    const file = await read(anew(admin), { columns: "spend,state" });
    expect(rowsOf(file)[0]).toBe("name,state");
    await expect(read(later(admin, { stepUp: new Set() }))).rejects.toMatchObject({ code: "step-up-required" });
    await expect(read(anew(admin), { sort: "-spend" })).rejects.toMatchObject({ code: "forbidden" });
    const others = [
      await buildSubAccount(anew(root)),
      await buildSubAccount(anew(root), { policies: ["AliyunRAMReadOnlyAccess"] }),
      await buildSubAccount(anew(root), { policies: ["AliyunBSSFullAccess"] }),
    ];
    for (const ctx of others) await expect(read(anew(ctx))).rejects.toMatchObject({ code: "forbidden" });
    expect(rowsOf(await read(anew(await buildAccount())))).toHaveLength(1);
  });
});
