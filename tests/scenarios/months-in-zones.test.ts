import { parse } from "csv-parse/sync";
import { beforeAll, describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { advanceAccount } from "@/lib/domain/bills/advance-periods";
import { exportBill } from "@/lib/domain/bills/export-bill";
import type { ExportBillInput } from "@/lib/domain/bills/schema";
import { getBill } from "@/lib/domain/spend/queries";
import { rateAccount } from "@/lib/domain/usage/rate-account";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { parseDecimal } from "@/lib/foundation/decimal";
import { buildAccount } from "@/tests/support/build-account";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { brokenInvariants, buildEvent, buildPrice, operator } from "@/tests/support/build-usage";
import { lookDirectly } from "@/tests/support/look-directly";
import { amountAfter, readPdf } from "@/tests/support/read-pdf";

beforeAll(() => lookDirectly((sql) => sql`select billing.make_partitions('2027-01-01', 16)`));

type Row = Record<string, string>;
const micros = (text: string | undefined) => parseDecimal(String(text), 6) ?? 0n;
const sum = (rows: readonly Row[], column: string) => rows.reduce((total, row) => total + micros(row[column]), 0n);

async function fileOf(ctx: Context, input: Partial<ExportBillInput> & { month: string }): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of await exportBill(ctx, { name: "", format: "csv", locale: "en", ...input })) parts.push(part);
  return Buffer.concat(parts);
}
const tableOf = (file: Buffer, isFocus = false) =>
  parse(isFocus ? file.toString() : (file.toString().split("\r\n\r\n")[1] ?? ""), { columns: true }) as Row[];

/** Every hour of the month and the hours beside it, told at odd amounts by two people: what each hour costs is known. */
async function monthOf(timeZone: string, { starts, ends }: { starts: number; ends: number }) {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  for (const name of ["ada", "bob"]) await buildSubAccount(root, { name });
  const { accountId } = root;
  await lookDirectly((sql) => sql`update app.books set time_zone = ${timeZone} where account_id = ${accountId}`);
  const meter = await buildPrice({ tiers: [{ upTo: null, price: "0.0371" }] });
  const now = { ...operator, now: new Date(ends + 3_600_000) };
  const used: { at: Date; subAccount: string; value: string }[] = [];
  for (let at = starts - 2 * 3_600_000; at < ends + 3_600_000; at += 3_600_000) {
    const turn = used.length;
    used.push({
      at: new Date(at),
      subAccount: turn % 3 === 0 ? "ada" : "bob",
      value: String(1_000_003 * (1 + (turn % 89))),
    });
  }
  await reportUsage(
    now,
    used.map((one) => buildEvent(root, { meter, ...one })),
  );
  for (let left = used.length; left > 0; ) {
    const taken = await rateAccount(now, accountId);
    left -= taken;
    if (taken === 0) await new Promise((done) => setTimeout(done, 20));
  }
  await advanceAccount({ ...operator, now: new Date(ends + 49 * 3_600_000) }, accountId);
  return { root, used };
}

describe.each([
  // Summer time begins on 28 March in Berlin and on 14 March in Los Angeles; it ends on 31 October and 7 November.
  ["Asia/Shanghai", "2027-02", "2027-01-31T16:00Z", "2027-02-28T16:00Z", 28, 672],
  ["Europe/Berlin", "2027-03", "2027-02-28T23:00Z", "2027-03-31T22:00Z", 31, 743],
  ["Europe/Berlin", "2027-10", "2027-09-30T22:00Z", "2027-10-31T23:00Z", 31, 745],
  ["America/Los_Angeles", "2027-03", "2027-03-01T08:00Z", "2027-04-01T07:00Z", 31, 743],
  ["America/Los_Angeles", "2027-11", "2027-11-01T07:00Z", "2027-12-01T08:00Z", 30, 721],
  // A month with a 29 February, whose days begin at a quarter past an hour; and summer time from 12 March.
  ["Asia/Kathmandu", "2028-02", "2028-01-31T18:15Z", "2028-02-29T18:15Z", 29, 696],
  ["America/New_York", "2028-03", "2028-03-01T05:00Z", "2028-04-01T04:00Z", 31, 743],
])("%s in %s", (timeZone, month, starts, ends, days, hours) => {
  it("has one total on screen, in the chart, CSV, PDF and FOCUS, in all and of each person, to the last digit", async () => {
    const bounds = { starts: Date.parse(starts), ends: Date.parse(ends) };
    const { root, used } = await monthOf(timeZone, bounds);
    const screen = await getBill(root, month);
    expect(screen.charges).toBe(BigInt(hours + 1));
    const csv = tableOf(await fileOf(root, { month }));
    const usage = csv.filter((row) => row.category === "Usage");
    expect(usage).toHaveLength(hours);
    // Local times, with the offset that held then: the first hour is midnight, and the last is 23.
    const begun = usage.map(({ start = "" }) => start).toSorted((a, b) => Date.parse(a) - Date.parse(b));
    expect([begun[0]?.slice(0, 16), begun.at(-1)?.slice(11, 16)]).toEqual([`${month}-01T00:00`, "23:00"]);
    const { days: drawn, series } = screen.daily;
    const chart = drawn.map((day, index) => ({
      day,
      cost: series.reduce((all, { days: costs }) => all + (costs[index] ?? 0n), 0n),
    }));
    expect(chart).toHaveLength(days);
    for (const { day, cost } of chart) {
      const ofDay = csv.filter((row) => row.start?.startsWith(day));
      expect(sum(ofDay, "cost"), day).toBe(cost);
    }
    const focus = tableOf(await fileOf(root, { month, format: "focus" }), true);
    const paper = micros(amountAfter(readPdf(await fileOf(root, { month, format: "pdf" })).slice(-6), "Total"));
    const totals = [
      sum(csv, "cost"),
      chart.reduce((all, { cost }) => all + cost, 0n),
      paper,
      sum(focus, "EffectiveCost"),
    ];
    expect(totals).toEqual([screen.total, screen.total, screen.total, screen.total]);
    for (const name of ["ada", "bob"]) {
      const own = await getBill(root, month, name);
      const rows = tableOf(await fileOf(root, { month, name }));
      const statement = readPdf(await fileOf(root, { month, name, format: "pdf" })).slice(-4);
      const ofFocus = focus.filter((row) => row.SubAccountName === `${root.account.name}#${name}`);
      const told = used.filter(
        ({ at, subAccount }) => subAccount === name && at.getTime() >= bounds.starts && at.getTime() < bounds.ends,
      );
      expect(rows).toHaveLength(told.length);
      expect([sum(rows, "cost"), micros(amountAfter(statement, "Total")), sum(ofFocus, "EffectiveCost")]).toEqual([
        own.total,
        own.total,
        own.total,
      ]);
    }
    expect(await brokenInvariants(root)).toEqual([]);
  });
});
