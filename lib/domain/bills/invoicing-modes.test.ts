import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { correctCharge } from "@/lib/domain/charges/correct-charge";
import { CorrectChargeInput } from "@/lib/domain/charges/correction-schema";
import { listBills } from "@/lib/domain/spend/queries";
import { rateAccount } from "@/lib/domain/usage/rate-account";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { adjustWallet } from "@/lib/domain/wallet/adjust-wallet";
import { payOutWallet } from "@/lib/domain/wallet/pay-out-wallet";
import { listTopUps } from "@/lib/domain/wallet/queries";
import { reverseTopUp } from "@/lib/domain/wallet/reverse-top-up";
import { AdjustWalletInput, PayOutWalletInput, TopUpWalletInput } from "@/lib/domain/wallet/schema";
import { settlePayout } from "@/lib/domain/wallet/settle-payout";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { asMicros, writeMicros } from "@/lib/foundation/money";
import { buildAccount } from "@/tests/support/build-account";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { buildEvent, buildPrice, operator } from "@/tests/support/build-usage";
import { lookDirectly } from "@/tests/support/look-directly";
import { readPdf } from "@/tests/support/read-pdf";
import { billFile, micros, tieOut } from "@/tests/support/tie-out";
import { advanceAccount } from "./advance-periods";
import { closePeriod } from "./close-period";
import { getInvoicing } from "./invoicing-queries";
import type { SetInvoicingModeInput } from "./schema";
import { setInvoicingMode } from "./set-invoicing-mode";

const at = (moment: string): PlatformContext => ({ ...operator, now: new Date(moment), idempotencyKey: null });
type Mode = SetInvoicingModeInput["mode"];

// Months that the worker has not made yet: a moved clock needs them.
beforeAll(() => lookDirectly((sql) => sql`select billing.make_partitions('2027-01-01', 16)`));

async function openAccount(): Promise<Context> {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  for (const name of ["ada", "bob"]) await buildSubAccount(root, { name });
  await lookDirectly(
    (sql) => sql`update app.books set time_zone = 'Asia/Shanghai' where account_id = ${root.accountId}`,
  );
  return root;
}
const topUp = ({ accountId }: Context, now: string, amount: string, reference: string) =>
  topUpWallet(at(now), TopUpWalletInput.parse({ accountId, amount, reference }));
const order = ({ accountId }: Context, now: string, mode: Mode) => setInvoicingMode(at(now), { accountId, mode });
async function reverse(root: Context, now: string, reference: string): Promise<void> {
  const topUpId = (await listTopUps(root)).find((one) => one.reference === reference)?.id ?? "";
  await reverseTopUp(at(now), { accountId: root.accountId, topUpId, reason: "wrong slip" });
}
async function use(root: Context, now: string, meter: string, value: string, subAccount = "ada"): Promise<void> {
  const event = buildEvent(root, { meter, value, subAccount, at: new Date(now) });
  const rated = at(new Date(Date.parse(now) + 60_000).toISOString());
  await reportUsage(rated, [event]);
  while ((await rateAccount(rated, root.accountId)) === 0) await new Promise((done) => setTimeout(done, 20));
}

describe("a switch that is ordered during March", () => {
  it("holds from April on; both totals tie out in March, in April, and in May after a switch back", async () => {
    const [root, meter] = [await openAccount(), await buildPrice()];
    const { accountId } = root;
    await topUp(root, "2027-03-02T00:00:00Z", "100", "slip 1");
    await use(root, "2027-03-05T02:00:00Z", meter, "123456789");
    await use(root, "2027-03-06T02:00:00Z", meter, "777", "bob");
    expect(await order(root, "2027-03-15T00:00:00Z", "prepayment_invoiced")).toBe("2027-04");
    expect(await getInvoicing(at("2027-03-15T00:00:00Z"), accountId)).toEqual({
      ...{ month: "2027-03", mode: "usage_invoiced", nextMonth: "2027-04", nextMode: "prepayment_invoiced" },
    });
    await topUp(root, "2027-03-31T15:59:59Z", "20", "slip 2");
    // April, in Shanghai. A fraction of a coin is rounded on the invoice.
    await topUp(root, "2027-03-31T16:00:00Z", "50.004", "slip 3");
    await use(root, "2027-04-02T02:00:00Z", meter, "500000001");
    await advanceAccount(at("2027-04-03T00:00:00Z"), accountId);
    const march = await tieOut(root, "2027-03");
    expect(march.invoiced).toBe(march.consumed);
    expect(march.screen).toMatchObject({ invoicingMode: "usage_invoiced", invoiced: undefined });
    expect(march.paper).toMatch(/Invoiced by\s+Consumption/);

    // What March had is corrected and taken back in April, money goes both ways, and goodwill is no payment.
    const [charge] = await lookDirectly(
      (sql) =>
        sql`select id::text from app.charges where account_id = ${accountId} and category = 'Usage' order by id limit 1`,
    );
    const correction = { accountId, period: "2027-03-01", chargeId: charge?.id, quantity: "1000000", reason: "meter" };
    await correctCharge(at("2027-04-04T00:00:00Z"), CorrectChargeInput.parse(correction));
    await reverse(root, "2027-04-05T00:00:00Z", "slip 2");
    await topUp(root, "2027-04-06T00:00:00Z", "7", "slip 4");
    await reverse(root, "2027-04-07T00:00:00Z", "slip 4");
    const sorry = AdjustWalletInput.parse({ accountId, amount: "-0.333", reason: "sorry" });
    await adjustWallet(at("2027-04-08T00:00:00Z"), sorry);
    for (const [reference, amount] of [
      ["back 1", "5"],
      ["back 2", "6.5"],
    ] as const) {
      const payout = PayOutWalletInput.parse({ accountId, amount, reference, reason: "asked for" });
      await payOutWallet(at("2027-04-09T00:00:00Z"), payout);
    }
    await settlePayout(at("2027-04-10T00:00:00Z"), { accountId, reference: "back 1", outcome: "sent" });
    await settlePayout(at("2027-04-10T00:00:00Z"), { accountId, reference: "back 2", outcome: "returned" });
    expect(await order(root, "2027-04-20T00:00:00Z", "usage_invoiced")).toBe("2027-05");
    await topUp(root, "2027-05-01T00:00:00Z", "30", "slip 5");
    await use(root, "2027-05-02T02:00:00Z", meter, "333333333", "bob");
    await advanceAccount(at("2027-05-03T00:00:00Z"), accountId);
    const april = await tieOut(root, "2027-04");
    // Paid in until May: 100, 20 and 50.004, less 20 taken back and 5 paid back; each of it is invoiced once.
    expect(march.invoiced + april.invoiced).toBe(145_000_000n);
    expect(april.screen.invoiced?.payments.map(({ kind, reference }) => [kind, reference].join(" "))).toEqual([
      ...["carried-over ", "top-up slip 3", "top-up-reversal slip 2", "top-up slip 4", "top-up-reversal slip 4"],
      ...["payout back 1", "payout back 2", "payout-returned back 2", "rounding "],
    ]);
    const classes = april.focus.filter(({ ChargeClass }) => ChargeClass).map((row) => row.ChargeDescription);
    expect(classes).toEqual(["meter", "meter", "Reversal of top-up slip 2"]);
    for (const { ChargeCategory, BilledCost } of april.focus.filter(({ x_SettlementNo }) => x_SettlementNo !== "")) {
      expect(BilledCost, ChargeCategory).toBe("0.0");
    }
    expect(april.paper).toMatch(/Invoiced by\s+Top-ups/);
    expect(april.paper).toContain("Top-up slip 3");
    expect(april.paper).toMatch(/Consumed\s+CNY/);
    const statement = readPdf(await billFile(root, { month: "2027-04", name: "ada", format: "pdf" })).join("\n");
    expect(statement).toMatch(/Invoiced by\s+Top-ups/);

    await advanceAccount(at("2027-06-03T00:00:00Z"), accountId);
    const may = await tieOut(root, "2027-05");
    expect(may.screen.invoiced?.payments.map(({ kind }) => kind)).toEqual(["carried-over", "rounding"]);
    expect(may.paper).toContain("Balance carried over");
    // From here on it is consumption again that is invoiced: all of it, and once.
    expect(march.invoiced + april.invoiced + may.invoiced).toBe(march.consumed + april.consumed + may.consumed);
    const numbers = await lookDirectly(
      (sql) => sql`select no from app.invoices where account_id = ${accountId} order by no`,
    );
    expect(numbers.map(({ no }) => no)).toEqual([1, 2, 3]);
  });

  it("is refused where it is so already, can be taken back, and waits for March to close", async () => {
    const [root, meter] = [await openAccount(), await buildPrice()];
    const { accountId } = root;
    await expect(order(root, "2027-03-10T00:00:00Z", "usage_invoiced")).rejects.toMatchObject({
      code: "invalid-state",
      details: { field: "mode" },
    });
    await order(root, "2027-03-11T00:00:00Z", "prepayment_invoiced");
    await order(root, "2027-03-12T00:00:00Z", "usage_invoiced");
    await order(root, "2027-03-13T00:00:00Z", "prepayment_invoiced");
    await expect(order(root, "2027-03-14T00:00:00Z", "prepayment_invoiced")).rejects.toMatchObject({
      reason: "invoicingModeHolds",
    });
    const said = await lookDirectly(
      (sql) => sql`select before, after from app.audit_events
        where account_id = ${accountId} and action = 'espalier:SetInvoicingMode' order by occurred_at desc limit 1`,
    );
    expect(said).toEqual([
      { before: { invoicingMode: "usage_invoiced" }, after: { invoicingMode: "prepayment_invoiced", from: "2027-04" } },
    ]);
    await use(root, "2027-03-20T02:00:00Z", meter, "1000000");
    await use(root, "2027-04-20T02:00:00Z", meter, "1000000");
    const strange = buildEvent(root, { meter, subAccount: "carl", value: "5", at: new Date("2027-03-20T00:00:00Z") });
    await reportUsage(at("2027-03-21T00:00:00Z"), [strange]);
    const over = at("2027-05-03T00:00:00Z");
    await expect(advanceAccount(over, accountId)).rejects.toMatchObject({ reason: "usageInQuarantine" });
    await expect(closePeriod(over, { accountId, month: "2027-04" })).rejects.toMatchObject({
      code: "conflict",
      reason: "earlierMonthOpen",
    });
  });
});

describe("the mode of a month that has begun", () => {
  it("is changed by nobody: not by an order, not by the owner of the tables", async () => {
    const root = await openAccount();
    const { accountId } = root;
    await order(root, "2027-03-31T15:59:59Z", "prepayment_invoiced");
    // A second later it is April in Shanghai, and no charge has opened it yet.
    expect(await order(root, "2027-03-31T16:00:00Z", "usage_invoiced")).toBe("2027-05");
    await topUp(root, "2027-04-02T00:00:00Z", "3", "slip");
    await advanceAccount(at("2027-06-03T00:00:00Z"), accountId);
    const months = await lookDirectly(
      (sql) => sql`select to_char(period, 'MM') as month, invoicing_mode as mode from app.billing_periods
        where account_id = ${accountId} order by 1`,
    );
    expect(months.map(({ month, mode }) => [month, mode])).toEqual([
      ["03", "usage_invoiced"],
      ["04", "prepayment_invoiced"],
      ["05", "usage_invoiced"],
      ["06", "usage_invoiced"],
    ]);
    expect((await tieOut(root, "2027-04")).invoiced).toBe(3_000_000n);
    expect((await tieOut(root, "2027-05")).invoiced).toBe(-3_000_000n);
    const { rows } = await listBills(root, "account");
    expect(rows.map((row) => [row.month, row.status, row.total])).toEqual([
      ["2027-05", "closed", 0n],
      ["2027-04", "closed", 0n],
    ]);
    for (const [period, mode] of [
      ["2027-04-01", "usage_invoiced"],
      ["2027-06-01", "prepayment_invoiced"],
    ] as const) {
      const changed = lookDirectly(
        (sql) =>
          sql`update app.billing_periods set invoicing_mode = ${mode} where account_id = ${accountId} and period = ${period}`,
      );
      await expect(changed, period).rejects.toThrow(/keeps its invoicing mode|stays closed/);
    }
  });
});

it("invoices each payment or each use once, whatever comes and however often it is switched", async () => {
  const meter = await buildPrice();
  const amount = fc.bigInt(1n, 90_000_000n).map((value) => writeMicros(asMicros(value)));
  const act = fc.oneof(
    amount.map((of) => ({ do: "top-up" as const, of })),
    amount.map((of) => ({ do: "use" as const, of: String(micros(of)) })),
    fc.constant({ do: "reverse" as const, of: "" }),
    amount.map((of) => ({ do: "payout" as const, of })),
    amount.map((of) => ({ do: "goodwill" as const, of: `-${of}` })),
    fc.constant({ do: "switch" as const, of: "" }),
  );
  const month = fc.array(act, { minLength: 2, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(fc.array(month, { minLength: 4, maxLength: 4 }), async (months) => {
      const root = await openAccount();
      const { accountId } = root;
      let [mode, next, paid, used, invoicedBefore, reference] = [
        "usage_invoiced" as Mode,
        "usage_invoiced" as Mode,
        0n,
        0n,
        0n,
        0,
      ];
      const standing: [string, bigint][] = [];
      for (const [index, acts] of months.entries()) {
        const day = (of: number) => new Date(Date.UTC(2027, 2 + index, of, 3)).toISOString();
        mode = next;
        await use(root, day(2), meter, "1001");
        for (const [step, { do: what, of }] of acts.entries()) {
          const now = day(5 + step);
          const name = `slip ${++reference}`;
          if (what === "top-up") {
            await topUp(root, now, of, name);
            standing.push([name, micros(of)]);
            paid += micros(of);
          } else if (what === "use") await use(root, now, meter, of);
          else if (what === "goodwill") {
            await adjustWallet(at(now), AdjustWalletInput.parse({ accountId, amount: of, reason: "model" }));
          } else if (what === "reverse") {
            const one = standing.shift();
            if (one) await reverse(root, now, one[0]);
            paid -= one?.[1] ?? 0n;
          } else if (what === "payout") {
            const back = PayOutWalletInput.parse({ accountId, amount: of, reference: name, reason: "model" });
            const isOut = await payOutWallet(at(now), back).then(
              () => true,
              () => false,
            );
            if (isOut) paid -= micros(of);
          } else {
            next = next === "usage_invoiced" ? "prepayment_invoiced" : "usage_invoiced";
            await order(root, now, next);
          }
        }
        await advanceAccount(at(new Date(Date.UTC(2027, 3 + index, 3)).toISOString()), accountId);
        const { consumed, invoiced } = await tieOut(root, new Date(day(2)).toISOString().slice(0, 7));
        used += consumed;
        invoicedBefore += invoiced;
        // Less than half a coin for each month, and each line of one.
        const apart = invoicedBefore - (mode === "usage_invoiced" ? used : paid);
        expect(apart < 50_000n && apart > -50_000n, `${index}: ${mode} ${apart}`).toBe(true);
      }
    }),
    { numRuns: 3, endOnFailure: true },
  );
});
