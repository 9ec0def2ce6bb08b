import { describe, expect, it } from "vitest";
import { getInvoicing } from "@/lib/domain/bills/invoicing-queries";
import { listFees } from "@/lib/domain/fees/queries";
import { listResources } from "@/lib/domain/resources/queries";
import { ResourceFilter } from "@/lib/domain/resources/schema";
import { getBill, listBills } from "@/lib/domain/spend/queries";
import { listQuarantined } from "@/lib/domain/usage/queries";
import { QuarantineFilter } from "@/lib/domain/usage/schema";
import { getStatement } from "@/lib/domain/wallet/queries";
import { StatementFilter } from "@/lib/domain/wallet/schema";
import { buildAccount } from "@/tests/support/build-account";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { brokenInvariants, operator } from "@/tests/support/build-usage";
import { lookDirectly } from "@/tests/support/look-directly";
import { harborIncidents } from "./incidents";
import { tellHistory } from "./tell-history";
import { usageOfDay } from "./usage-of-day";
import { demoUsage } from "./usage-plan";

const [press = { name: "", resources: [] }, pip = press] = demoUsage.orchard ?? [];
const first = new Date("2026-05-04T00:00:00Z");
const dayMs = 86_400_000;
const span = { first, last: new Date("2026-11-04T00:00:00Z"), offsetHours: 8 };

describe("a told history", () => {
  it("comes out of the pipeline as charges, bills and movements whose books agree, and is told once", async () => {
    const root = { ...(await buildAccount()), authorityEpoch: null };
    for (const name of ["ada", "pip"]) await buildSubAccount(root, { name });
    const now = new Date();
    const history = {
      ...{ account: root.account.name, people: [press, pip], days: 2, topUp: "20" },
      limits: { pip: { soft: "", hard: "1" } },
      invoicing: "prepayment_invoiced" as const,
      fee: { priceCode: "support-business", quantity: "0.01", note: "Support" },
      incidents: harborIncidents,
    };
    const told = await tellHistory(history, now);
    expect(told).toBeGreaterThan(150);
    const [row] = await lookDirectly(
      (
        sql,
      ) => sql`select sum(events)::int as events, count(distinct (start_at at time zone 'Asia/Shanghai')::date)::int as days
        from app.charges where account_id = ${root.accountId}`,
    );
    expect(row?.events).toBe(told);
    expect(row?.days).toBeGreaterThanOrEqual(3);
    expect(await getInvoicing(operator, root.accountId)).toMatchObject({ nextMode: "prepayment_invoiced" });
    const begun = Math.floor(now.getTime() / dayMs) * dayMs - 2 * dayMs;
    const months = new Set([begun, now.getTime()].map((at) => new Date(at).toISOString().slice(0, 7)));
    const fees = await listFees(operator, root.accountId);
    expect(fees.rows).toMatchObject([{ subAccountName: "", note: "Support", state: "running", charged: months.size }]);
    expect(await brokenInvariants(root)).toEqual([]);
    const { rows } = await listBills(root, "account");
    const total = rows.reduce((sum, bill) => sum + bill.total, 0n);
    const { wallet, rows: lines } = await getStatement(root, StatementFilter.parse({}));
    const credited = lines.filter(({ kind }) => kind === "top-up").reduce((sum, { amount }) => sum + amount, 0n);
    expect(wallet.posted - wallet.owed).toBe(credited - total);
    expect((await getBill(root, rows[0]?.month ?? "", "pip")).charges).toBeGreaterThan(0n);
    const waiting = await listQuarantined(operator, QuarantineFilter.parse({ account: root.account.name }));
    expect(waiting.rows.map(({ reason }) => reason)).toEqual(["conflict"]);
    const gone = await listResources(root, ResourceFilter.parse({ state: "retired" }));
    expect(gone.rows).toHaveLength(press.resources.length + pip.resources.length);
    expect(gone.rows.map(({ createdAt }) => createdAt.getTime())).not.toContain(now.getTime());
    expect(await tellHistory(history, now)).toBe(0);
    expect((await listFees(operator, root.accountId)).rows).toHaveLength(1);
    for (const days of [1, 3]) expect(await tellHistory({ ...history, days }, now)).toBe(0);
  });

  it("is the same at each asking, and another for another account", () => {
    const day = (name: string) => usageOfDay({ name, uid: "1234567890123456" }, [press], first, span);
    expect(day("orchard")).toEqual(day("orchard"));
    expect(day("orchard")).not.toEqual(day("harbor"));
    const ids = day("orchard").map(({ id }) => String(id));
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("has seasons: offices rest on Sundays, and who left uses nothing", () => {
    const office = {
      name: "one",
      resources: [{ resource: "models:endpoint/x", rhythm: "office" as const, meters: { m: 1 } }],
    };
    const on = (day: string, people = [office]) =>
      usageOfDay({ name: "a", uid: "1" }, people, new Date(`${day}T00:00:00Z`), span).length;
    expect(on("2026-05-06")).toBeGreaterThan(on("2026-05-10"));
    const left = [{ ...office, until: "10-31" }];
    expect(on("2026-10-30", left)).toBeGreaterThan(0);
    expect(on("2026-11-02", left)).toBe(0);
  });

  it("of the cast comes to more than 200,000 charges in half a year", () => {
    const midnights = Array.from({ length: 183 }, (_, day) => new Date(first.getTime() + day * 86_400_000));
    const events = midnights.map(
      (at) => usageOfDay({ name: "harbor", uid: "1" }, demoUsage.harbor ?? [], at, span).length,
    );
    expect(events.reduce((sum, one) => sum + one, 0)).toBeGreaterThan(205_000);
  });
});
