import { describe, expect, it } from "vitest";
import { authorize } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { walletResource } from "@/lib/authorization/resources";
import { advanceAccount } from "@/lib/domain/bills/advance-periods";
import { getCharge } from "@/lib/domain/charges/explain-queries";
import { listChargeRows } from "@/lib/domain/charges/row-queries";
import { makeMoneyPartitions } from "@/lib/domain/ledger/make-money-partitions";
import { SetSpendLimitInput } from "@/lib/domain/limits/schema";
import { setSpendLimit } from "@/lib/domain/limits/set-spend-limit";
import { SetContractPriceInput } from "@/lib/domain/prices/schema";
import { setContractPrice } from "@/lib/domain/prices/set-contract-price";
import { getBill, listBillLines } from "@/lib/domain/spend/queries";
import { BillFilter, ChargeFilter } from "@/lib/domain/spend/schema";
import { deleteSubAccount } from "@/lib/domain/sub-accounts/delete-sub-account";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { readBurn } from "@/lib/domain/wallet/lookups";
import { TopUpWalletInput } from "@/lib/domain/wallet/schema";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { writeMicros } from "@/lib/foundation/money";
import { withReadTransaction } from "@/lib/foundation/transaction";
import { buildAccount } from "@/tests/support/build-account";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { brokenInvariants, buildPrice, operator } from "@/tests/support/build-usage";
import { cancelFee } from "./cancel-fee";
import { chargeFeesOf } from "./charge-fees";
import { giveFee } from "./give-fee";
import { listAccountsWithFeesDue, listFees } from "./queries";
import { GiveFeeInput } from "./schema";

const at = (moment: string): PlatformContext => ({ ...operator, now: new Date(moment), idempotencyKey: null });
const month = "2027-09";

async function build({ credit = "100000" } = {}) {
  for (const first of ["2027-06", "2027-09", "2027-12"]) await makeMoneyPartitions(at(`${first}-01T00:00:00Z`));
  const root = { ...(await buildAccount()), authorityEpoch: null };
  await buildSubAccount(root, { name: "ada" });
  const { accountId } = root;
  const topUp = (amount: string) =>
    topUpWallet(at("2027-09-01T00:00:00Z"), TopUpWalletInput.parse({ accountId, amount, reference: `r${amount}` }));
  if (credit) await topUp(credit);
  const priceCode = await buildPrice({ recurring: true, units: "1", tiers: [{ upTo: null, price: "199.5" }] });
  const give = (input: Partial<GiveFeeInput> = {}, now = "2027-09-10T00:00:00Z") =>
    giveFee(at(now), GiveFeeInput.parse({ accountId, priceCode, quantity: "2", firstMonth: month, ...input }));
  const charge = (now: string) => chargeFeesOf(at(now), accountId);
  const bill = async (of: string, name = "") =>
    (await listBillLines(root, { month: of, name }, BillFilter.parse({ by: "category" }))).rows.map(
      ({ key, cost, charges }) => [key, writeMicros(cost), Number(charges)],
    );
  return { root, accountId, priceCode, topUp, give, charge, bill };
}

describe("a recurring fee", () => {
  it("is charged once for each month that has begun, however often and however late it is asked for", async () => {
    const { root, accountId, give, charge, bill, priceCode } = await build();
    const validFrom = "2027-09-30T16:00:00Z";
    const agreed = { accountId, priceCode, validFrom, discount: "10" };
    await setContractPrice(at("2027-09-10T00:00:00Z"), SetContractPriceInput.parse(agreed));
    const { id } = await give({ subAccountName: "ada", note: "Seats", lastMonth: "2027-11" });
    expect(await listAccountsWithFeesDue(at("2027-09-10T00:00:00Z"))).toContain(accountId);
    expect(await charge("2027-09-10T00:00:00Z")).toBe(1);
    expect(await charge("2027-09-10T00:00:00Z")).toBe(0);
    expect(await bill(month)).toEqual([["Purchase", "399.00", 1]]);
    // Down for two months: each is on its own bill, at the price that it began with.
    const calls = Array.from({ length: 4 }, () => charge("2027-12-05T00:00:00Z").catch(() => 0));
    expect((await Promise.all(calls)).reduce((sum, one) => sum + one, 0)).toBe(2);
    expect(await bill("2027-10")).toEqual([["Purchase", "359.10", 1]]);
    expect(await bill("2027-11", "ada")).toEqual([["Purchase", "359.10", 1]]);
    expect(await listAccountsWithFeesDue(at("2028-02-05T00:00:00Z"))).not.toContain(accountId);
    const later = { ...root, now: new Date("2027-12-05T00:00:00Z") };
    const filter = ChargeFilter.parse({ month: "2027-10", name: "ada", category: "Purchase" });
    const { rows, totals } = await listChargeRows(later, filter);
    expect([rows.length, writeMicros(totals.cost)]).toEqual([1, "359.10"]);
    expect(await getCharge(later, { month: "2027-10", id: rows[0]?.id ?? "" })).toMatchObject({
      ...{ category: "Purchase", unitPrice: "179.55", listUnitPrice: "199.5", exactCost: "359.1", note: "Seats" },
      startAt: new Date("2027-09-30T16:00:00Z"),
      endAt: new Date("2027-10-31T16:00:00Z"),
    });
    const { rows: fees } = await listFees(at("2027-12-05T00:00:00Z"), accountId);
    expect(fees).toMatchObject([
      { id, state: "over", charged: 3, waiting: 0, subAccountName: "ada", mayCancel: false },
    ]);
    expect(await brokenInvariants(root)).toEqual([]);
  });

  it("is on its month's bill before that closes; of a closed month it is a correction on the open one", async () => {
    const { root, accountId, give, bill, charge } = await build();
    await give();
    await advanceAccount(at("2027-10-03T00:00:00Z"), accountId);
    expect(await bill(month)).toEqual([["Purchase", "399.00", 1]]);
    expect((await getBill(root, month)).status).toBe("closed");
    await give({ quantity: "1" }, "2027-10-04T00:00:00Z");
    // October of the first was charged when September was closed.
    expect(await charge("2027-10-04T00:00:00Z")).toBe(2);
    expect(await bill(month)).toEqual([["Purchase", "399.00", 1]]);
    const later = { ...root, now: new Date("2027-10-05T00:00:00Z") };
    const { rows } = await listChargeRows(later, ChargeFilter.parse({ month: "2027-10" }));
    const told = rows.map(({ correction, cost, startAt }) => [correction, writeMicros(cost), startAt.toISOString()]);
    expect(told.toSorted()).toEqual([
      [false, "199.50", "2027-09-30T16:00:00.000Z"],
      [false, "399.00", "2027-09-30T16:00:00.000Z"],
      [true, "199.50", "2027-08-31T16:00:00.000Z"],
    ]);
    expect(writeMicros((await getBill(root, month)).restated?.total ?? (0n as never))).toBe("598.50");
    expect(await brokenInvariants(root)).toEqual([]);
  });

  it("waits while nothing may be bought: no money, or a limit that is reached", async () => {
    const { root, accountId, topUp, give, charge } = await build({ credit: "" });
    await give({ subAccountName: "ada" });
    await give({ quantity: "1" });
    expect(await charge("2027-09-10T00:00:00Z")).toBe(0);
    expect((await listFees(at("2027-09-10T00:00:00Z"), accountId)).rows.map(({ waiting }) => waiting)).toEqual([1, 1]);
    await topUp("1000");
    const limit = { subAccountName: "ada", per: "month", hard: "0" };
    await setSpendLimit({ ...root, now: new Date("2027-09-10T00:00:00Z") }, SetSpendLimitInput.parse(limit));
    expect(await charge("2027-09-11T00:00:00Z")).toBe(1);
    // The limit is of another month: what is due is caught up with, the old month on its own bill.
    expect((await listFees(at("2027-09-11T00:00:00Z"), accountId)).rows.map(({ waiting }) => waiting)).toEqual([0, 1]);
    expect(await brokenInvariants(root)).toEqual([]);
  });

  it("ends when it is cancelled, with its last month, and with its sub-account", async () => {
    const { root, accountId, give, charge, bill } = await build();
    const [running, coming] = [await give(), await give({ firstMonth: "2027-12" })];
    await cancelFee(at("2027-09-12T00:00:00Z"), { accountId, id: coming.id });
    await charge("2027-09-12T00:00:00Z");
    await cancelFee(at("2027-10-12T00:00:00Z"), { accountId, id: running.id });
    await expect(cancelFee(at("2027-10-12T00:00:00Z"), { accountId, id: running.id })).rejects.toMatchObject({
      ...{ code: "invalid-state", reason: "feeOver" },
    });
    await give({ subAccountName: "ada" });
    await disableSubAccount(root, { name: "ada", reason: "" });
    await deleteSubAccount(root, { name: "ada", typedName: "ada" });
    expect(await charge("2028-01-12T00:00:00Z")).toBe(1);
    expect(await bill("2027-10")).toEqual([["Purchase", "399.00", 1]]);
    expect(await bill("2027-12").catch(() => [])).toEqual([]);
    const { rows } = await listFees(at("2028-01-12T00:00:00Z"), accountId);
    expect(rows.map(({ state, charged, waiting }) => [state, charged, waiting])).toEqual([
      ["over", 0, 0],
      ["over", 0, 0],
      ["over", 2, 0],
    ]);
    expect(await listAccountsWithFeesDue(at("2028-01-12T00:00:00Z"))).not.toContain(accountId);
  });

  it("is no sign of what an hour costs", async () => {
    const { root, accountId, give, charge } = await build();
    const now = "2027-08-31T16:20:00Z";
    await give({}, now);
    await charge(now);
    const ctx = enterAccount(at(now), { ...root.account, accountId });
    const allowed = authorize(ctx, "espalier:SettleCharges", walletResource(ctx));
    expect(await withReadTransaction(allowed, (tx) => readBurn(tx, allowed))).toBe(0n);
  });

  it("is refused for a price of usage, before the books, without a price, for nobody, and of another account", async () => {
    const { accountId, priceCode, give } = await build();
    const { accountId: other } = await build();
    const usage = await buildPrice();
    const young = await buildPrice({ recurring: true, units: "1", validFrom: "2027-11-01T00:00:00Z" });
    for (const [input, refusal] of [
      [{ priceCode: usage }, { reason: "notRecurring", details: { field: "priceCode" } }],
      [{ priceCode: young }, { reason: "noFeePrice", details: { field: "firstMonth" } }],
      [{ priceCode: "nobody-here" }, { code: "not-found", details: { field: "priceCode" } }],
      [{ firstMonth: "2020-01" }, { reason: "feeTooEarly", details: { field: "firstMonth" } }],
      [{ subAccountName: "nobody" }, { code: "not-found", details: { field: "subAccountName" } }],
    ] as const) {
      await expect(give(input), JSON.stringify(input)).rejects.toMatchObject(refusal);
    }
    const { id } = await give();
    await expect(cancelFee(at("2027-09-12T00:00:00Z"), { accountId: other, id })).rejects.toMatchObject({
      code: "not-found",
    });
    for (const bad of [{ quantity: "0" }, { quantity: "-1" }, { firstMonth: "2027-13" }, { lastMonth: "2027-08" }]) {
      const input = { accountId, priceCode, quantity: "1", firstMonth: month, ...bad };
      expect(GiveFeeInput.safeParse(input).success, JSON.stringify(bad)).toBe(false);
    }
  });

  it("is listed by pages, the newest first, each fee once", async () => {
    const { accountId, give } = await build();
    const given: string[] = [];
    for (let turn = 0; turn < 52; turn++) given.unshift((await give({ note: `${turn}` })).id);
    const first = await listFees(at("2027-09-12T00:00:00Z"), accountId);
    const second = await listFees(at("2027-09-12T00:00:00Z"), accountId, { cursor: first.older });
    expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual(given);
    expect([first.newer, second.older, first.rows.length]).toEqual([undefined, undefined, 50]);
    expect(second.rows[0]).toMatchObject({ waiting: 1, charged: 0, newest: null });
    const back = await listFees(at("2027-09-12T00:00:00Z"), accountId, { cursor: second.newer });
    expect(back.rows).toEqual(first.rows);
  });
});
