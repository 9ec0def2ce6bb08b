import { beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { getCharge } from "@/lib/domain/charges/explain-queries";
import { listChargeRows } from "@/lib/domain/charges/row-queries";
import { listTransactions } from "@/lib/domain/transactions/queries";
import { TransactionFilter } from "@/lib/domain/transactions/schema";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { adjustWallet } from "@/lib/domain/wallet/adjust-wallet";
import { getStatement } from "@/lib/domain/wallet/queries";
import { AdjustWalletInput, StatementFilter, TopUpWalletInput } from "@/lib/domain/wallet/schema";
import { settleCharges } from "@/lib/domain/wallet/settle-charges";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { writeMicros } from "@/lib/foundation/money";
import { buildAccount } from "@/tests/support/build-account";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { buildEvent, buildPrice, operator, rateAll } from "@/tests/support/build-usage";
import { getBill, getSpendSummary, listBillLines, listBills } from "./queries";
import { BillFilter, ChargeFilter } from "./schema";

const hourMs = 3_600_000;
/** Whole hours of the running month, so that a run in its first hours counts alike. */
const at = new Date(Math.floor(Date.now() / hourMs) * hourMs - hourMs);

let root: Context;
let ada: Context;
let finance: Context;
let stranger: Context;
let month: string;
let sku: string;

beforeAll(async () => {
  root = { ...(await buildAccount()), authorityEpoch: null };
  ada = await buildSubAccount(root, { name: "ada" });
  await buildSubAccount(root, { name: "bo" });
  finance = await buildSubAccount(root, { name: "lin", policies: ["AliyunBSSReadOnlyAccess"] });
  stranger = { ...(await buildAccount()), authorityEpoch: null };
  sku = await buildPrice({ tiers: [{ upTo: null, price: "1" }] });
  const second = await buildPrice({ tiers: [{ upTo: null, price: "2" }] });
  const used = [
    ["ada", sku, "1500000", "m1"],
    ["ada", sku, "500001", "m2"],
    ["ada", second, "1000000", "m1"],
    ["bo", sku, "10000000", "m1"],
  ] as const;
  await reportUsage(
    operator,
    used.map(([subAccount, meter, value, resource]) => buildEvent(root, { meter, subAccount, value, at, resource })),
  );
  await rateAll(root, operator, used.length);
  const { accountId } = root;
  const input = { accountId, amount: "13", reference: `slip-${accountId}` };
  await topUpWallet(operator, TopUpWalletInput.parse(input));
  await settleCharges(operator, accountId);
  await adjustWallet(operator, AdjustWalletInput.parse({ accountId, amount: "-0.5", reason: "goodwill" }));
  month = (await listBills(root, "widest")).rows[0]?.month ?? "";
});

const of = (name: string) => ({ month, name });
const filter = (view: object = {}) => BillFilter.parse(view);
const shown = (lines: Awaited<ReturnType<typeof listBillLines>>) =>
  lines.rows.map(({ key, cost }) => `${key} ${writeMicros(cost)}`);

describe("a bill", () => {
  it("is the same sum from every side, in the chart and in the list of months", async () => {
    const { rows } = await listBills(finance, "widest");
    expect(rows.map(({ total, subAccounts }) => [writeMicros(total), subAccounts])).toEqual([["13.500001", 2]]);
    const bill = await getBill(root, month);
    expect(writeMicros(bill.total)).toBe("13.500001");
    const drawn = bill.daily.series.reduce((sum, { total }) => sum + total, 0n);
    expect(drawn).toBe(bill.total);
    for (const by of ["sub-account", "service", "sku", "day"] as const) {
      const lines = await listBillLines(finance, of(""), filter({ by }));
      expect(writeMicros(lines.total), by).toBe("13.500001");
      expect(lines.rows.reduce((sum, { cost }) => sum + cost, 0n)).toBe(bill.total);
    }
    expect(shown(await listBillLines(root, of(""), filter()))).toEqual(["bo 10.00", "ada 4.000001", " -0.50"]);
  });

  it("opens: a SKU's number leads to the sub-accounts that make it, and theirs to the charges", async () => {
    const lines = await listBillLines(finance, of(""), filter({ sku }));
    expect(shown(lines)).toEqual(["bo 10.00", "ada 2.000001"]);
    const charges = await listChargeRows(finance, ChargeFilter.parse({ month, name: "ada", sku }));
    expect(writeMicros(charges.totals.cost)).toBe("2.000001");
    expect(charges.rows.map(({ cost }) => writeMicros(cost)).toSorted()).toEqual(["0.500001", "1.50"]);
    const own = await listChargeRows(root, ChargeFilter.parse({ month, name: "~" }));
    expect(own.rows.map(({ note }) => note)).toEqual(["goodwill"]);
    expect(writeMicros(own.totals.cost)).toBe("-0.50");
  });

  it("turns pages that join without a gap, both ways", async () => {
    const first = await listBillLines(root, of(""), { ...filter(), size: "1" as "25" });
    const second = await listBillLines(root, of(""), { ...filter({ cursor: first.older }), size: "1" as "25" });
    const back = await listBillLines(root, of(""), { ...filter({ cursor: second.newer }), size: "1" as "25" });
    expect([first, second, back].flatMap(shown)).toEqual(["bo 10.00", "ada 4.000001", "bo 10.00"]);
    expect(writeMicros(second.total)).toBe("13.500001");
  });

  it("of a charge explains it: price, tier, quantity, and the usage behind", async () => {
    const [row] = (await listChargeRows(ada, ChargeFilter.parse({ month, sku }))).rows.toSorted((a, b) =>
      a.cost < b.cost ? -1 : 1,
    );
    const charge = await getCharge(ada, { month, id: String(row?.id) });
    expect(charge).toMatchObject({
      ...{ quantity: "500001", unitPrice: "0.000001", exactCost: "0.500001", tier: 1, events: 1 },
      ...{ subAccountName: "ada", skuCode: sku, moreUsage: false },
    });
    expect(charge.usage).toMatchObject([{ value: "500001", source: "urn:test" }]);
  });
});

describe("a sub-account", () => {
  it("sees its own part, the same to the micro, and nothing of others", async () => {
    expect((await listBills(ada, "widest")).rows.map(({ total }) => writeMicros(total))).toEqual(["4.000001"]);
    const summary = await getSpendSummary(ada);
    expect(summary).toMatchObject({ ofAccount: false, top: [] });
    expect(writeMicros(summary.monthSoFar)).toBe("4.000001");
    expect(writeMicros((await getBill(ada, month, "ada")).total)).toBe("4.000001");
    const charges = await listChargeRows(ada, ChargeFilter.parse({ month }));
    expect(new Set(charges.rows.map(({ subAccountName }) => subAccountName))).toEqual(new Set(["ada"]));
    expect(writeMicros(charges.totals.cost)).toBe("4.000001");
  });

  it("is told the same of another's as of nobody's", async () => {
    const [bos] = (await listChargeRows(root, ChargeFilter.parse({ month, name: "bo" }))).rows;
    const asked = (name: string) => [
      () => getBill(ada, month, name),
      () => listBillLines(ada, of(name), filter()),
      () => listChargeRows(ada, ChargeFilter.parse({ month, name })),
    ];
    for (const ask of [
      ...asked("bo"),
      ...asked("nobody"),
      () => getCharge(ada, { month, id: String(bos?.id) }),
      () => getCharge(ada, { month, id: "999999999" }),
    ]) {
      await expect(ask()).rejects.toMatchObject({ code: "not-found" });
    }
  });

  it("may not ask for the account's", async () => {
    for (const ask of [
      () => getBill(ada, month),
      () => listBillLines(ada, of(""), filter()),
      () => listChargeRows(ada, ChargeFilter.parse({ month, settlement: "1" })),
      () => listChargeRows(ada, ChargeFilter.parse({ month, name: "~" })),
      () => listTransactions(ada, TransactionFilter.parse({})),
    ]) {
      await expect(ask()).rejects.toMatchObject({ code: "forbidden" });
    }
  });
});

it("another account's root user finds neither names nor charges of this one", async () => {
  const [row] = (await listChargeRows(root, ChargeFilter.parse({ month, name: "bo" }))).rows;
  expect((await listBills(stranger, "widest")).rows).toEqual([]);
  await expect(getBill(stranger, month)).rejects.toMatchObject({ code: "not-found" });
  await expect(getCharge(stranger, { month, id: String(row?.id) })).rejects.toMatchObject({ code: "not-found" });
  await expect(listChargeRows(stranger, ChargeFilter.parse({ month, name: "bo" }))).rejects.toMatchObject({
    code: "not-found",
  });
});

describe("transactions", () => {
  it("come newest first with the running balance, and their totals are the filter's", async () => {
    const all = await listTransactions(finance, TransactionFilter.parse({}));
    expect(
      all.rows.map(({ kind, amount, balance }) => [
        kind,
        writeMicros(amount),
        balance === null ? null : writeMicros(balance),
      ]),
    ).toEqual([
      ["collection", "-0.50", "0.00"],
      ["refund", "0.50", "0.50"],
      ["overage", expect.any(String), null],
      ["usage", expect.any(String), "0.00"],
      ["usage", expect.any(String), expect.any(String)],
      ["top-up", "13.00", "13.00"],
    ]);
    expect(all.totals && [all.totals.in, all.totals.out, all.totals.owed].map((sum) => writeMicros(sum))).toEqual([
      "13.50",
      "13.50",
      "1.000001",
    ]);
    const names = ["ada", "bo"];
    const bills = await Promise.all(names.map((name) => getBill(root, month, name)));
    const uncovered = bills.reduce((sum, { statement }) => sum + (statement?.uncovered ?? 0n), 0n);
    expect(uncovered).toBe(all.totals?.owed);
    expect((await getBill(ada, month, "ada")).statement).toEqual(bills[0]?.statement);
    const some = await listTransactions(root, TransactionFilter.parse({ kind: "usage", name: "ada", max: "9" }));
    expect(some.rows.map(({ subAccountName }) => subAccountName)).toEqual(["ada"]);
    expect(some.totals?.lines).toBe(1n);
    for (const nothing of [{ name: "nobody" }, { reference: "made up" }, { until: "2020-01-01" }]) {
      expect((await listTransactions(root, TransactionFilter.parse(nothing))).rows, JSON.stringify(nothing)).toEqual(
        [],
      );
    }
  });

  it("of a settlement lead to the charges behind them", async () => {
    const { rows } = await listTransactions(root, TransactionFilter.parse({ kind: "usage" }));
    const [usage] = rows;
    const view = { month, settlement: String(usage?.settlementNo), name: String(usage?.subAccountName) };
    const charges = await listChargeRows(root, ChargeFilter.parse(view));
    expect(charges.rows.reduce((sum, { cost }) => sum + cost, 0n)).toBe(charges.totals.cost);
    expect(charges.rows.length).toBeGreaterThan(0);
  });

  it("and the statement turn pages that join", async () => {
    const page = (cursor?: string) =>
      listTransactions(root, { ...TransactionFilter.parse({ cursor }), size: "2" as "25" });
    const first = await page();
    const second = await page(first.older);
    const ids = [...first.rows, ...second.rows].map(({ id }) => id);
    expect(ids).toEqual(
      (await listTransactions(root, TransactionFilter.parse({}))).rows.slice(0, 4).map(({ id }) => id),
    );
    expect((await page(second.newer)).rows).toEqual(first.rows);
    const lines = (cursor?: string) => getStatement(root, { ...StatementFilter.parse({ cursor }), size: "2" as "25" });
    const newest = await lines();
    const older = await lines(newest.older);
    expect([...newest.rows, ...older.rows].map(({ seq }) => seq)).toEqual(["5", "4", "3", "2"]);
    expect((await lines(older.newer)).rows).toEqual(newest.rows);
  });
});
