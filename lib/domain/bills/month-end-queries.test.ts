import { beforeAll, describe, expect, it } from "vitest";
import type { PlatformContext } from "@/lib/authorization/context";
import { listApprovals } from "@/lib/domain/approvals/queries";
import { dismissQuarantined } from "@/lib/domain/usage/dismiss-quarantined";
import { listQuarantined } from "@/lib/domain/usage/queries";
import { rateAccount } from "@/lib/domain/usage/rate-account";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { QuarantineFilter } from "@/lib/domain/usage/schema";
import { adjustWallet } from "@/lib/domain/wallet/adjust-wallet";
import { checkDueBooks } from "@/lib/domain/wallet/check-due-books";
import { rebuildRollups } from "@/lib/domain/wallet/rebuild-rollups";
import { AdjustWalletInput } from "@/lib/domain/wallet/schema";
import { workerContext } from "@/lib/entrypoints/worker/worker-context";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { buildEvent, buildPrice, operator } from "@/tests/support/build-usage";
import { takeOwnDatabase } from "@/tests/support/take-own-database";
import { advanceAccount } from "./advance-periods";
import { closePeriod } from "./close-period";
import { listClosingMonths } from "./month-end-queries";
import { MonthEndFilter } from "./schema";

const database = takeOwnDatabase("month_end");
beforeAll(() => database().superuser`select billing.make_partitions('2027-01-01', 16)`);

const at = (moment: string, who: PlatformContext = operator) => ({ ...who, now: new Date(moment) });
/** The months that need somebody, or all of them. August ends on the 31st at 16:00 in UTC, and is due two days later. */
const monthsAt = async (moment: string, view: object = {}) => listClosingMonths(at(moment), MonthEndFilter.parse(view));

async function account(name: string) {
  const root = { ...(await buildAccount({ name })), authorityEpoch: null };
  await buildSubAccount(root, { name: "ada" });
  const report = (now: string, from: string, { meter = "", source = "urn:slow", subAccount = "ada" } = {}) =>
    reportUsage(at(now), [
      { ...buildEvent(root, { meter, subAccount, value: "1000000", at: new Date(from) }), source },
    ]);
  const rate = async (now: string) => {
    while ((await rateAccount(at(now), root.accountId)) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  return { root, accountId: root.accountId, report, rate };
}

describe("what is in the way of a month's close", () => {
  it("is counted with its rows, of this month and account alone, until nothing is left and the month closes", async () => {
    const [meter, now] = [await buildPrice(), "2027-09-01T00:00:00Z"];
    const { accountId, report, rate } = await account("slow-reporter");
    const quiet = await account("well-behaved");
    await report(now, "2027-08-30T10:00:00Z", { meter });
    await rate(now);
    await quiet.report(now, "2027-08-30T10:00:00Z", { meter, source: "urn:steady" });
    await quiet.report(now, "2027-08-31T23:00:00Z", { meter, source: "urn:steady" });
    await quiet.rate(now);
    for (const one of [accountId, quiet.accountId]) await advanceAccount(at(now), one);

    await report(now, "2027-08-31T15:59:58Z", { meter });
    await report(now, "2027-08-31T15:59:59Z", { meter, subAccount: "nobody" });
    await report(now, "2027-08-31T16:00:00Z", { meter, subAccount: "nobody", source: "urn:steady" });
    const asker = buildOperator({ name: "first@espalier.test" });
    const ask = (moment: string, reference: string) =>
      adjustWallet(
        at(moment, asker),
        AdjustWalletInput.parse({ accountId, amount: "-800", reference, reasonCode: "outage", reason: "sorry" }),
      );
    await ask("2027-08-31T12:00:00Z", "of August");
    await ask("2027-08-31T16:00:00Z", "of September");

    const board = await monthsAt(now);
    expect(board).toMatchObject({ closing: 2, standing: 1, nextEndsAt: new Date("2027-09-30T16:00:00Z") });
    expect(board.rows).toEqual([
      {
        ...{ accountId, accountName: "slow-reporter", timeZone: "Asia/Shanghai", month: "2027-08" },
        ...{ dueAt: new Date("2027-09-02T16:00:00Z"), isDue: false, quarantined: 1, unrated: 1, approvals: 1 },
        ...{ waitsFor: null, mustWait: false },
        lateSources: [{ source: "urn:slow", lastAt: new Date("2027-08-31T15:59:59Z") }],
        ...{ broken: [], checkedAt: null },
      },
    ]);
    const waiting = QuarantineFilter.parse({ account: "slow-reporter", month: "2027-08" });
    const { rows } = await listQuarantined(operator, waiting);
    expect(rows.map(({ reason }) => reason)).toEqual(["unknown-sub-account"]);
    expect((await listApprovals(at(now), { account: "slow-reporter" })).open).toHaveLength(2);
    expect((await listApprovals(at(now), { account: "well-behaved" })).open).toEqual([]);

    const due = "2027-09-02T16:00:00Z";
    expect((await monthsAt(due)).rows).toMatchObject([{ isDue: true, quarantined: 1, unrated: 1 }]);
    await expect(closePeriod(at(due), { accountId, month: "2027-08" })).rejects.toMatchObject({ code: "conflict" });
    await rate(due);
    for (const { id } of rows) await dismissQuarantined(at(due), { accountId, id, reason: "nobody is gone" });
    expect((await monthsAt(due)).rows).toMatchObject([{ quarantined: 0, unrated: 0, approvals: 1 }]);
    await closePeriod(at(due), { accountId, month: "2027-08" });
    expect(await monthsAt(due)).toMatchObject({ rows: [], closing: 1, standing: 0 });
    expect((await monthsAt(due, { show: "all" })).rows).toMatchObject([{ accountName: "well-behaved", isDue: true }]);
  });

  it("tells of a source that no account has heard of since the month ended, until it speaks or the month is due", async () => {
    const [meter, now] = [await buildPrice(), "2027-11-01T00:00:00Z"];
    const [first, second] = [await account("source-one"), await account("source-two")];
    const late = async (moment: string) =>
      (await monthsAt(moment, { show: "all" })).rows
        .filter(({ month }) => month === "2027-10")
        .map(({ accountName, lateSources }) => [accountName, lateSources.map(({ source }) => source)]);
    for (const { accountId, report, rate } of [first, second]) {
      await report(now, "2027-10-30T10:00:00Z", { meter, source: "urn:shared" });
      await rate(now);
      await advanceAccount(at(now), accountId);
    }
    const both = (sources: string[]) => ["source-one", "source-two"].map((name) => [name, sources]);
    expect(await late(now)).toEqual(both(["urn:shared"]));
    expect(await late("2027-11-02T16:00:00Z")).toEqual(both([]));
    await second.report(now, "2027-10-31T16:00:00Z", { meter, source: "urn:shared" });
    expect(await late(now)).toEqual(both([]));
  });

  it("tells which invariants the last check found broken, until they are mended and checked again", async () => {
    const [meter, now] = [await buildPrice(), "2027-12-31T20:00:00Z"];
    const { accountId, report, rate } = await account("broken-books");
    await report(now, "2027-12-10T10:00:00Z", { meter });
    await rate(now);
    await advanceAccount(at(now), accountId);
    await database()
      .superuser`update app.spend_days set effective_cost = effective_cost + 1 where account_id = ${accountId}`;
    const broken = async () => (await monthsAt(now)).rows.filter((row) => row.accountId === accountId);
    await checkDueBooks(workerContext(new Date(now)));
    expect(await broken()).toMatchObject([{ broken: ["I7"], checkedAt: new Date(now) }]);
    await rebuildRollups(at(now), { accountId, period: "2027-12-01" });
    expect(await broken()).toMatchObject([{ broken: ["I7"], checkedAt: null }]);
    await checkDueBooks(workerContext(new Date(now)));
    expect(await broken()).toEqual([]);
  });

  it("is walked page by page, in both directions", async () => {
    const { rows: all } = await monthsAt("2028-03-01T00:00:00Z", { show: "all" });
    expect(all.length).toBeGreaterThan(3);
    const names = all.map(({ accountName, month }) => `${accountName} ${month}`);
    expect(names).toEqual(names.toSorted());
    const cursor = (direction: string, { accountName, month }: (typeof all)[number]) =>
      Buffer.from(JSON.stringify([direction, accountName, month])).toString("base64url");
    const [first, second, third] = all;
    if (!first || !second || !third) throw new Error("three months at least");
    const from = async (direction: string, row: typeof first) =>
      (await monthsAt("2028-03-01T00:00:00Z", { show: "all", cursor: cursor(direction, row) })).rows;
    expect(await from("after", second)).toEqual(all.slice(2));
    expect(await from("before", third)).toEqual([first, second]);
  });
});
