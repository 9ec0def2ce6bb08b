import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { withoutSession } from "@/lib/authorization/context";
import { listBills } from "@/lib/domain/spend/queries";
import { workerContext } from "@/lib/entrypoints/worker/worker-context";
import { newId } from "@/lib/foundation/ids";
import { buildAccount } from "@/tests/support/build-account";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { buildEvent, buildPrice, operator, rateAll } from "@/tests/support/build-usage";
import { estimateEach, estimateWaiting } from "./estimate-queries";
import { listMeters } from "./meter-queries";
import { countQuarantined, getQuarantined, listQuarantined } from "./queries";
import { replayWaiting } from "./replay-waiting";
import { reportUsage } from "./report-usage";
import { QuarantineFilter, ReplayWaitingInput } from "./schema";
import { tryReplay } from "./try-replay";

async function waiting(names: string[]) {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const meter = await buildPrice();
  const at = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000);
  await reportUsage(
    operator,
    names.map((subAccount) => buildEvent(root, { meter, subAccount, value: "1", at })),
  );
  return root;
}
const list = ({ account }: Context, view: object = {}) =>
  listQuarantined(operator, QuarantineFilter.parse({ account: account.name, ...view })).then(({ rows }) => rows);

describe("the quarantine", () => {
  it("is listed by reason and account, counted, and shows each event as it was told", async () => {
    const root = await waiting(["carl", "cleo"]);
    const rows = await list(root, { reason: "unknown-sub-account" });
    expect(rows.map(({ subAccountName }) => subAccountName).sort()).toEqual(["carl", "cleo"]);
    expect(await list(root, { reason: "no-price" })).toEqual([]);
    expect(await countQuarantined(operator, { account: root.account.name, month: "" })).toMatchObject([
      { reason: "unknown-sub-account", count: 2 },
    ]);
    const [row] = rows;
    const one = await getQuarantined(operator, { accountId: root.accountId, id: String(row?.id) });
    expect(one.event).toMatchObject({ subaccount: row?.subAccountName, source: "urn:test" });
    const other = await buildAccount();
    await expect(getQuarantined(operator, { accountId: other.accountId, id: String(row?.id) })).rejects.toMatchObject({
      code: "not-found",
    });
  });

  it("replayed in bulk says of each event what became of it: one is taken in, one still waits", async () => {
    const root = await waiting(["carl", "cleo"]);
    await buildSubAccount(root, { name: "carl" });
    const input = ReplayWaitingInput.parse({ reason: "unknown-sub-account", account: root.account.name });
    expect(await replayWaiting(operator, input)).toEqual({ ordered: 2 });
    for (const { accountId, id } of await list(root)) await tryReplay(workerContext(), { accountId, id, by: "odile" });
    expect(await list(root)).toMatchObject([{ subAccountName: "cleo", triedAt: expect.any(Date), resolution: null }]);
    expect(await list(root, { show: "replayed" })).toMatchObject([{ subAccountName: "carl", resolvedBy: "odile" }]);
  });

  it("says what each event and each reason would come to: what it costs once it is replayed, and nothing where no price is", async () => {
    const root = await waiting(["carl", "carl"]);
    const meter = (await list(root))[0]?.meter;
    const at = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000);
    const priced = await buildPrice({
      tiers: [
        { upTo: "1", price: "3" },
        { upTo: null, price: "1" },
      ],
      tierScope: "sub-account",
    });
    await reportUsage(operator, [
      buildEvent(root, { meter: priced, subAccount: "carl", value: "1500000", at }),
      buildEvent(root, { meter: priced, subAccount: "carl", value: "2500000", at }),
      buildEvent(root, { meter: newId(), subAccount: "carl", value: "5", at }),
    ]);
    const rows = await list(root);
    const each = await estimateEach(
      operator,
      rows.map(({ id }) => id),
    );
    const amounts = rows.map(({ id, meter: of, value }) => [of === meter ? "flat" : value, each.get(id)?.amount]);
    expect(amounts.toSorted()).toEqual([
      ["1500000", 3_500_000n],
      ["2500000", 4_500_000n],
      ["5", undefined],
      ["flat", 0n],
      ["flat", 0n],
    ]);
    const sums = await estimateWaiting(operator, { account: root.account.name, month: "" });
    const sum = sums.find(({ reason }) => reason === "unknown-sub-account");
    expect(sum).toMatchObject({ unpriced: 0, read: 4, amounts: [{ currency: "CNY", amount: 6_000_000n }] });
    expect(sums.find(({ reason }) => reason === "unknown-meter")).toMatchObject({ unpriced: 1, read: 1, amounts: [] });

    const ada = await buildSubAccount(root, { name: "carl" });
    for (const { accountId, id } of await list(root, { reason: "unknown-sub-account" })) {
      await tryReplay(workerContext(), { accountId, id, by: "odile" });
    }
    await rateAll(root, operator, 4);
    expect((await listBills(ada, "widest")).rows.reduce((total, one) => total + one.total, 0n)).toBe(6_000_000n);
  });

  it("stands beside what came in, by meter and source, with meters that no price book knows", async () => {
    const root = { ...(await buildAccount()), authorityEpoch: null };
    await buildSubAccount(root, { name: "ada" });
    const [known, planned, unheard] = [
      await buildPrice(),
      await buildPrice({ validFrom: "2031-01-01T00:00:00Z" }),
      newId(),
    ];
    const source = `urn:test:${newId()}`;
    const anHourAgo = Math.floor(Date.now() / 1000) * 1000 - 3_600_000;
    const when = (ms: number) => ({ ...operator, now: new Date(ms) });
    // In the same hour of the day before: the next day's takes its place.
    const dayBefore = anHourAgo - 24 * 3_600_000;
    const earlier = buildEvent(root, { meter: known, subAccount: "ada", value: "1", at: new Date(dayBefore - 5_000) });
    await reportUsage(when(dayBefore), [{ ...earlier, source }]);
    await rateAll(root, operator, 1);
    const at = new Date(anHourAgo - 5_000);
    const told = [
      { ...buildEvent(root, { meter: known, subAccount: "ada", value: "1", at }), source },
      { ...buildEvent(root, { meter: known, subAccount: "nobody", value: "1", at }), source },
      { ...buildEvent(root, { meter: unheard, subAccount: "ada", value: "1", at }), source },
    ];
    await reportUsage(when(anHourAgo), told);
    const unrated = await listMeters(operator);
    await rateAll(root, operator, 1);
    const { meters, sources } = await listMeters(operator);
    const flow = (meter: string) => meters.find((one) => one.meter === meter);
    const lastAt = new Date(at.getTime() + 1_000);
    expect(flow(known)).toMatchObject({ events: 1, lastHour: 1, lastAt, waiting: 1, isUnpriced: false });
    expect(flow(planned)).toMatchObject({ events: 0, lastAt: null, waiting: 0, isUnpriced: true });
    expect(flow(unheard)).toMatchObject({ prices: [], events: 0, waiting: 1, isUnpriced: true });
    const told4s = { events: 1, lastHour: 1, lastAt, lagSeconds: 4, waiting: 2 };
    for (const all of [unrated.sources, sources]) {
      expect(all.find((one) => one.source === source)).toMatchObject(told4s);
    }
  });

  it("is the operators': a context without their policies lists nothing", async () => {
    const nobody = { ...operator, ...withoutSession, policies: [] };
    await expect(listMeters(nobody)).rejects.toMatchObject({ code: "forbidden" });
    await expect(estimateWaiting(nobody, { account: "", month: "" })).rejects.toMatchObject({ code: "forbidden" });
    await expect(estimateEach(nobody, [])).rejects.toMatchObject({ code: "forbidden" });
    await expect(listQuarantined(nobody, QuarantineFilter.parse({}))).rejects.toMatchObject({ code: "forbidden" });
    await expect(replayWaiting(nobody, ReplayWaitingInput.parse({ reason: "too-old" }))).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
