import { describe, expect, it } from "vitest";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { enableSubAccount } from "@/lib/domain/sub-accounts/enable-sub-account";
import { buildAccount } from "@/tests/support/build-account";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { listAuditEvents } from "./queries";
import { AuditFilter } from "./schema";

const everything = AuditFilter.parse({});

describe("the audit log", () => {
  it("shows an account all of its own and nothing of another's", async () => {
    const [root, other] = [await buildAccount(), await buildAccount()];
    await buildSubAccount(root, { name: "ada" });
    await buildSubAccount(other, { name: "elsewhere" });
    const { rows } = await listAuditEvents(root, everything);
    expect(rows.map((row) => `${row.action} ${row.resource}`)).toContain("ram:CreateUser ada");
    expect(JSON.stringify(rows)).not.toContain("elsewhere");
  });

  it("shows a sub-account what concerns itself, without saying which administrator it was", async () => {
    const root = await buildAccount();
    const ada = await buildSubAccount(root, { name: "ada" });
    await buildSubAccount(root, { name: "lin" });
    await disableSubAccount(root, { name: "ada", reason: "test" });
    await enableSubAccount(root, { name: "ada" });
    const { rows } = await listAuditEvents(ada, everything);
    expect(rows.map((row) => row.action).sort()).toEqual([
      "espalier:DisableSubAccount",
      "espalier:EnableSubAccount",
      "ram:CreateUser",
    ]);
    expect(JSON.stringify(rows)).not.toContain(root.actor.name);
    expect(JSON.stringify(rows)).not.toContain("lin");
    const named = await listAuditEvents(root, AuditFilter.parse({ name: "lin" }));
    expect(named.rows.map((row) => row.resource)).toEqual(["lin"]);
    expect((await listAuditEvents(root, AuditFilter.parse({ name: "nobody" }))).rows).toEqual([]);
  });

  it("pages through every event once, in both directions", async () => {
    const root = await buildAccount();
    for (let i = 0; i < 60; i++) await buildSubAccount(root, { name: `s-${i}` });
    const first = await listAuditEvents(root, everything);
    const second = await listAuditEvents(root, AuditFilter.parse({ cursor: first.older }));
    const back = await listAuditEvents(root, AuditFilter.parse({ cursor: second.newer }));
    const ids = [...first.rows, ...second.rows].map((row) => row.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThanOrEqual(61);
    expect(back.rows).toEqual(first.rows);
  });
});
