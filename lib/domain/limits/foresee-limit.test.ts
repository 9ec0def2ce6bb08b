import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { webhookEvents } from "@/db/schema/webhooks";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { walletResource } from "@/lib/authorization/resources";
import { NoticeFilter } from "@/lib/domain/notifications/choice-schema";
import { listNotices } from "@/lib/domain/notifications/notice-queries";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { asMicros } from "@/lib/foundation/money";
import { withReadTransaction } from "@/lib/foundation/transaction";
import { buildAccount } from "@/tests/support/build-account";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { buildEvent, buildPrice, operator, rateAll } from "@/tests/support/build-usage";
import { judgeWallets } from "./judge-wallets";
import { listSpendLimits } from "./queries";
import { foreseeLimit } from "./rules";
import { SetSpendLimitInput } from "./schema";
import { setSpendLimit } from "./set-spend-limit";

const hourMs = 3_600_000;

describe("the forecast of a limit", () => {
  const foresee = (window: [string, string], at: string, spent: bigint, hard: bigint | null = 100n) => {
    const [startsAt, resetsAt] = window.map((text) => new Date(text)) as [Date, Date];
    const amounts = { spent: asMicros(spent), hard: hard === null ? null : asMicros(hard) };
    return foreseeLimit({ ...amounts, startsAt, resetsAt }, new Date(at))?.toISOString() ?? null;
  };
  const day: [string, string] = ["2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z"];

  it("goes on as the window went so far, and is none where that stays below the amount until the end", () => {
    expect(foresee(day, "2026-11-20T12:00:00Z", 60n)).toBe("2026-11-20T20:00:00.000Z");
    expect(foresee(day, "2026-11-20T12:00:00Z", 51n)).toBe("2026-11-20T23:31:45.883Z");
    // Reached with the end of the window, which is the next one's beginning.
    expect(foresee(day, "2026-11-20T12:00:00Z", 50n)).toBeNull();
  });

  it("is none for a window that has just begun, is over, or has spent nothing, and for an amount that is reached", () => {
    expect(foresee(day, "2026-11-20T00:00:00Z", 90n)).toBeNull();
    expect(foresee(day, "2026-11-20T02:59:59Z", 90n)).toBeNull();
    expect(foresee(day, "2026-11-20T03:00:00Z", 90n)).toBe("2026-11-20T03:20:00.000Z");
    expect(foresee(day, "2026-11-21T00:00:00Z", 90n)).toBeNull();
    for (const spent of [-5n, 0n, 100n, 900n]) expect(foresee(day, "2026-11-20T12:00:00Z", spent)).toBeNull();
    expect(foresee(day, "2026-11-20T12:00:00Z", 0n, 0n)).toBeNull();
    expect(foresee(day, "2026-11-20T12:00:00Z", 90n, null)).toBeNull();
    const endless = { startsAt: null, resetsAt: null, spent: asMicros(9n), hard: asMicros(10n) };
    expect(foreseeLimit(endless, new Date())).toBeNull();
  });

  it("knows how long its window is: a day of the clock change, and months of every length", () => {
    const [short, long]: [string, string][] = [
      ["2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z"],
      ["2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"],
    ];
    // Half a day each, and 50 of 100: of 23 hours it is more than half, of 25 less.
    expect(foresee(short as [string, string], "2026-03-08T17:00:00Z", 50n)).toBeNull();
    expect(foresee(long as [string, string], "2026-11-01T16:00:00Z", 50n)).toBe("2026-11-02T04:00:00.000Z");
    const half = "T00:00:00Z";
    expect(foresee([`2027-02-01${half}`, `2027-03-01${half}`], `2027-02-15${half}`, 50n)).toBeNull();
    expect(foresee([`2028-02-01${half}`, `2028-03-01${half}`], `2028-02-15${half}`, 50n)).toBe(
      "2028-02-29T00:00:00.000Z",
    );
    // The last minute of a month.
    expect(foresee([`2026-12-01${half}`, `2027-01-01${half}`], "2026-12-31T23:59:00Z", 99n)).toBeNull();
  });
});

it("that the pace passes a hard amount is told once in a window, on the page, as a notice and as an event", async () => {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const ada = await buildSubAccount(root, { name: "ada" });
  const other = await buildSubAccount(root, { name: "bob" });
  const set = (hard: string, ctx: Context = root) =>
    setSpendLimit(ctx, SetSpendLimitInput.parse({ subAccountName: "ada", per: "day", hard }));
  const begun = new Date(Date.now() - 2 * 24 * hourMs);
  await set("100", { ...root, now: begun });
  const [limit] = await listSpendLimits({ ...root, now: begun });
  const end = limit?.resetsAt?.getTime() ?? 0;
  const noon = new Date(end - 12 * hourMs);
  const meter = await buildPrice({ tiers: [{ upTo: null, price: "1" }] });
  const at = new Date(end - 23 * hourMs);
  await reportUsage(operator, [buildEvent(root, { meter, subAccount: "ada", value: "60000000", at })]);
  await rateAll(root, operator, 1);
  const judge = (now: Date) => judgeWallets({ ...operator, now }, [root.accountId]);
  const told = async (ctx: Context) =>
    (await listNotices(ctx, NoticeFilter.parse({}))).rows
      .filter(({ kind }) => kind === "spend-forecast")
      .map(({ params }) => `${params.whose} ${params.spent} of ${params.amount} ${params.per} ${params.effect}`);
  const page = async (now: Date) => (await listSpendLimits({ ...ada, now })).map(({ passesAt }) => passesAt);

  await judge(new Date(end - 22 * hourMs));
  expect(await told(ada)).toEqual([]);
  await judge(noon);
  await judge(noon);
  await judge(new Date(noon.getTime() + hourMs));
  const once = "ada 60.00 of 100.00 day new";
  expect([await told(ada), await told(root), await told(other)]).toEqual([[once], [once], []]);
  expect(await page(noon)).toEqual([new Date(end - 4 * hourMs)]);
  await set("130");
  await judge(noon);
  expect([await told(ada), await page(noon)]).toEqual([[once], [null]]);
  await set("110");
  await judge(noon);
  expect(await told(ada)).toEqual(["ada 60.00 of 110.00 day new", once]);

  const allowed = authorize(root, "bss:DescribeWallet", walletResource(root));
  const events = await withReadTransaction(allowed, (tx) =>
    tx.select().from(webhookEvents).where(eq(webhookEvents.accountId, root.accountId)),
  );
  const foreseen = events.filter(({ type }) => type === "spend_limit.foreseen").map(({ payload }) => payload.data);
  const resetsAt = new Date(end).toISOString();
  expect(foreseen).toHaveLength(2);
  expect(foreseen).toContainEqual({
    accountUid: root.account.uid,
    subAccount: "ada",
    limit: { per: "day", amount: "100.00", resetsAt, passesAt: new Date(end - 4 * hourMs).toISOString() },
  });
});
