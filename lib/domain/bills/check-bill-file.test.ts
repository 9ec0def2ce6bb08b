import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { beforeAll, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { adjustWallet } from "@/lib/domain/wallet/adjust-wallet";
import { AdjustWalletInput } from "@/lib/domain/wallet/schema";
import { buildAccount } from "@/tests/support/build-account";
import { buildClosedMonth, closedMonth } from "@/tests/support/build-closed-month";
import { operator } from "@/tests/support/build-usage";
import { checkBillFile } from "./check-bill-file";
import { exportBill } from "./export-bill";

let root: Context;
let ada: Context;
let finance: Context;

beforeAll(async () => {
  ({ root, ada, finance } = await buildClosedMonth());
});

const csvOf = async (ctx: Context, input: { month?: string; name?: string } = {}) =>
  buffer(await exportBill(ctx, { month: closedMonth, name: "", format: "csv", locale: "en", ...input }));
const check = (ctx: Context, file: Buffer) =>
  checkBillFile(ctx, { file: new File([new Uint8Array(file)], "bill.csv", { type: "text/csv" }) });
/** As somebody would who knows how the file ends. */
function forged(file: Buffer, from: string, to: string): Buffer {
  const changed = file.toString("utf8").replace(from, to);
  const body = changed.slice(0, changed.lastIndexOf("\r\nrows,"));
  const rows = /rows,(\d+)/.exec(changed)?.[1];
  const sha256 = createHash("sha256").update(body).digest("hex");
  return Buffer.from(`${body}\r\nrows,${rows}\r\nsha256,${sha256}\r\n`);
}

it("knows its own files again: of the account, of a sub-account, whoever of those who may see them was handed one", async () => {
  const bill = await csvOf(root);
  expect(await check(root, bill)).toMatchObject({ verdict: "same", month: closedMonth, name: "" });
  expect(await check(finance, bill)).toMatchObject({ verdict: "same" });
  const statement = await csvOf(root, { name: "ada" });
  for (const ctx of [root, finance])
    expect(await check(ctx, statement)).toMatchObject({ verdict: "same", name: "ada" });
  expect(await check(ada, await csvOf(ada, { name: "ada" }))).toMatchObject({ verdict: "same" });
  await expect(check(ada, bill)).rejects.toMatchObject({ code: "not-found" });
});

it("tells a file that was changed, however well", async () => {
  const bill = await csvOf(root);
  const [, total = ""] = /\r\ntotal,([\d.]+)\r\n/.exec(bill.toString("utf8")) ?? [];
  for (const [from, to] of [
    [",ada,", ",bob,"],
    [`total,${total}`, "total,1.00"],
    ["\r\ncharges,", "\r\ncharges,1"],
  ] as const) {
    const edited = Buffer.from(bill.toString("utf8").replace(from, to));
    expect(edited.equals(bill)).toBe(false);
    expect(await check(root, edited), from).toMatchObject({ verdict: "changed", totalNow: total });
    expect(await check(root, forged(bill, from, to)), `${from} forged`).toMatchObject({ verdict: "changed" });
  }
});

it("says what an open month comes to by now", async () => {
  const open = { month: "2027-09" };
  const before = await csvOf(root, open);
  expect(await check(root, before)).toMatchObject({ verdict: "same" });
  const fee = AdjustWalletInput.parse({ accountId: root.accountId, amount: "2.5", reason: "paper" });
  await adjustWallet({ ...operator, now: new Date("2027-09-12T00:00:00Z") }, fee);
  const { verdict, total, totalNow } = await check(root, before);
  expect(verdict).toBe("moved");
  expect(Number(totalNow) - Number(total)).toBeCloseTo(2.5, 6);
  expect(await check(root, await csvOf(root, open))).toMatchObject({ verdict: "same", total: totalNow });
});

it("refuses on its field what is no bill of this account, or was cut off", async () => {
  const bill = await csvOf(root);
  const other = { ...(await buildAccount()), authorityEpoch: null };
  const refused = { code: "invalid-input", reason: "fileNotOurs", details: { field: "file" } };
  await expect(check(other, bill)).rejects.toMatchObject(refused);
  for (const file of [bill.subarray(0, bill.length - 40), Buffer.from("a,b\r\n1,2\r\n"), Buffer.from("\u0000")]) {
    await expect(check(root, file)).rejects.toMatchObject(refused);
  }
});
