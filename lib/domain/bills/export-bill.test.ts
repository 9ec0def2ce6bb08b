import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { giveFee } from "@/lib/domain/fees/give-fee";
import { GiveFeeInput } from "@/lib/domain/fees/schema";
import { getBill } from "@/lib/domain/spend/queries";
import { TopUpWalletInput } from "@/lib/domain/wallet/schema";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { parseDecimal } from "@/lib/foundation/decimal";
import { writeMicros } from "@/lib/foundation/money";
import { buildAccount } from "@/tests/support/build-account";
import { buildClosedMonth, closedMonth } from "@/tests/support/build-closed-month";
import { buildPrice, operator } from "@/tests/support/build-usage";
import { type Column, columns, faultsOf, type Row } from "@/tests/support/focus-faults";
import { lookDirectly } from "@/tests/support/look-directly";
import { advanceAccount } from "./advance-periods";
import { exportBill } from "./export-bill";
import focus from "./focus-columns.json";
import { focusDatasets } from "./focus-dataset-rules";
import type { ExportBillInput } from "./schema";

const month = closedMonth;
let root: Context;
let ada: Context;
let finance: Context;

beforeAll(async () => {
  ({ root, ada, finance } = await buildClosedMonth());
});

async function textOf(stream: Promise<Readable>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of await stream) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}
const file = (ctx: Context, input: Partial<ExportBillInput> = {}) =>
  textOf(exportBill(ctx, { month, name: "", format: "csv", locale: "en", ...input }));
/** The table between the head of facts and the tail. */
function tableOf(text: string): Row[] {
  const table = text.split("\r\n\r\n")[1] ?? "";
  return parse(table, { columns: true }) as Row[];
}
const micros = (text: string | undefined) => parseDecimal(String(text), 6) ?? 0n;
const sum = (rows: Row[], column: string) => rows.reduce((total, row) => total + micros(row[column]), 0n);

describe("the files of a month", () => {
  it("add up to the screen's total, of the account and of each sub-account, to the last digit", async () => {
    const all = tableOf(await file(root));
    const screen = await getBill(root, month);
    expect(sum(all, "cost")).toBe(screen.total);
    expect(BigInt(all.length)).toBe(screen.charges);
    let parts = sum(
      all.filter((row) => row.sub_account === ""),
      "cost",
    );
    for (const name of ["ada", "bob"]) {
      const text = await file(root, { name });
      const own = sum(tableOf(text), "cost");
      expect(own).toBe((await getBill(root, month, name)).total);
      expect(text).toContain(`total,${writeMicros((await getBill(root, month, name)).total)}\r\n`);
      parts += own;
    }
    expect(parts).toBe(screen.total);
    const rows = parse(await file(root, { format: "focus" }), { columns: true }) as Row[];
    expect(sum(rows, "EffectiveCost")).toBe(screen.total);
    const [invoice] = await lookDirectly(
      (sql) => sql`select number, total::text from app.invoices where account_id = ${root.accountId}`,
    );
    expect(new Set(rows.map(({ InvoiceId }) => InvoiceId))).toEqual(new Set([invoice?.number]));
    expect(sum(rows, "BilledCost")).toBe(micros(invoice?.total));
  });

  it("guard text that a spreadsheet would run, and no amount", async () => {
    const text = await file(root);
    expect(text).toContain(`"'=HYPERLINK(""http://evil"")"`);
    const credit = tableOf(text).find(({ category }) => category === "Credit");
    expect(credit?.cost).toBe("-0.01");
  });

  it("are of the account for the root user and finance, of itself for a sub-account, and of nobody else", async () => {
    expect(tableOf(await file(finance)).length).toBe(tableOf(await file(root)).length);
    expect(await file(finance, { name: "ada" })).toContain("sub_account,ada\r\n");
    const own = tableOf(await file(ada, { name: "ada" }));
    expect(sum(own, "cost")).toBe((await getBill(root, month, "ada")).total);
    const other = { ...(await buildAccount()), authorityEpoch: null };
    const refused: [Context, Partial<ExportBillInput>][] = [
      [ada, {}],
      [ada, { format: "focus" }],
      [ada, { name: "ada", format: "focus" }],
      [ada, { format: "focus-periods" }],
      [ada, { name: "ada", format: "focus-invoices" }],
      [ada, { name: "bob" }],
      [ada, { name: "nobody-here" }],
      [root, { name: "nobody-here" }],
      [root, { month: "2020-01" }],
      [other, {}],
      [other, { name: "ada" }],
    ];
    for (const [ctx, input] of refused) {
      await expect(file(ctx, input), JSON.stringify(input)).rejects.toMatchObject({ code: "not-found" });
    }
    const told = await lookDirectly(
      (sql) => sql`select from app.audit_events where account_id = ${other.accountId} and action = 'bss:ExportBill'`,
    );
    expect(told).toHaveLength(0);
  });
});

describe("the FOCUS file", () => {
  it.each([month, "2027-09"])("of %s satisfies every rule of the list, row by row", async (one) => {
    const text = await file(root, { month: one, format: "focus" });
    const rows = parse(text, { columns: true }) as Row[];
    expect(rows.length).toBeGreaterThan(0);
    expect(Object.keys(rows[0] ?? {})).toEqual(columns.filter(({ emit }) => emit !== "absent").map(({ name }) => name));
    const rules = columns.filter(({ emit }) => emit !== "absent");
    expect(rows.flatMap((row) => rules.flatMap((column) => faultsOf(row, column)))).toEqual([]);
    if (one === month)
      expect(new Set(rows.map((row) => row.ChargeCategory))).toEqual(
        new Set(["Usage", "Credit", "Adjustment", "Purchase"]),
      );
    else expect(rows.map((row) => [row.ChargeClass, row.InvoiceId])).toEqual([["Correction", ""]]);
  });

  it("says of a fee by the month that it was bought, and will be again", async () => {
    const { accountId, ...buyer } = await buildAccount();
    const bought = { ...buyer, accountId, authorityEpoch: null };
    const at = (moment: string) => ({ ...operator, now: new Date(moment), idempotencyKey: null });
    const priceCode = await buildPrice({ recurring: true, units: "1", tiers: [{ upTo: null, price: "0.337" }] });
    const credit = { accountId, amount: "100", reference: "fee-1" };
    await topUpWallet(at("2027-08-01T00:00:00Z"), TopUpWalletInput.parse(credit));
    const fee = { accountId, priceCode, quantity: "3", firstMonth: month };
    await giveFee(at("2027-08-05T00:00:00Z"), GiveFeeInput.parse(fee));
    await advanceAccount(at("2027-09-03T00:00:00Z"), accountId);
    const rows = parse(await file(bought, { format: "focus" }), { columns: true }) as Row[];
    const rules = columns.filter(({ emit }) => emit !== "absent");
    expect(rows.flatMap((row) => rules.flatMap((column) => faultsOf(row, column)))).toEqual([]);
    expect(rows.map((row) => [row.ChargeCategory, row.ChargeFrequency, row.BilledCost])).toEqual([
      ["Purchase", "Recurring", "1.011"],
      ["Adjustment", "One-Time", "-0.001"],
    ]);
    expect(rows[0]).toMatchObject({ PricingQuantity: "3.0", ConsumedQuantity: "", SubAccountId: "" });
    expect(tableOf(await file(bought)).map(({ category, cost }) => [category, cost])).toEqual([
      ["Purchase", "1.011"],
      ["Adjustment", "-0.001"],
    ]);
  });

  it.each(["focus-periods", "focus-invoices"] as const)(
    "beside it, %s, satisfies its list and adds up to the invoice",
    async (format) => {
      const rules = focus.datasets_1_4[focusDatasets[format]] as unknown as Column[];
      for (const [one, status] of [
        [month, "Closed"],
        ["2027-09", "Open"],
      ] as const) {
        const text = await file(root, { month: one, format });
        const written = rules.filter(({ emit }) => emit !== "absent");
        expect(text.split("\n")[0]).toBe(written.map(({ name }) => name).join(","));
        const rows = parse(text, { columns: true }) as Row[];
        expect(rows.flatMap((row) => written.flatMap((column) => faultsOf(row, column)))).toEqual([]);
        if (format === "focus-periods") {
          expect(rows.map((row) => row.BillingPeriodStatus)).toEqual([status]);
          for (const { BillingPeriodCreated = "", BillingPeriodLastUpdated = "" } of rows) {
            expect(BillingPeriodLastUpdated >= BillingPeriodCreated).toBe(true);
          }
        } else if (status === "Open") expect(rows).toEqual([]);
        else {
          const charges = parse(await file(root, { month: one, format: "focus" }), { columns: true }) as Row[];
          expect(sum(rows, "BilledCost")).toBe(sum(charges, "BilledCost"));
          const lines = new Set(rows.map(({ InvoiceDetailId }) => InvoiceDetailId));
          for (const { InvoiceDetailId } of charges) {
            if (InvoiceDetailId) expect(lines).toContain(InvoiceDetailId);
          }
          expect(rows.map(({ InvoiceDetailGrain }) => JSON.parse(String(InvoiceDetailGrain)))).toContainEqual(
            expect.objectContaining({ SubAccountId: expect.stringMatching(/:user\/ada$/) }),
          );
        }
      }
    },
  );

  it("has a receipt of its own: rows, sums, and the hash of its very bytes", async () => {
    for (const one of [month, "2027-09"]) {
      const text = await file(root, { month: one, format: "focus" });
      const rows = parse(text, { columns: true }) as Row[];
      const receipt = JSON.parse(await file(root, { month: one, format: "focus-receipt" }));
      expect(receipt).toMatchObject({ month: one, rows: rows.length, time_zone: "Asia/Shanghai", schema: "FOCUS 1.2" });
      expect(receipt.sha256).toBe(createHash("sha256").update(text).digest("hex"));
      expect([micros(receipt.billed_cost), micros(receipt.effective_cost)]).toEqual([
        sum(rows, "BilledCost"),
        sum(rows, "EffectiveCost"),
      ]);
    }
    await expect(file(ada, { format: "focus-receipt" })).rejects.toMatchObject({ code: "not-found" });
  });

  it("fails the list where a cell is wrong", async () => {
    const [row = {}] = parse(await file(root, { format: "focus" }), { columns: true }) as Row[];
    const faulty = (change: Row) =>
      columns.flatMap((column) => (column.emit === "absent" ? [] : faultsOf({ ...row, ...change }, column)));
    expect(faulty({})).toEqual([]);
    for (const change of [
      { ListCost: "9.0" },
      { ChargeCategory: "Gift" },
      { BilledCost: "3" },
      { SubAccountName: "" },
      { ServiceSubcategory: "Bots " },
      { ProviderName: "" },
    ]) {
      expect(faulty(change as Row), JSON.stringify(change)).not.toEqual([]);
    }
  });
});
