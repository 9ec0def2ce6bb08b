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
import { closePeriod } from "./close-period";
import { listClosingMonths } from "./month-end-queries";
import { MonthEndFilter } from "./schema";
import { setInvoicingMode } from "./set-invoicing-mode";

const database = takeOwnDatabase("close_due");
beforeAll(() => database().superuser`select billing.make_partitions('2027-01-01', 16)`);

const at = (moment: string): PlatformContext => ({ ...operator, now: new Date(moment) });
const board = async (moment: string) => listClosingMonths(at(moment), MonthEndFilter.parse({ show: "all" }));

/** Usage of August, or of September as well; `lost` names somebody who never was, and waits in quarantine. */
async function account(name: string, { lost = false, september = false, switches = false } = {}) {
  const root = { ...(await buildAccount({ name })), authorityEpoch: null };
  await buildSubAccount(root, { name: "ada" });
  const meter = await buildPrice();
  const told = ["ada", ...(lost ? ["nobody"] : [])].map((subAccount) =>
    buildEvent(root, { meter, subAccount, value: "1000000", at: new Date("2027-08-10T10:00:00Z") }),
  );
  const report = async (now: string, events: typeof told) => {
    await reportUsage(at(now), events);
    while ((await rateAccount(at(now), root.accountId)) === 0) await new Promise((done) => setTimeout(done, 20));
  };
  await report("2027-08-11T00:00:00Z", told);
  if (switches) {
    await setInvoicingMode(at("2027-08-12T00:00:00Z"), { accountId: root.accountId, mode: "prepayment_invoiced" });
  }
  const later = { meter, subAccount: "ada", value: "1000000", at: new Date("2027-09-10T10:00:00Z") };
  if (september) await report("2027-09-11T00:00:00Z", [buildEvent(root, later)]);
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

it("a month waits for an older one of its account that cannot close, or that is invoiced in another way", async () => {
  const september = true;
  const held = await account("held", { september, lost: true });
  const heldAtSwitch = await account("held-at-switch", { september, lost: true, switches: true });
  await account("switching", { september, switches: true });
  const due = "2027-10-02T16:00:00Z";
  const { rows, ready } = await board(due);
  const waits = rows
    .filter(({ accountName }) => ["held", "held-at-switch", "switching"].includes(accountName))
    .map(({ accountName, month, waitsFor, mustWait }) => [accountName, month, waitsFor, mustWait]);
  expect(waits).toEqual([
    ["held", "2027-08", null, false],
    ["held", "2027-09", "2027-08", false],
    ["held-at-switch", "2027-08", null, false],
    ["held-at-switch", "2027-09", "2027-08", true],
    ["switching", "2027-08", null, false],
    ["switching", "2027-09", "2027-08", true],
  ]);
  const { closed, left } = await closeDuePeriods(at(due));
  expect(closed).toHaveLength(ready);
  expect(closed).toEqual(expect.arrayContaining(["switching 2027-08", "switching 2027-09"]));
  expect(left).toEqual(
    expect.arrayContaining(["held 2027-08", "held 2027-09", "held-at-switch 2027-08", "held-at-switch 2027-09"]),
  );
  expect(await board(due)).toMatchObject({ ready: 0 });
  // By hand it may be closed before, but not where its invoice needs to know what the older one leaves.
  const month = "2027-09";
  await expect(closePeriod(at(due), { accountId: heldAtSwitch.accountId, month })).rejects.toMatchObject({
    reason: "earlierMonthOpen",
  });
  await closePeriod(at(due), { accountId: held.accountId, month });
});
