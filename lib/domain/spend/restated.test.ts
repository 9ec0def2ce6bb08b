import { beforeAll, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { advanceAccount } from "@/lib/domain/bills/advance-periods";
import { buildClosedMonth, closedMonth } from "@/tests/support/build-closed-month";
import { operator } from "@/tests/support/build-usage";
import { lookDirectly } from "@/tests/support/look-directly";
import { listChanges } from "./change-queries";
import { listRestated } from "./month-sums-queries";
import { getBill } from "./queries";
import { ChangeFilter, changeParts } from "./schema";

let root: Context;
let ada: Context;

beforeAll(async () => {
  ({ root, ada } = await buildClosedMonth());
});

it("what changed against the month before is told by sub-account and SKU, and its parts sum to the difference of the bills", async () => {
  const [august, september] = [await getBill(root, closedMonth), await getBill(root, "2027-09")];
  const ask = (ctx: Context, name: string, view: object = {}) =>
    listChanges(ctx, { month: "2027-09", name }, ChangeFilter.parse({ by: "change", ...view }));
  const changes = await ask(root, "");
  expect([changes.all.now, changes.all.before]).toEqual([september.total, august.total]);
  const sum = changeParts.reduce((total, part) => total + changes.all.parts[part], 0n);
  expect(sum).toBe(september.total - august.total);
  // Bob used less of one thing, and of everything else nothing.
  expect(changes.rows.filter(({ parts }) => parts.volume !== 0n).map(({ whose }) => changes.names.get(whose))).toEqual([
    "bob",
  ]);
  expect(changes.all.parts).toMatchObject({ new: 0n });
  const gone = await ask(root, "", { part: "gone" });
  expect(gone.total.parts.gone).toBe(changes.all.parts.gone);
  expect(gone.rows.length).toBe(changes.rows.length - 1);

  const own = await ask(ada, "ada");
  expect(own.all.before).toBe((await getBill(ada, closedMonth, "ada")).total);
  expect(own.all.now).toBe(0n);
  await expect(ask(ada, "bob")).rejects.toMatchObject({ code: "not-found" });
  await expect(ask(ada, "")).rejects.toMatchObject({ code: "forbidden" });
});

it("every month is listed as issued and restated, and both ways sum to the same to the last micro", async () => {
  const { rows, issued, restated } = await listRestated(root);
  const [august, september] = [await getBill(root, closedMonth), await getBill(root, "2027-09")];
  expect(rows.map(({ month, issued: of }) => [month, of])).toEqual([
    ["2027-09", september.total],
    [closedMonth, august.total],
  ]);
  expect(rows.at(-1)?.restated).toBe(august.restated?.total);
  expect(rows[0]).toMatchObject({ restated: 0n, ofOthers: [{ month: closedMonth, cost: september.total }] });
  expect(issued).toBe(august.total + september.total);
  expect(restated).toBe(issued);
  const [charged] = await lookDirectly(
    (sql) => sql<{ cost: string }[]>`select sum(effective_cost)::text as cost from app.charges
      where account_id = ${root.accountId}`,
  );
  expect(issued).toBe(BigInt(charged?.cost ?? 0));
  await expect(listRestated(ada)).rejects.toMatchObject({ code: "forbidden" });
});

it("a closed month says what it comes to with what later bills have of it, and without what its own has of earlier ones", async () => {
  const august = await getBill(root, closedMonth);
  const september = await getBill(root, "2027-09");
  expect(september.total).not.toBe(0n);
  const later = [{ month: "2027-09", cost: september.total }];
  expect(august.restated).toEqual({ total: august.total + september.total, later, ofBefore: 0n });
  expect(september.restated).toBeUndefined();
  // The late usage was bob's.
  expect((await getBill(root, closedMonth, "bob")).restated).toMatchObject({ later });
  expect((await getBill(ada, closedMonth, "ada")).restated).toBeUndefined();

  await advanceAccount({ ...operator, now: new Date("2027-10-03T00:00:00Z") }, root.accountId);
  const closed = await getBill(root, "2027-09");
  const [rounding] = await lookDirectly(
    (sql) => sql<{ cost: string }[]>`select coalesce(sum(effective_cost), 0)::text as cost from app.charges
      where account_id = ${root.accountId} and period = '2027-09-01' and note = 'Rounding'`,
  );
  const own = BigInt(rounding?.cost ?? 0);
  expect(closed.total).toBe(september.total + own);
  expect(closed.restated).toEqual({ total: own, later: [], ofBefore: september.total });
  expect((await getBill(root, closedMonth)).restated?.later).toEqual(later);
});
