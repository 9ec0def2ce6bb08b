import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { getBill, listBillLines } from "@/lib/domain/spend/queries";
import { BillFilter } from "@/lib/domain/spend/schema";
import { parseDecimal } from "@/lib/foundation/decimal";
import { writeMicros, zero } from "@/lib/foundation/money";
import { buildAccount } from "@/tests/support/build-account";
import { buildClosedMonth, closedMonth } from "@/tests/support/build-closed-month";
import { lookDirectly } from "@/tests/support/look-directly";
import { amountAfter, readPdf } from "@/tests/support/read-pdf";
import type { DocumentFacts, DocumentLine } from "./document-rules";
import { drawDocument } from "./draw-document";
import { exportBill } from "./export-bill";
import type { ExportBillInput } from "./schema";

let root: Context;
let ada: Context;

beforeAll(async () => {
  ({ root, ada } = await buildClosedMonth());
});

async function bytesOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}
const file = async (ctx: Context, input: Partial<ExportBillInput> = {}) =>
  bytesOf(await exportBill(ctx, { month: closedMonth, name: "", format: "pdf", locale: "en", ...input }));
const micros = (text: string | undefined) => parseDecimal(String(text), 6) ?? -1n;
const sum = (text: Buffer, column: string) => {
  const table = text.includes("\r\n\r\n") ? (text.toString().split("\r\n\r\n")[1] ?? "") : text.toString();
  const rows = parse(table, { columns: true }) as Record<string, string>[];
  return rows.reduce((total, row) => total + micros(row[column]), 0n);
};

const factsOf = (facts: Partial<DocumentFacts> = {}): DocumentFacts => ({
  ...{ kind: "bill", locale: "en", issuer: "Espalier", number: "1-000001", accountName: "a", uid: "1", billedTo: "A" },
  ...{ subAccountName: "", month: "2027-08", status: "closed", issuedAt: new Date(), drawnAt: new Date() },
  ...{ startsAt: new Date("2027-08-01T00:00:00Z"), endsAt: new Date("2027-09-01T00:00:00Z") },
  terms: { currency: "CNY", minorDigits: 2, timeZone: "UTC" },
  invoicingMode: "usage_invoiced",
  ...facts,
});
const lineOf = (key: string, cost: bigint): DocumentLine => ({
  ...{ key, en: "S", zh: "S", category: "Usage", quantity: null, unit: null, payment: null, reference: null },
  ...{ exact: cost.toString(), cost: cost.toString() },
});
/** What the database answers for a document: the head, then each line. */
async function* rowsOf(total: bigint, lines: readonly DocumentLine[]) {
  const all = total.toString();
  yield { lines: lines.length, charges: 0, total: all, exact: all, digits: 2, services: [] };
  yield* lines;
}

describe("the papers of a closed month", () => {
  it.each([
    ["en", "Total"],
    ["zh-CN", "合计"],
  ] as const)("say in %s the total of the screen, the CSV and FOCUS, to the last digit", async (locale, label) => {
    const lines = readPdf(await file(root, { locale }));
    const total = micros(amountAfter(lines.slice(-6), label));
    expect(total).toBe((await getBill(root, closedMonth)).total);
    expect(total).toBe(sum(await file(root, { format: "csv" }), "cost"));
    expect(total).toBe(sum(await file(root, { format: "focus" }), "BilledCost"));
    for (const name of ["ada", "bob"]) {
      const own = micros(amountAfter(readPdf(await file(root, { name, locale })).slice(-4), label));
      expect(own).toBe((await getBill(root, closedMonth, name)).total);
      expect(own).toBe(sum(await file(root, { name, format: "csv" }), "cost"));
    }
  });

  it("name who issued them and to whom, the number, the days, the zone and the page", async () => {
    const [invoice] = await lookDirectly(
      (sql) => sql`select number from app.invoices where account_id = ${root.accountId}`,
    );
    const text = readPdf(await file(root)).join("\n");
    for (const said of [
      "Espalier",
      String(invoice?.number),
      root.account.companyName,
      root.account.uid,
      "August 1, 2027 to August 31, 2027",
      "Asia/Shanghai",
      "Final",
      "Page 1 of 1",
    ]) {
      expect(text).toContain(said);
    }
    const statement = readPdf(await file(ada, { name: "ada", locale: "zh-CN" })).join("\n");
    expect(statement).toContain(`${root.account.uid}-2027-08-ada`);
    expect(statement).toContain("本对账单不是发票");
    expect(statement).not.toContain("bob");
    const { statement: sums } = await getBill(root, "2027-09", "bob");
    expect(sums?.usedBefore).toBe((await getBill(root, closedMonth, "bob")).total);
    const later = readPdf(await file(root, { month: "2027-09", name: "bob" })).join("\n");
    expect(later).toMatch(new RegExp(`Used before\\s+CNY ${writeMicros(sums?.usedBefore ?? zero)}`));
  });

  it("keep the company's name of the day they were issued on, for a sub-account too", async () => {
    const renamed = (ctx: Context) => ({ ...ctx, account: { ...ctx.account, companyName: "Renamed since" } });
    const papers = await Promise.all([file(renamed(root)), file(renamed(ada), { name: "ada" })]);
    for (const paper of papers) {
      const text = readPdf(paper).join("\n");
      expect(text).toContain(root.account.companyName);
      expect(text).not.toContain("Renamed since");
    }
  });

  it("say in Chinese characters what the bill comes to", async () => {
    expect(readPdf(await file(root, { locale: "zh-CN" })).join("\n")).toMatch(
      /人民币[零壹贰叁肆伍陆柒捌玖拾佰仟万元角分整]+/,
    );
  });

  it("are of the caller's own month alone", async () => {
    const other = { ...(await buildAccount()), authorityEpoch: null };
    const refused: [Context, string][] = [
      [ada, ""],
      [ada, "bob"],
      [ada, "nobody-here"],
      [other, ""],
      [other, "ada"],
    ];
    for (const [ctx, name] of refused)
      await expect(file(ctx, { name }), name).rejects.toMatchObject({ code: "not-found" });
  });
});

it("a month that is not closed says so, has no number, and marks what belongs to an earlier month", async () => {
  const bill = readPdf(await file(root, { month: "2027-09" })).join("\n");
  expect(bill).toContain("this is not an invoice");
  expect(bill).not.toContain("Number");
  const bob = readPdf(await file(root, { month: "2027-09", name: "bob" }));
  expect(bob.join("\n")).toContain("2027-08-05 (earlier month)");
  const { total } = await getBill(root, "2027-09", "bob");
  expect(micros(amountAfter(bob.slice(-4), "Total"))).toBe(total);
  // On screen as well: not beside the fifth of September.
  const days = (filter: object) =>
    listBillLines(root, { month: "2027-09", name: "bob" }, BillFilter.parse({ by: "day", ...filter }));
  const { rows } = await days({});
  expect(rows.filter(({ cost }) => cost !== 0n).map(({ key }) => key)).toEqual(["2027-08-05"]);
  expect((await days({ day: "2027-08-05" })).total).toBe(total);
});

it("is legible in every alphabet that a company of Europe or Asia may be named in", async () => {
  const [cyrillic, latin, greek] = ["ООО «Сады Київа»", "Łódź Zrt. — Kőszegi Ügynökség", "Ελληνική Εταιρεία"] as const;
  const [vietnamese, rare, signs] = ["Công ty Cổ phần", "龘靐有限公司", "₩/₽/₹"] as const;
  const facts = factsOf({ billedTo: cyrillic, accountName: latin, issuer: greek, kind: "statement" });
  const rows = [vietnamese, rare].map((en) => ({ ...lineOf("2027-08-01", 1n), en, quantity: "2", unit: signs }));
  const text = readPdf(await bytesOf(drawDocument(facts, rowsOf(2n, rows)))).join("\n");
  for (const name of [cyrillic, latin, greek, vietnamese, rare, signs]) expect(text).toContain(name);
  expect(text).not.toContain("crossed box");
});

it.each([
  ["Hangul", "한빛 주식회사"],
  ["Thai", "บริษัท สวน จำกัด"],
  ["Hebrew", "נמל בע״מ"],
  ["Arabic", "شركة الميناء"],
])("is legible where a company is named in %s, and as it is read", async (_, billedTo) => {
  const text = readPdf(await bytesOf(drawDocument(factsOf({ billedTo }), rowsOf(1n, [lineOf("ada", 1n)])))).join("\n");
  // pdftotext writes marks of direction, joined letters, and now and then a gap where a mark stands.
  const letters = (said: string) => said.normalize("NFKC").replaceAll(/[\p{Cf}\s]/gu, "");
  expect(letters(text)).toContain(letters(billedTo));
  expect(text).not.toContain("crossed box");
});

it("says that it has boxes where a name is in an alphabet that its fonts lack", async () => {
  for (const billedTo of ["ገነት", "សួនច្បារ"]) {
    const text = readPdf(await bytesOf(drawDocument(factsOf({ billedTo }), rowsOf(1n, [lineOf("ada", 1n)])))).join(
      "\n",
    );
    expect(text, billedTo).toContain("A crossed box stands for a letter");
  }
});

it("over many pages each page adds up, and begins with what the one before carried forward", async () => {
  const costs = Array.from({ length: 173 }, (_, index) => BigInt(index % 7 === 0 ? -index : index * 31) * 10_000n);
  const all = costs.reduce((total, cost) => total + cost, 0n);
  const rows = costs.map((cost, index) => lineOf(`sub-${index}`, cost));
  const pages = readPdf(await bytesOf(drawDocument(factsOf(), rowsOf(all, rows))))
    .join("\n")
    .split("\f");
  let carried = 0n;
  let seen = 0;
  const drawn = pages.map((text) => text.split("\n")).filter((lines) => lines.length > 1);
  expect(drawn.length).toBeGreaterThan(3);
  for (const [index, lines] of drawn.entries()) {
    const own = lines.filter((line) => line.includes("sub-"));
    seen += own.length;
    const ofPage = own.reduce((total, line) => total + micros(amountAfter([line], "")), 0n);
    if (index > 0) expect(micros(amountAfter(lines, "Brought forward"))).toBe(carried);
    expect(micros(amountAfter(lines, "Subtotal of this page"))).toBe(ofPage);
    carried += ofPage;
    if (index < drawn.length - 1) expect(micros(amountAfter(lines, "Carried forward"))).toBe(carried);
    expect(lines.join("\n")).toContain(`Page ${index + 1} of ${drawn.length}`);
  }
  expect(seen).toBe(costs.length);
  expect(carried).toBe(all);
});
