import { describe, expect, it } from "vitest";
import { limitWindows } from "@/db/schema/spend-limits";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { walletResource } from "@/lib/authorization/resources";
import { ChooseNoticesInput, NoticeFilter } from "@/lib/domain/notifications/choice-schema";
import { chooseNotices } from "@/lib/domain/notifications/choose-notices";
import { listNotices } from "@/lib/domain/notifications/notice-queries";
import { editSubAccount } from "@/lib/domain/sub-accounts/edit-sub-account";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { getWallet } from "@/lib/domain/wallet/queries";
import { TopUpWalletInput } from "@/lib/domain/wallet/schema";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { newId, type SubAccountId } from "@/lib/foundation/ids";
import { asMicros, writeMicros } from "@/lib/foundation/money";
import { withReadTransaction } from "@/lib/foundation/transaction";
import { buildAccount } from "@/tests/support/build-account";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { brokenInvariants, buildEvent, buildPrice, operator, rateAll } from "@/tests/support/build-usage";
import { readOutbox } from "@/tests/support/read-outbox";
import { judgeWallets } from "./judge-wallets";
import { readSpendVerdicts } from "./lookups";
import { listSpendLimits } from "./queries";
import { removeSpendLimit } from "./remove-spend-limit";
import { replayLimit } from "./replay-queries";
import { judgeWallet, shareToTell } from "./rules";
import { ReplayLimitInput, SetDefaultLimitInput, SetSpendLimitInput } from "./schema";
import { setDefaultLimit } from "./set-default-limit";
import { setSpendLimit } from "./set-spend-limit";

async function account() {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const ada = await buildSubAccount(root, { name: "ada" });
  const subAccountId = (ada.scope.kind === "sub-account" ? ada.scope.subAccountId : "") as SubAccountId;
  const inside = enterAccount(operator, { ...root.account, accountId: root.accountId });
  const verdict = async () => {
    const allowed = authorize(inside, "bss:DescribeWallet", walletResource(inside));
    return (await withReadTransaction(allowed, (tx) => readSpendVerdicts(tx, allowed, [subAccountId])))[0];
  };
  const topUp = (amount: string) =>
    topUpWallet(operator, TopUpWalletInput.parse({ accountId: root.accountId, amount, reference: newId() }));
  return { root, ada, verdict, topUp };
}
const limit = (root: Context, input: object) => setSpendLimit(root, SetSpendLimitInput.parse(input));
const spend = async (root: Context, millions: number) => {
  const meter = await buildPrice({ tiers: [{ upTo: null, price: "1" }] });
  const at = new Date(Math.floor(Date.now() / 1000) * 1000 - 1000);
  const within = new Date(Math.max(at.getTime(), Math.floor(Date.now() / 3_600_000) * 3_600_000));
  await reportUsage(operator, [
    buildEvent(root, { meter, subAccount: "ada", value: String(millions * 1e6), at: within }),
  ]);
  await rateAll(root, operator, 1);
};

describe("a spend limit", () => {
  it("counts what its window spent, before it was set and after, and stops what is new at the amount", async () => {
    const { root, verdict, topUp } = await account();
    await topUp("100");
    await spend(root, 2);
    await limit(root, { subAccountName: "ada", per: "month", hard: "5" });
    expect((await listSpendLimits(root)).map(({ spent }) => writeMicros(spent))).toEqual(["2.00"]);
    expect(await verdict()).toEqual({ allowed: true });
    await spend(root, 3);
    expect(await verdict()).toMatchObject({
      allowed: false,
      reason: "spend_limit",
      limit: { hard: 5_000_000n, spent: 5_000_000n },
    });
    await limit(root, { subAccountName: "ada", per: "month", hard: "6" });
    expect(await verdict()).toEqual({ allowed: true });
    await limit(root, { per: "lifetime", hard: "1" });
    await spend(root, 1);
    expect(await verdict()).toMatchObject({ allowed: false, reason: "spend_limit" });
    const own = (await listSpendLimits(root)).find(({ subAccountName }) => subAccountName === "ada");
    await removeSpendLimit(root, { id: String(own?.id) });
    expect(await verdict()).toMatchObject({ allowed: false, reason: "account_limit" });
    await expect(removeSpendLimit(root, { id: String(own?.id) })).rejects.toMatchObject({ code: "not-found" });
  });

  it("begins in every window with exactly what its charges come to, and nothing that came after", async () => {
    const { root } = await account();
    await buildSubAccount(root, { name: "bob" });
    const meter = await buildPrice({ tiers: [{ upTo: null, price: "1" }] });
    const day = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
    const at = (time: string) => new Date(`${day}T${time}Z`);
    const use = (subAccount: string, time: string, millions: number) =>
      buildEvent(root, { meter, subAccount, value: String(millions * 1e6), at: at(time) });
    const later = { meter, subAccount: "ada", value: "8000000", at: new Date(at("10:10:00").getTime() + 86_400_000) };
    await reportUsage(operator, [
      ...[use("ada", "09:59:58", 16), use("ada", "10:10:00", 1), use("ada", "10:59:58", 2), use("bob", "11:00:00", 4)],
      buildEvent(root, later),
    ]);
    await rateAll(root, operator, 5);
    const then = { ...root, now: at("10:30:00") };
    for (const subAccountName of ["ada", ""])
      for (const per of limitWindows) await limit(then, { subAccountName, per, hard: "1000" });
    expect(await brokenInvariants(root)).toEqual([]);
    const counted = await listSpendLimits(then);
    const spent = (per: string, of: string | null) =>
      counted
        .filter((one) => one.per === per && (one.subAccountName || null) === of)
        .map((one) => writeMicros(one.spent));
    expect([spent("hour", "ada"), spent("day", "ada"), spent("lifetime", "ada")]).toEqual([
      ["3.00"],
      ["19.00"],
      ["27.00"],
    ]);
    expect([spent("hour", null), spent("day", null), spent("lifetime", null)]).toEqual([
      ["3.00"],
      ["23.00"],
      ["31.00"],
    ]);
  });

  it("is seen by the sub-account it is of, which neither sets it nor sees another's", async () => {
    const { root, ada } = await account();
    await buildSubAccount(root, { name: "bob" });
    for (const subAccountName of ["ada", "bob", ""]) await limit(root, { subAccountName, per: "day", hard: "2" });
    expect((await listSpendLimits(ada)).map(({ subAccountName }) => subAccountName)).toEqual(["ada"]);
    await expect(limit(ada, { per: "day", hard: "9" })).rejects.toMatchObject({ code: "forbidden" });
    const reader = await buildSubAccount(root, { policies: ["AliyunBSSReadOnlyAccess"] });
    expect(await listSpendLimits(reader)).toHaveLength(3);
    const nearest = [root, ada].map((ctx) => listSpendLimits(ctx, "nearest"));
    expect(await Promise.all(nearest)).toMatchObject([[{ subAccountName: null }], [{ subAccountName: "ada" }]]);
    await expect(limit(reader, { per: "day", hard: "9" })).rejects.toMatchObject({ code: "forbidden" });
  });

  it("is given to every sub-account made after the account set a default, and to none before", async () => {
    const { root } = await account();
    const set = (input: object) => setDefaultLimit(root, SetDefaultLimitInput.parse(input));
    await set({ per: "day", soft: "1.5", hard: "2", stops: "all" });
    await buildSubAccount(root, { name: "cy" });
    await set({ per: "day" });
    await buildSubAccount(root, { name: "dot" });
    expect(await listSpendLimits(root)).toMatchObject([
      { subAccountName: "cy", per: "day", soft: 1_500_000n, hard: 2_000_000n, stops: "all" },
    ]);
  });

  it("refuses a soft amount above the hard one, and a limit of nothing", () => {
    for (const input of [
      { per: "day" },
      { per: "day", soft: "3", hard: "2" },
      { per: "year", hard: "1" },
      { per: "day", hard: "-1" },
    ]) {
      expect(SetSpendLimitInput.safeParse(input).success).toBe(false);
    }
  });
});

describe("a limit that is tried", () => {
  it("is said when it would have been reached, by how much, and is not set", async () => {
    const { root, ada } = await account();
    await buildSubAccount(root, { name: "bob" });
    const meter = await buildPrice({ tiers: [{ upTo: null, price: "1" }] });
    const day = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
    const use = (subAccount: string, time: string, value: string) =>
      buildEvent(root, { meter, subAccount, value, at: new Date(`${day}T${time}Z`) });
    const events = [
      use("ada", "02:10:00", "6000000"),
      use("ada", "03:20:00", "3000000"),
      use("ada", "03:40:59", "2500000"),
      use("bob", "03:30:00", "1000000"),
    ];
    await reportUsage(operator, events);
    await rateAll(root, operator, 4);
    const tried = async (input: object) => {
      const { count, most, reached } = await replayLimit(root, ReplayLimitInput.parse(input));
      const said = reached.map(({ at, spent }) => `${at.toISOString().slice(11, 19)} ${writeMicros(spent)}`);
      return [count, writeMicros(most), ...said];
    };
    for (const per of ["day", "week", "month", "lifetime"]) {
      expect(await tried({ subAccountName: "ada", per, hard: "10" }), per).toEqual([1, "11.50", "03:41:00 11.50"]);
    }
    expect(await tried({ per: "day", soft: "10" })).toEqual([1, "12.50", "03:41:00 12.50"]);
    expect(await tried({ subAccountName: "ada", per: "hour", hard: "10" })).toEqual([0, "6.00"]);
    expect(await tried({ per: "hour", hard: "5" })).toEqual([2, "6.50", "03:41:00 6.50", "02:10:01 6.00"]);
    expect(await tried({ subAccountName: "bob", per: "day", hard: "10" })).toEqual([0, "1.00"]);
    await expect(tried({ subAccountName: "nobody", per: "day", hard: "1" })).rejects.toMatchObject({
      code: "not-found",
    });
    await limit(root, { subAccountName: "ada", per: "day", hard: "10", intent: "try" });
    expect(await listSpendLimits(root)).toEqual([]);
    const asAda = replayLimit(ada, ReplayLimitInput.parse({ per: "day", hard: "1" }));
    await expect(asAda).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("what people are told", () => {
  const told = async (ctx: Context) =>
    (await listNotices(ctx, NoticeFilter.parse({}))).rows
      .filter(({ kind }) => kind === "spend-limit" || kind === "wallet-state")
      .map(({ params }) => `${params.whose ?? ""} ${params.percent ?? params.state} ${params.effect ?? ""}`.trim())
      .toReversed();

  it("of a limit is each share once in a window, to its sub-account and the root user, and again after it was raised", async () => {
    const { root, ada, topUp } = await account();
    await topUp("1000");
    await limit(root, { subAccountName: "ada", per: "month", soft: "6", hard: "10" });
    for (const millions of [4, 1, 2, 3]) {
      await spend(root, millions);
      await judgeWallets(operator);
      await judgeWallets(operator);
    }
    const words = ["ada 50 none", "ada 60 none", "ada 100 new"];
    expect(await told(ada)).toEqual(words);
    expect((await told(root)).filter((word) => word.startsWith("ada"))).toEqual(words);
    await limit(root, { subAccountName: "ada", per: "month", soft: "6", hard: "100" });
    await judgeWallets(operator);
    await limit(root, { subAccountName: "ada", per: "month", soft: "6", hard: "10" });
    await judgeWallets(operator);
    expect(await told(ada)).toEqual([...words, "ada 100 new"]);
  });

  it("of the wallet is that it is empty, and that it is in order again, once each, by mail as well", async () => {
    const { root, topUp } = await account();
    await topUp("1");
    await spend(root, 1);
    for (let round = 0; round < 3; round += 1) await judgeWallets(operator);
    await topUp("5000");
    for (let round = 0; round < 2; round += 1) await judgeWallets(operator);
    expect(await told(root)).toEqual(["exhausted", "ok"]);
  });

  it("of a low or an empty wallet is each level once, also to finance users, of whom each may switch the mail off", async () => {
    const { root, ada, topUp } = await account();
    const finance = await buildSubAccount(root, { name: "fin", policies: ["AliyunBSSFullAccess"] });
    const email = `${newId()}@example.test`;
    const words = { displayName: "", phone: "", note: "", labels: [] };
    await editSubAccount(root, { ...words, name: "fin", email });
    const round = async (hours: number) => {
      const at = { ...operator, now: new Date(Date.now() + hours * 3_600_000) };
      for (let twice = 0; twice < 2; twice += 1) await judgeWallets(at, [root.accountId]);
    };
    // At the pace of the last three hours: 72 hours, 53, 15 and 3.
    await topUp("600");
    await spend(root, 24);
    for (const millions of [0, 8, 68, 200]) {
      if (millions > 0) await spend(root, millions);
      await round(0);
    }
    expect(await told(root)).toEqual(["low72", "low24", "low4"]);
    await chooseNotices(finance, ChooseNoticesInput.parse({ locale: "en" }));
    await spend(root, 310);
    for (const hours of [0, 11, 12.1, 23.1, 24.1]) await round(hours);
    expect(await told(root)).toEqual(["low72", "low24", "low4", "exhausted", "half", "lastHour", "suspended"]);
    expect(await told(finance)).toEqual(await told(root));
    expect((await readOutbox(email)).map(({ params }) => params.state).toReversed()).toEqual([
      "low72",
      "low24",
      "low4",
    ]);
    expect(await told(ada)).toEqual([]);
  });

  it("a share is reached by the last micro and not before", () => {
    const facts = { soft: asMicros(60n), hard: asMicros(100n) };
    const at = (spent: bigint) => shareToTell({ ...facts, spent: asMicros(spent) });
    expect([0n, 49n, 50n, 59n, 60n, 79n, 80n, 99n, 100n, 900n].map(at)).toEqual([
      0, 0, 50, 50, 60, 60, 80, 80, 100, 100,
    ]);
    expect(shareToTell({ soft: asMicros(7n), hard: null, spent: asMicros(6n) })).toBe(0);
    expect(shareToTell({ soft: asMicros(7n), hard: null, spent: asMicros(7n) })).toBe(100);
  });
});

describe("a wallet's state", () => {
  it("is exhausted with the last micro, which stops what is new and no usage; a top-up brings it back", async () => {
    const { root, verdict, topUp } = await account();
    await topUp("1");
    await spend(root, 1);
    expect(await verdict()).toEqual({ allowed: false, reason: "wallet_exhausted" });
    await judgeWallets(operator);
    expect(await getWallet(root)).toMatchObject({ state: "exhausted" });
    await spend(root, 1);
    await topUp("500");
    await judgeWallets(operator);
    expect(await getWallet(root)).toMatchObject({ state: "ok" });
    expect(await verdict()).toEqual({ allowed: true });
  });

  it("is suspended when its grace is over, and low below three days of what it costs", () => {
    const now = new Date("2026-11-26T00:00:00Z");
    const facts = {
      state: "exhausted",
      since: new Date("2026-11-25T00:00:00Z"),
      lowWater: asMicros(0n),
      burnPerHour: asMicros(1n),
      graceHours: 24,
    } as const;
    expect(judgeWallet({ ...facts, spendable: asMicros(0n) }, now)).toBe("suspended");
    expect(judgeWallet({ ...facts, graceHours: 25, spendable: asMicros(0n) }, now)).toBe("exhausted");
    expect(judgeWallet({ ...facts, state: "suspended", spendable: asMicros(100n) }, now)).toBe("ok");
    expect(judgeWallet({ ...facts, state: "ok", spendable: asMicros(71n) }, now)).toBe("low");
    expect(judgeWallet({ ...facts, state: "low", spendable: asMicros(80n) }, now)).toBe("low");
    expect(judgeWallet({ ...facts, state: "low", spendable: asMicros(87n) }, now)).toBe("ok");
  });
});
