import { expect, it } from "vitest";
import { advanceAccount } from "@/lib/domain/bills/advance-periods";
import { buildClosedMonth, closedMonth } from "@/tests/support/build-closed-month";
import { operator } from "@/tests/support/build-usage";
import { lookDirectly } from "@/tests/support/look-directly";
import { getBill } from "./queries";

it("a closed month says what it comes to with what later bills have of it, and without what its own has of earlier ones", async () => {
  const { root, ada } = await buildClosedMonth();
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
