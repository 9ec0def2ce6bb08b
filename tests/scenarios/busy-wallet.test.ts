import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Context } from "@/lib/authorization/context";
import { rateAccount } from "@/lib/domain/usage/rate-account";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { adjustWallet } from "@/lib/domain/wallet/adjust-wallet";
import { payOutWallet } from "@/lib/domain/wallet/pay-out-wallet";
import { getWallet } from "@/lib/domain/wallet/queries";
import { reverseTopUp } from "@/lib/domain/wallet/reverse-top-up";
import { AdjustWalletInput, PayOutWalletInput, TopUpWalletInput } from "@/lib/domain/wallet/schema";
import { settleCharges } from "@/lib/domain/wallet/settle-charges";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { buildAccount } from "@/tests/support/build-account";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { brokenInvariants, buildEvent, buildPrice, operator, rateAll } from "@/tests/support/build-usage";
import { lookDirectly } from "@/tests/support/look-directly";
import { type SpooledCommand, tellAll, tellUntilAnswered } from "@/tests/support/money-spool";

const clients = 32;
const unit = 1_000_000n;

async function account(): Promise<Context> {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  for (const name of ["ada", "bob"]) await buildSubAccount(root, { name });
  return root;
}
const said = async (work: Promise<{ repeated: boolean }>) => ((await work).repeated ? "repeated" : "applied");
const topUp = ({ accountId }: Context, reference: string, amount: string): SpooledCommand => ({
  key: `top-up ${reference}`,
  tell: () => said(topUpWallet(operator, TopUpWalletInput.parse({ accountId, amount, reference }))),
});
const payOut = ({ accountId }: Context, reference: string, amount: string): SpooledCommand => ({
  key: `payout ${reference}`,
  tell: () => said(payOutWallet(operator, PayOutWalletInput.parse({ accountId, amount, reference, reason: "back" }))),
});
const adjust = ({ accountId }: Context, reference: string, amount: string): SpooledCommand => ({
  key: `adjustment ${reference}`,
  tell: () => said(adjustWallet(operator, AdjustWalletInput.parse({ accountId, amount, reference, reason: "told" }))),
});
/** The same in the same order every time, and in no order that anybody planned. */
const shuffled = <T>(list: readonly T[]) =>
  list
    .map((item, index) => ({ item, rank: (index * 7_919) % 1_009 }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
const three = <T>(item: T) => [item, item, item];

describe("32 clients of one wallet", () => {
  it("have each command applied once and every invariant kept, whoever tells it and however often", async () => {
    const [root, meter] = [await account(), await buildPrice({ tiers: [{ upTo: null, price: "1" }] })];
    const at = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 7_200_000);
    const wrong = await topUpWallet(
      operator,
      TopUpWalletInput.parse({ accountId: root.accountId, amount: "25", reference: "wrong" }),
    );
    const events = Array.from({ length: 120 }, (_, index) =>
      buildEvent(root, {
        ...{ id: `event-${index}`, meter, subAccount: index % 2 === 0 ? "ada" : "bob", value: "250000" },
        at: new Date(at.getTime() + index * 10_000),
      }),
    );
    const batches = Array.from({ length: 12 }, (_, index): SpooledCommand => {
      const batch = events.slice(index * 10, index * 10 + 10);
      return {
        key: `usage ${index}`,
        // Whoever is first has all of it accepted; nobody ever has a part.
        async tell() {
          const verdicts = new Set((await reportUsage(operator, batch)).map(({ status }) => status));
          return [...verdicts]
            .map((status) => ({ accepted: "applied", duplicate: "repeated" })[status as "accepted"] ?? status)
            .join();
        },
      };
    });
    const reversal: SpooledCommand = {
      key: "reversal",
      tell: () =>
        reverseTopUp(operator, { accountId: root.accountId, topUpId: wrong.topUpId, reason: "wrong" }).then(
          () => "applied",
        ),
    };
    const ten = Array.from({ length: 10 }, (_, index) => String(index));
    const commands = shuffled([
      ...ten.flatMap((reference) => three(topUp(root, reference, "2"))),
      ...ten.flatMap((reference) => three(adjust(root, reference, "1.5"))),
      ...ten.flatMap((reference) => three(adjust(root, `goodwill ${reference}`, "-0.25"))),
      // More than the wallet ever has.
      ...ten.flatMap((reference) => three(payOut(root, `out ${reference}`, "1000"))),
      ...batches.flatMap(three),
      ...three(reversal),
      topUp(root, "0", "3"),
    ]);

    let running = true;
    const seen: bigint[] = [];
    const worker = async () => {
      while (running) {
        await tellUntilAnswered({ key: "", tell: async () => String(await rateAccount(operator, root.accountId)) });
        await tellUntilAnswered({ key: "", tell: async () => String(await settleCharges(operator, root.accountId)) });
        await sleep(20);
      }
    };
    const watcher = async () => {
      for (; running; await sleep(50)) {
        seen.push((await getWallet(root)).posted);
        expect(await brokenInvariants(root)).toEqual([]);
      }
    };
    const others = [worker(), worker(), watcher()];
    const outcomes = await tellAll(commands, clients);
    running = false;
    await Promise.all(others);
    const counted = async () => {
      const [row] = await lookDirectly(
        (sql) => sql<{ events: number; cost: string }[]>`
          select coalesce(sum(events), 0)::int as events, sum(effective_cost)::text as cost
          from app.charges where account_id = ${root.accountId}`,
      );
      return row;
    };
    await rateAll(root, operator, events.length - ((await counted())?.events ?? 0));
    await settleCharges(operator, root.accountId);

    for (const [key, told] of outcomes) {
      const expected = key.startsWith("payout")
        ? three("insufficient-balance")
        : ["applied", ...(key === "reversal" ? ["invalid-state", "invalid-state"] : ["repeated", "repeated"])];
      // The one that was told with another amount before or after the others is refused, whichever stands.
      if (key === "top-up 0") expect(told.filter((one) => one === "applied")).toHaveLength(1);
      else expect(told.toSorted(), key).toEqual(expected.toSorted());
    }
    expect(seen.length).toBeGreaterThan(0);
    expect(seen.filter((balance) => balance < 0n)).toEqual([]);
    expect(await counted()).toEqual({ events: 120, cost: String(30n * unit + 15n * unit - 2_500_000n) });
    const [first] = await lookDirectly(
      (sql) =>
        sql<
          { amount: string }[]
        >`select amount::text from app.top_ups where account_id = ${root.accountId} and reference = '0'`,
    );
    const { posted, unsettled, owed } = await getWallet(root);
    // 25 came and went back; nine times 2 and the first reference stayed.
    expect(posted - owed).toBe(18n * unit + BigInt(first?.amount ?? 0) - 42_500_000n);
    expect(unsettled).toBe(0n);
    expect(await brokenInvariants(root)).toEqual([]);
  });

  it("have exactly as many payouts as the wallet holds, and no more", async () => {
    const root = await account();
    await tellUntilAnswered(topUp(root, "slip", "10"));
    const commands = Array.from({ length: clients }, (_, index) => payOut(root, `out ${index}`, "1"));
    const told = [...(await tellAll(commands, clients)).values()].flat();
    expect(told.filter((one) => one === "applied")).toHaveLength(10);
    expect(told.filter((one) => one === "insufficient-balance")).toHaveLength(22);
    expect((await getWallet(root)).posted).toBe(0n);
    expect(await brokenInvariants(root)).toEqual([]);
  });
});
