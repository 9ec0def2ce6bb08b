import { describe, expect, it } from "vitest";
import { enterAccount } from "@/lib/authorization/enter-account";
import { reconcileLedger } from "@/lib/domain/ledger/reconcile-ledger";
import { disableSubAccount } from "@/lib/domain/sub-accounts/disable-sub-account";
import { listTransactions } from "@/lib/domain/transactions/queries";
import { TransactionFilter } from "@/lib/domain/transactions/schema";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { newId } from "@/lib/foundation/ids";
import { writeMicros } from "@/lib/foundation/money";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { buildEvent, buildPrice, rateAll } from "@/tests/support/build-usage";
import { lookDirectly } from "@/tests/support/look-directly";
import { adjustWallet } from "./adjust-wallet";
import { listWallets } from "./operator-queries";
import { payOutWallet } from "./pay-out-wallet";
import { getStatement, getWallet, listTopUps } from "./queries";
import { reverseTopUp } from "./reverse-top-up";
import {
  AdjustWalletInput,
  PayOutWalletInput,
  ReverseTopUpInput,
  SetArrearsInput,
  SetOverdraftInput,
  SettlePayoutInput,
  StatementFilter,
  TopUpWalletInput,
} from "./schema";
import { setArrears } from "./set-arrears";
import { setOverdraft } from "./set-overdraft";
import { settlePayout } from "./settle-payout";
import { topUpWallet } from "./top-up-wallet";

const operator = buildOperator();
const account = async () => {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const { accountId } = root;
  const topUp = (amount: string, reference = newId()) =>
    topUpWallet(operator, TopUpWalletInput.parse({ accountId, amount, reference }));
  const adjust = (amount: string, subAccountName = "") =>
    adjustWallet(operator, AdjustWalletInput.parse({ accountId, amount, subAccountName, reason: "because" }));
  const figures = async () => {
    const { posted, unsettled, available, owed } = await getWallet(root);
    return [posted, unsettled, available, owed].map((amount) => writeMicros(amount));
  };
  const lines = async () => {
    const { rows } = await getStatement(root, StatementFilter.parse({}));
    return rows.map(({ kind, amount, balance }) => `${kind} ${writeMicros(amount)} ${writeMicros(balance)}`);
  };
  const broken = () => reconcileLedger(enterAccount(operator, { ...root.account, accountId }));
  return { root, accountId, topUp, adjust, figures, lines, broken };
};

describe("a wallet", () => {
  it("begins empty, in the books' currency and zone", async () => {
    const { root, figures } = await account();
    expect(await getWallet(root)).toMatchObject({
      currency: "CNY",
      minorDigits: 2,
      timeZone: "Asia/Shanghai",
      state: "ok",
    });
    expect(await figures()).toEqual(["0.00", "0.00", "0.00", "0.00"]);
  });

  it("is credited once for a reference, however often it is told", async () => {
    const { topUp, lines, root, broken } = await account();
    const first = await topUp("100.000001", "slip-1");
    expect(await topUp("100.000001", "slip-1")).toEqual({ topUpId: first.topUpId, repeated: true });
    const race = await Promise.all(Array.from({ length: 8 }, () => topUp("5", "slip-2")));
    expect(race.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(await lines()).toEqual(["top-up 5.00 105.000001", "top-up 100.000001 100.000001"]);
    expect((await listTopUps(root)).map(({ reference }) => reference)).toEqual(["slip-2", "slip-1"]);
    expect(await broken()).toEqual([]);
  });

  it("refuses another amount under a reference that was credited, and names the field", async () => {
    const { topUp, figures } = await account();
    await topUp("10", "slip");
    await expect(topUp("11", "slip")).rejects.toMatchObject({
      code: "already-exists",
      details: { field: "reference" },
    });
    expect((await figures())[0]).toBe("10.00");
  });

  it("takes a credit back once; what is no longer there is owed, and paid first by the next", async () => {
    const { accountId, topUp, adjust, figures, lines, broken } = await account();
    const { topUpId } = await topUp("10");
    await adjust("4");
    const input = ReverseTopUpInput.parse({ accountId, topUpId, reason: "wrong account" });
    const taken = await reverseTopUp(operator, input);
    expect([writeMicros(taken.fromWallet), writeMicros(taken.owed)]).toEqual(["6.00", "4.00"]);
    await expect(reverseTopUp(operator, input)).rejects.toMatchObject({ code: "invalid-state" });
    expect(await figures()).toEqual(["0.00", "0.00", "0.00", "4.00"]);
    await topUp("5");
    expect(await figures()).toEqual(["1.00", "0.00", "1.00", "0.00"]);
    expect(await lines()).toEqual([
      "collection -4.00 1.00",
      "top-up 5.00 5.00",
      "top-up-reversal -6.00 0.00",
      "usage -4.00 6.00",
      "top-up 10.00 10.00",
    ]);
    expect(await broken()).toEqual([]);
  });

  it("pays a fee as far as it goes and owes the rest; goodwill comes back to it", async () => {
    const { root, adjust, topUp, figures, broken } = await account();
    const { name } = (await buildSubAccount(root)).actor;
    await disableSubAccount(root, { name, reason: "late usage comes all the same" });
    await topUp("1");
    await adjust("2.5", name);
    expect(await figures()).toEqual(["0.00", "0.00", "0.00", "1.50"]);
    await adjust("-2", name);
    expect(await figures()).toEqual(["0.50", "0.00", "0.50", "0.00"]);
    expect(await broken()).toEqual([]);
  });

  it("goes below zero as far as the operator lets it, which cannot be taken back while it is used", async () => {
    const { accountId, adjust, figures, broken } = await account();
    const allow = (overdraft: string) => setOverdraft(operator, SetOverdraftInput.parse({ accountId, overdraft }));
    await adjust("3");
    expect(await figures()).toEqual(["0.00", "0.00", "0.00", "3.00"]);
    await allow("2");
    expect(await figures()).toEqual(["-2.00", "0.00", "-2.00", "1.00"]);
    await expect(allow("1.999999")).rejects.toMatchObject({ code: "conflict" });
    expect(await broken()).toEqual([]);
  });

  it("adjusts and pays out once for a reference; the same reference with other content is refused on its field", async () => {
    const { accountId, topUp, figures, lines, broken } = await account();
    await topUp("10");
    const adjust = (amount: string, reason = "goodwill") =>
      adjustWallet(operator, AdjustWalletInput.parse({ accountId, amount, reason, reference: "case-7" }));
    expect(await adjust("-2")).toEqual({ repeated: false });
    expect(await adjust("-2")).toEqual({ repeated: true });
    const refused = { code: "already-exists", details: { field: "reference" } };
    await expect(adjust("-3")).rejects.toMatchObject(refused);
    await expect(adjust("-2", "another reason")).rejects.toMatchObject(refused);
    const payOut = (amount: string, reference: string) =>
      payOutWallet(operator, PayOutWalletInput.parse({ accountId, amount, reference, reason: "contract ended" }));
    await expect(payOut("2", "case-7")).rejects.toMatchObject(refused);
    await expect(payOut("12.000001", "back-1")).rejects.toMatchObject({ code: "insufficient-balance" });
    const race = await Promise.all(Array.from({ length: 4 }, () => payOut("12", "back-1")));
    expect(race.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(await figures()).toEqual(["0.00", "0.00", "0.00", "0.00"]);
    expect(await lines()).toEqual(["payout -12.00 0.00", "refund 2.00 12.00", "top-up 10.00 10.00"]);
    expect(await broken()).toEqual([]);
  });

  it("has a payout on its way until the bank sent it, or it came back and paid what was owed by then", async () => {
    const { root, accountId, topUp, adjust, figures, lines, broken } = await account();
    await topUp("10");
    for (const [amount, reference] of [
      ["6", "back-1"],
      ["3", "back-2"],
    ]) {
      await payOutWallet(operator, PayOutWalletInput.parse({ accountId, amount, reference, reason: "contract ended" }));
    }
    const payable = async () => writeMicros((await getWallet(root)).payable);
    expect(await payable()).toBe("9.00");
    await adjust("3");
    expect(await figures()).toEqual(["0.00", "0.00", "0.00", "2.00"]);
    const settle = (reference: string, outcome: string) =>
      settlePayout(operator, SettlePayoutInput.parse({ accountId, reference, outcome }));
    const race = await Promise.all(Array.from({ length: 4 }, () => settle("back-1", "returned")));
    expect(race.filter(({ repeated }) => !repeated)).toHaveLength(1);
    expect(await figures()).toEqual(["4.00", "0.00", "4.00", "0.00"]);
    expect(await broken()).toEqual([]);
    expect(await settle("back-2", "sent")).toEqual({ repeated: false });
    expect(await settle("back-2", "sent")).toEqual({ repeated: true });
    await expect(settle("back-2", "returned")).rejects.toMatchObject({ code: "invalid-state" });
    await expect(settle("back-3", "sent")).rejects.toMatchObject({ code: "not-found" });
    expect(await payable()).toBe("0.00");
    expect(await lines()).toEqual([
      "collection -2.00 4.00",
      "payout-returned 6.00 6.00",
      "usage -1.00 0.00",
      "payout -3.00 1.00",
      "payout -6.00 4.00",
      "top-up 10.00 10.00",
    ]);
    const under = await listTransactions(root, TransactionFilter.parse({ reference: "back-2" }));
    expect(under.rows.map(({ kind, amount, reference }) => [kind, writeMicros(amount), reference])).toEqual([
      ["payout-sent", "-3.00", "back-2"],
      ["payout", "-3.00", "back-2"],
    ]);
    expect(under.totals && [under.totals.in, under.totals.out].map((sum) => writeMicros(sum))).toEqual([
      "0.00",
      "3.00",
    ]);
    expect(await broken()).toEqual([]);
  });

  it("pays nothing out that is charged and not settled yet, nor from its overdraft", async () => {
    const { root, accountId, topUp, broken } = await account();
    await topUp("3");
    await setOverdraft(operator, SetOverdraftInput.parse({ accountId, overdraft: "50" }));
    const meter = await buildPrice({ tiers: [{ upTo: null, price: "1" }] });
    const { name } = (await buildSubAccount(root)).actor;
    const at = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 1000);
    const subAccount = String(name.split("#")[1] ?? name);
    await reportUsage(operator, [buildEvent(root, { meter, subAccount, value: "2000000", at })]);
    await rateAll(root, operator, 1);
    const payOut = (amount: string) =>
      payOutWallet(operator, PayOutWalletInput.parse({ accountId, amount, reference: newId(), reason: "back" }));
    await expect(payOut("1.000001")).rejects.toMatchObject({ details: { field: "amount" } });
    await payOut("1");
    expect(await broken()).toEqual([]);
  });

  it("keeps the operator's threshold and grace", async () => {
    const { root, accountId } = await account();
    await setArrears(operator, SetArrearsInput.parse({ accountId, graceHours: "6", lowWater: "25.5" }));
    expect(await getWallet(root)).toMatchObject({ graceHours: 6, lowWater: 25_500_000n });
    for (const wrong of [{ graceHours: "-1" }, { graceHours: "1.5" }, { graceHours: "721" }, { lowWater: "-1" }]) {
      expect(SetArrearsInput.safeParse({ accountId, graceHours: "6", lowWater: "1", ...wrong }).success).toBe(false);
    }
  });

  it("adjusts once for one form, sent twice", async () => {
    const { accountId, figures, topUp } = await account();
    await topUp("9");
    const twice = { ...operator, idempotencyKey: "one-form-of-sixteen-and-more" };
    const input = AdjustWalletInput.parse({ accountId, amount: "1", reason: "because" });
    await adjustWallet(twice, input);
    await expect(adjustWallet(twice, input)).rejects.toMatchObject({ name: "AlreadyDone" });
    expect((await figures())[0]).toBe("8.00");
  });

  it("is told page by page, without a gap and without a line twice", async () => {
    const { root, topUp } = await account();
    for (let i = 0; i < 60; i++) await topUp("1");
    const first = await getStatement(root, StatementFilter.parse({ size: "25" }));
    const second = await getStatement(root, StatementFilter.parse({ size: "25", cursor: first.older }));
    const back = await getStatement(root, StatementFilter.parse({ size: "25", cursor: second.newer }));
    expect([...first.rows, ...second.rows].map(({ seq }) => Number(seq))).toEqual(
      Array.from({ length: 50 }, (_, i) => 60 - i),
    );
    expect(back.rows).toEqual(first.rows);
  });

  it("refuses amounts that are none, and a sub-account that never was", async () => {
    const { accountId, adjust } = await account();
    for (const amount of ["", "0", "-1", "1e3", "1.0000001", "NaN", "99999999999999"]) {
      expect([amount, TopUpWalletInput.safeParse({ accountId, amount, reference: "x" }).success]).toEqual([
        amount,
        false,
      ]);
    }
    await expect(adjust("1", "nobody")).rejects.toMatchObject({
      code: "not-found",
      details: { field: "subAccountName" },
    });
  });

  it("is the account's alone: nobody in it credits it, and no sub-account without a finance policy sees it", async () => {
    const { root, topUp } = await account();
    await topUp("7");
    const finance = await buildSubAccount(root, { policies: ["AliyunBSSReadOnlyAccess"] });
    expect(writeMicros((await getWallet(finance)).posted)).toBe("7.00");
    const plain = await buildSubAccount(root);
    await expect(getWallet(plain)).rejects.toMatchObject({ code: "forbidden" });
    expect(writeMicros((await getWallet(await buildAccount())).posted)).toBe("0.00");
    const row = (await listWallets(operator, { after: root.account.name.slice(0, -1) })).rows.find(
      ({ accountId }) => accountId === root.accountId,
    );
    expect(row && writeMicros(row.posted)).toBe("7.00");
  });
});

describe("the ledger's rows", () => {
  it("are changed by nobody: not by the serving role, not by the owner, not by a superuser", async () => {
    const { topUp, accountId } = await account();
    await topUp("1");
    await lookDirectly(async (sql) => {
      for (const change of [
        "update app.transfers set amount = 2",
        "delete from app.transfers",
        "truncate app.transfers",
      ]) {
        await expect(
          sql.unsafe(`${change} ${change.startsWith("t") ? "" : `where account_id = '${accountId}'`}`),
        ).rejects.toMatchObject({ code: "42501" });
      }
    });
  });
});
