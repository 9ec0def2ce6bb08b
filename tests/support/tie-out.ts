import { buffer } from "node:stream/consumers";
import { parse } from "csv-parse/sync";
import { expect } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { checkBillFile } from "@/lib/domain/bills/check-bill-file";
import { exportBill } from "@/lib/domain/bills/export-bill";
import type { ExportBillInput } from "@/lib/domain/bills/schema";
import { getBill } from "@/lib/domain/spend/queries";
import { parseDecimal } from "@/lib/foundation/decimal";
import { asMicros, writeMicros } from "@/lib/foundation/money";
import { brokenInvariants } from "./build-usage";
import { columns, faultsOf, type Row } from "./focus-faults";
import { lookDirectly } from "./look-directly";
import { amountAfter, readPdf } from "./read-pdf";

export const billFile = async (root: Context, input: Partial<ExportBillInput> & { month: string }): Promise<Buffer> =>
  buffer(await exportBill(root, { name: "", format: "csv", locale: "en", ...input }));
export const micros = (text: string | undefined) => parseDecimal(String(text), 6) ?? -1n;
const sum = (rows: Row[], column: string) => rows.reduce((total, row) => total + micros(row[column]), 0n);

/** What every place says of a closed month: the same two totals, to the last digit. */
export async function tieOut(root: Context, month: string) {
  const { accountId } = root;
  const [books] = await lookDirectly(
    (sql) => sql`select coalesce(sum(effective_cost), 0)::text as consumed,
        (select total::text from app.invoices where account_id = ${accountId} and to_char(period, 'YYYY-MM') = ${month}) as invoiced
      from app.charges where account_id = ${accountId} and to_char(period, 'YYYY-MM') = ${month}`,
  );
  const consumed = BigInt(books?.consumed);
  const invoiced = books?.invoiced ? micros(books.invoiced) : 0n;
  const screen = await getBill(root, month);
  expect(screen.total).toBe(consumed);
  expect(screen.invoiced?.total ?? screen.total).toBe(invoiced);
  const csv = await billFile(root, { month });
  const text = csv.toString("utf8");
  const table = parse(text.split("\r\n\r\n")[1] ?? "", { columns: true }) as Row[];
  expect(sum(table, "cost")).toBe(consumed);
  expect(sum(table, screen.invoiced ? "billed_cost" : "cost")).toBe(invoiced);
  expect(text).toContain(`\r\ntotal,${writeMicros(asMicros(consumed))}\r\n`);
  const given = new File([new Uint8Array(csv)], "bill.csv", { type: "text/csv" });
  expect(await checkBillFile(root, { file: given })).toMatchObject({ verdict: "same" });
  const focus = parse(await billFile(root, { month, format: "focus" }), { columns: true }) as Row[];
  const rules = columns.filter(({ emit }) => emit !== "absent");
  expect(focus.flatMap((row) => rules.flatMap((column) => faultsOf(row, column)))).toEqual([]);
  expect([sum(focus, "EffectiveCost"), sum(focus, "BilledCost")]).toEqual([consumed, invoiced]);
  expect(new Set(focus.map(({ x_ChargeId }) => x_ChargeId)).size).toBe(focus.length);
  const details = parse(await billFile(root, { month, format: "focus-invoices" }), { columns: true }) as Row[];
  expect(sum(details, "BilledCost")).toBe(invoiced);
  const byLine = (id: string | undefined) =>
    sum(
      focus.filter((row) => row.InvoiceDetailId === id),
      "BilledCost",
    );
  for (const { InvoiceDetailId, BilledCost } of details) {
    const apart = byLine(InvoiceDetailId) - micros(BilledCost);
    expect(apart < 10_000n && apart > -10_000n, InvoiceDetailId).toBe(true);
  }
  const receipt = JSON.parse((await billFile(root, { month, format: "focus-receipt" })).toString("utf8"));
  expect(receipt).toMatchObject({ rows: focus.length, invoicing_mode: screen.invoicingMode });
  expect([micros(receipt.effective_cost), micros(receipt.billed_cost)]).toEqual([consumed, invoiced]);
  const paper = readPdf(await billFile(root, { month, format: "pdf" }));
  // The sign stands before the currency.
  const sign = paper.slice(-6).some((line) => /^\s*Total\s.*\u2212/.test(line)) ? "-" : "";
  expect(micros(sign + amountAfter(paper.slice(-6), "Total").replace("-", ""))).toBe(invoiced);
  expect(await brokenInvariants(root)).toEqual([]);
  return { consumed, invoiced, focus, screen, paper: paper.join("\n") };
}
