import { beforeAll, describe, expect, it } from "vitest";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { dismissQuarantined } from "@/lib/domain/usage/dismiss-quarantined";
import { listQuarantined } from "@/lib/domain/usage/queries";
import { rateAccount } from "@/lib/domain/usage/rate-account";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { QuarantineFilter } from "@/lib/domain/usage/schema";
import { adjustWallet } from "@/lib/domain/wallet/adjust-wallet";
import { AdjustWalletInput } from "@/lib/domain/wallet/schema";
import { buildAccount } from "@/tests/support/build-account";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { brokenInvariants, buildEvent, buildPrice, operator } from "@/tests/support/build-usage";
import { lookDirectly } from "@/tests/support/look-directly";
import { advanceAccount } from "./advance-periods";
import { closePeriod } from "./close-period";

const at = (moment: string): PlatformContext => ({ ...operator, now: new Date(moment) });

// Months that the worker has not made yet: a moved clock needs them.
beforeAll(() => lookDirectly((sql) => sql`select billing.make_partitions('2027-01-01', 16)`));

/** An account whose books are kept in a zone of its own: nobody has charged it yet. */
async function accountIn(timeZone: string): Promise<Context> {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  for (const name of ["ada", "bob"]) await buildSubAccount(root, { name });
  await lookDirectly((sql) => sql`update app.books set time_zone = ${timeZone} where account_id = ${root.accountId}`);
  return root;
}

interface Use {
  meter: string;
  from: string;
  value: string;
  subAccount?: string;
  id?: string;
}
/** Reported, and priced at `now`. */
async function use(root: Context, now: string, { from, subAccount = "ada", ...rest }: Use): Promise<void> {
  const event = buildEvent(root, { ...rest, subAccount, at: new Date(from) });
  const [verdict] = await reportUsage(at(now), [event]);
  expect(verdict?.status).toBe("accepted");
  while ((await rateAccount(at(now), root.accountId)) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
}

const periodsOf = ({ accountId }: Context) =>
  lookDirectly(
    (sql) => sql<{ month: string; starts: string; ends: string; status: string }[]>`
      select to_char(period, 'YYYY-MM') as month, to_char(starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"') as starts,
        to_char(ends_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"') as ends, status
      from app.billing_periods where account_id = ${accountId} order by 1`,
  );
const chargesOf = ({ accountId }: Context) =>
  lookDirectly(
    (sql) => sql`select to_char(period, 'YYYY-MM') as month, category, correction, effective_cost::text as cost, note
      from app.charges where account_id = ${accountId} order by id`,
  );
const invoicesOf = ({ accountId }: Context) =>
  lookDirectly(
    (sql) =>
      sql`select i.no, i.number, i.total::text, p.billed_to from app.invoices i
        join app.billing_periods p on p.account_id = i.account_id and p.period = i.period
        where i.account_id = ${accountId} order by i.no`,
  );

describe("a month ends at midnight of the account's zone", () => {
  it.each([
    // Berlin goes to summer time on 28 March and back on 31 October; Los Angeles on 14 March and 7 November.
    ["Asia/Shanghai", "2027-02", "2027-01-31T16:00Z", "2027-02-28T16:00Z"],
    ["Europe/Berlin", "2027-03", "2027-02-28T23:00Z", "2027-03-31T22:00Z"],
    ["Europe/Berlin", "2027-10", "2027-09-30T22:00Z", "2027-10-31T23:00Z"],
    ["America/Los_Angeles", "2027-03", "2027-03-01T08:00Z", "2027-04-01T07:00Z"],
    ["America/Los_Angeles", "2027-11", "2027-11-01T07:00Z", "2027-12-01T08:00Z"],
    ["Asia/Shanghai", "2028-02", "2028-01-31T16:00Z", "2028-02-29T16:00Z"],
  ])("in %s, %s lasts from %s to %s, and the second decides", async (zone, month, starts, ends) => {
    const [root, meter] = [await accountIn(zone), await buildPrice()];
    const edge = new Date(ends);
    const second = (offset: number) => new Date(edge.getTime() + offset * 1_000).toISOString();
    const now = second(3_600);
    await use(root, now, { meter, from: second(-1), value: "1000000" });
    await use(root, now, { meter, from: second(0), value: "2000000" });
    await use(root, now, { meter, from: new Date(starts).toISOString(), value: "4000000" });
    const [period] = await periodsOf(root);
    expect(period).toEqual({ month, starts, ends, status: "open" });
    const bills = (await chargesOf(root)).map((row) => [row.month === month, row.cost]);
    expect(bills).toEqual([
      [true, "20000"],
      [false, "40000"],
      [true, "80000"],
    ]);
    expect(await advanceAccount(at(second(48 * 3_600 - 1)), root.accountId)).toEqual([]);
    expect((await periodsOf(root))[0]?.status).toBe("closing");
    expect(await advanceAccount(at(second(48 * 3_600)), root.accountId)).toEqual([month]);
    expect((await periodsOf(root))[0]?.status).toBe("closed");
    expect(await brokenInvariants(root)).toEqual([]);
  });
});

describe("closing a month", () => {
  it("rounds each line half-even, charges the difference, settles, and numbers without a gap", async () => {
    const root = await accountIn("Asia/Shanghai");
    const [meter, other] = [await buildPrice(), await buildPrice()];
    const now = "2027-08-31T20:00:00Z";
    // 0.015, 0.025 and 0.0349 of the unit: half to even is 0.02 and 0.02, the third 0.03.
    await use(root, now, { meter, from: "2027-08-10T10:00:00Z", value: "750000" });
    await use(root, now, { meter: other, from: "2027-08-10T10:00:00Z", value: "1250000" });
    await use(root, now, { meter, from: "2027-08-10T10:00:00Z", value: "1745000", subAccount: "bob" });
    expect(await advanceAccount(at("2027-09-02T16:00:00Z"), root.accountId)).toEqual(["2027-08"]);
    const number = `${root.account.uid}-000001`;
    expect(await invoicesOf(root)).toEqual([{ no: 1, number, total: "0.07", billed_to: root.account.companyName }]);
    expect((await chargesOf(root)).at(-1)).toMatchObject({ category: "Adjustment", note: "Rounding", cost: "-4900" });
    const [wallet] = await lookDirectly(
      (sql) => sql`select sum(amount) filter (where settled_at is null) as waiting, sum(amount)::text as owed
        from app.settlement_lines where account_id = ${root.accountId}`,
    );
    expect(wallet).toEqual({ waiting: null, owed: "70000" });

    // September has nothing, so no number is used; October has the second.
    await use(root, "2027-10-05T00:00:00Z", { meter, from: "2027-10-04T10:00:00Z", value: "1000000" });
    expect(await advanceAccount(at("2027-11-03T00:00:00Z"), root.accountId)).toEqual(["2027-09", "2027-10"]);
    expect((await invoicesOf(root)).map(({ no }) => no)).toEqual([1, 2]);
    expect(await brokenInvariants(root)).toEqual([]);
  });

  it("waits for usage that is not priced, and for what is in quarantine until somebody decides", async () => {
    const [root, meter] = [await accountIn("Asia/Shanghai"), await buildPrice()];
    await use(root, "2027-08-31T20:00:00Z", { meter, from: "2027-08-10T10:00:00Z", value: "1000000" });
    const over = at("2027-09-03T00:00:00Z");
    const close = () => closePeriod(over, { accountId: root.accountId, month: "2027-08" });
    await expect(close()).rejects.toMatchObject({ code: "invalid-state", reason: "periodNotOver" });
    const late = buildEvent(root, { meter, subAccount: "ada", value: "5", at: new Date("2027-08-31T15:59:59Z") });
    await reportUsage(over, [late]);
    await expect(advanceAccount(over, root.accountId)).rejects.toMatchObject({ reason: "usageNotRated" });
    while ((await rateAccount(over, root.accountId)) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    const stranger = buildEvent(root, { meter, subAccount: "carl", value: "5", at: new Date("2027-08-20T00:00:00Z") });
    await reportUsage(over, [stranger]);
    await expect(close()).rejects.toMatchObject({ code: "conflict", reason: "usageInQuarantine" });
    const ofAccount = QuarantineFilter.parse({ account: root.account.name });
    const [waiting] = (await listQuarantined(operator, ofAccount)).rows;
    await dismissQuarantined(operator, { accountId: root.accountId, id: String(waiting?.id), reason: "nobody" });
    expect(await close()).toBe(`${root.account.uid}-000001`);
    await expect(close()).rejects.toMatchObject({ code: "invalid-state", reason: "periodClosed" });
    const closings = await lookDirectly(
      (sql) =>
        sql`select after from app.audit_events where account_id = ${root.accountId} and action = 'espalier:ClosePeriod'`,
    );
    expect(closings).toHaveLength(1);
    const elsewhere = { accountId: root.accountId, month: "2025-01" };
    await expect(closePeriod(over, elsewhere)).rejects.toMatchObject({ code: "not-found" });
  });

  it("of 8 at once, one closes, and the number is used once", async () => {
    const [root, meter] = [await accountIn("Asia/Shanghai"), await buildPrice()];
    await use(root, "2027-08-31T20:00:00Z", { meter, from: "2027-08-10T10:00:00Z", value: "1000000" });
    const rounds = Array.from({ length: 8 }, () => advanceAccount(at("2027-09-03T00:00:00Z"), root.accountId));
    const closed = (await Promise.allSettled(rounds)).filter(
      (one) => one.status === "fulfilled" && one.value.includes("2027-08"),
    );
    expect(closed).toHaveLength(1);
    expect(await invoicesOf(root)).toMatchObject([{ no: 1, total: "0.02" }]);
  });
});

describe("a closed month", () => {
  it("takes no charge and no change from anybody, not from the owner of the tables either", async () => {
    const [root, meter] = [await accountIn("Asia/Shanghai"), await buildPrice()];
    await use(root, "2027-08-31T20:00:00Z", { meter, from: "2027-08-10T10:00:00Z", value: "1000000" });
    await advanceAccount(at("2027-09-03T00:00:00Z"), root.accountId);
    const { accountId } = root;
    const changes = [
      `update app.billing_periods set status = 'open' where account_id = '${accountId}'`,
      `delete from app.billing_periods where account_id = '${accountId}' and status = 'closed'`,
      `update app.invoices set total = 0 where account_id = '${accountId}'`,
      `delete from app.invoice_lines where account_id = '${accountId}'`,
      `update app.charges set effective_cost = 0 where account_id = '${accountId}'`,
      ...["charges", "charges_2027_08"].map(
        (
          table,
        ) => `insert into app.${table} (account_id, period, category, start_at, end_at, effective_cost, settlement_no, rated_at)
          values ('${accountId}', '2027-08-01', 'Credit', now(), now() + interval '1 second', -1, 9, now())`,
      ),
    ];
    for (const change of changes) {
      await expect(
        lookDirectly((sql) => sql.unsafe(change)),
        change,
      ).rejects.toThrow(/append-only|period_closed|stays closed/);
    }
  });

  it("sends later usage of it, and a correction, to the open bill as corrections", async () => {
    const [root, meter] = [await accountIn("Asia/Shanghai"), await buildPrice()];
    await use(root, "2027-08-31T20:00:00Z", { meter, from: "2027-08-31T10:00:00Z", value: "1000000" });
    await advanceAccount(at("2027-09-03T00:00:00Z"), root.accountId);
    await use(root, "2027-09-10T00:00:00Z", { meter, from: "2027-08-31T10:30:00Z", value: "3000000" });
    expect((await chargesOf(root)).at(-1)).toMatchObject({ month: "2027-09", correction: true, cost: "60000" });
    const input = AdjustWalletInput.parse({ accountId: root.accountId, amount: "-1", reason: "sorry" });
    await adjustWallet(at("2027-09-10T00:00:00Z"), input);
    expect((await chargesOf(root)).at(-1)).toMatchObject({ month: "2027-09", category: "Credit" });
    expect(await invoicesOf(root)).toMatchObject([{ total: "0.02" }]);
    expect(await brokenInvariants(root)).toEqual([]);
  });
});
