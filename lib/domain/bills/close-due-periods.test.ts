import { beforeAll, expect, it } from "vitest";
import type { PlatformContext } from "@/lib/authorization/context";
import { rateAccount } from "@/lib/domain/usage/rate-account";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { buildAccount } from "@/tests/support/build-account";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { brokenInvariants, buildEvent, buildPrice, operator } from "@/tests/support/build-usage";
import { takeOwnDatabase } from "@/tests/support/take-own-database";
import { advancePeriods } from "./advance-periods";
import { closeDuePeriods } from "./close-due-periods";
import { listClosingMonths } from "./month-end-queries";
import { MonthEndFilter } from "./schema";

const database = takeOwnDatabase("close_due");
beforeAll(() => database().superuser`select billing.make_partitions('2027-01-01', 16)`);

const at = (moment: string): PlatformContext => ({ ...operator, now: new Date(moment) });
const board = async (moment: string) => listClosingMonths(at(moment), MonthEndFilter.parse({ show: "all" }));

/** Usage of August; `lost` names somebody who never was, and waits in quarantine. */
async function account(name: string, { lost = false } = {}) {
  const root = { ...(await buildAccount({ name })), authorityEpoch: null };
  await buildSubAccount(root, { name: "ada" });
  const meter = await buildPrice();
  const told = ["ada", ...(lost ? ["nobody"] : [])].map((subAccount) =>
    buildEvent(root, { meter, subAccount, value: "1000000", at: new Date("2027-08-10T10:00:00Z") }),
  );
  await reportUsage(at("2027-08-11T00:00:00Z"), told);
  const rate = () => rateAccount(at("2027-08-11T00:00:00Z"), root.accountId);
  while ((await rate()) === 0) await new Promise((done) => setTimeout(done, 20));
  return root;
}

it("closes what is due and ready, each account for itself, and says which were not", async () => {
  const roots = [await account("able"), await account("blocked", { lost: true }), await account("capable")];
  const early = "2027-09-02T15:59:00Z";
  expect(await closeDuePeriods(at(early))).toEqual({ closed: [], left: [], later: 0 });
  expect(await board(early)).toMatchObject({ closing: 3, standing: 1, ready: 0 });

  const due = "2027-09-02T16:00:00Z";
  expect(await board(due)).toMatchObject({ closing: 3, standing: 1, ready: 2 });
  expect(await advancePeriods(at(due), { withinMs: -1 })).toEqual({ closed: [], left: [], later: 3 });
  // Two operators press at once: each month is closed by one of them, and to neither a failure of the other.
  const both = await Promise.all([closeDuePeriods(at(due)), closeDuePeriods(at(due))]);
  expect(both.flatMap(({ closed }) => closed).toSorted()).toEqual(["able 2027-08", "capable 2027-08"]);
  for (const { left, later } of both) expect([left, later]).toEqual([["blocked 2027-08"], 0]);
  expect(await board(due)).toMatchObject({ closing: 1, standing: 1, ready: 0 });
  for (const root of roots) expect(await brokenInvariants(root)).toEqual([]);
  const invoices = await database().superuser`select count(*)::int as n from app.invoices`;
  expect(invoices[0]?.n).toBe(2);
  const told = await database().superuser`
    select resource from app.audit_events where action = 'espalier:ClosePeriod'`;
  expect(told.map(({ resource }) => resource)).toEqual(["2027-08", "2027-08"]);
});
