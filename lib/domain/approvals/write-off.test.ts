import { describe, expect, it } from "vitest";
import { enterAccount } from "@/lib/authorization/enter-account";
import { reconcileLedger } from "@/lib/domain/ledger/reconcile-ledger";
import { listTransactions } from "@/lib/domain/transactions/queries";
import { TransactionFilter } from "@/lib/domain/transactions/schema";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { listWalletActs } from "@/lib/domain/wallet/act-queries";
import { listDebts } from "@/lib/domain/wallet/operator-queries";
import { getStatement } from "@/lib/domain/wallet/queries";
import { StatementFilter, TopUpWalletInput } from "@/lib/domain/wallet/schema";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { writeMicros } from "@/lib/foundation/money";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator, withoutStepUp } from "@/tests/support/build-context";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { buildEvent, buildPrice, operator, rateAll } from "@/tests/support/build-usage";
import { lookDirectly } from "@/tests/support/look-directly";
import { approveRequest } from "./approve-request";
import { getApproval } from "./queries";
import { rejectRequest } from "./reject-request";
import { requestWriteOff } from "./request-write-off";
import { RequestWriteOffInput } from "./schema";

const [first, second] = [
  buildOperator({ name: "first@espalier.test" }),
  buildOperator({ name: "second@espalier.test" }),
];

/** Ada used 10 and bo 5 of an empty wallet: nothing of it is settled yet. */
async function debtors() {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const { accountId } = root;
  for (const name of ["ada", "bo"]) await buildSubAccount(root, { name });
  const meter = await buildPrice({ tiers: [{ upTo: null, price: "1" }] });
  const at = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000);
  const used = [
    ["ada", "10000000"],
    ["bo", "5000000"],
  ] as const;
  await reportUsage(
    operator,
    used.map(([subAccount, value]) => buildEvent(root, { meter, subAccount, value, at })),
  );
  await rateAll(root, operator, used.length);
  const ask = async (amount: string, { who = first, reference = "debt-1", subAccountName = "ada" } = {}) => {
    const input = { accountId, amount, subAccountName, reference, reason: "insolvent" };
    const { id, repeated } = await requestWriteOff(who, RequestWriteOffInput.parse(input));
    return { address: { accountId, id }, repeated };
  };
  const owed = async () => {
    const debts = await listDebts(first, accountId);
    return debts.map(({ subAccountName, owed: micros }) => `${subAccountName} ${writeMicros(micros)}`);
  };
  const movements = async () => {
    const { rows } = await listTransactions(root, TransactionFilter.parse({}));
    return rows.map(({ kind, amount, subAccountName }) => `${kind} ${subAccountName} ${writeMicros(amount)}`);
  };
  const broken = () => reconcileLedger(enterAccount(first, { ...root.account, accountId }));
  return { root, accountId, ask, owed, movements, broken };
}

describe("a debt that is given up", () => {
  it("takes two operators whatever it comes to, comes off what is owed, and leaves charges and wallet alone", async () => {
    const { root, accountId, ask, owed, movements, broken } = await debtors();
    const { address } = await ask("4");
    expect((await owed()).toSorted()).toEqual(["ada 10.00", "bo 5.00"]);
    await expect(approveRequest(first, address)).rejects.toMatchObject({ reason: "ownApproval" });
    await expect(approveRequest(withoutStepUp(second), address)).rejects.toMatchObject({ code: "step-up-required" });
    await approveRequest(second, address);
    expect((await owed()).toSorted()).toEqual(["ada 6.00", "bo 5.00"]);
    expect((await movements())[0]).toBe("write-off ada 4.00");
    expect((await getStatement(root, StatementFilter.parse({}))).rows).toEqual([]);
    expect(await getApproval(first, address)).toMatchObject({
      ...{ kind: "write-off", state: "approved", reasonCode: "uncollectible", chargeId: null },
      ...{ requestedBy: first.actor.name, decidedBy: second.actor.name },
    });
    const { acts } = await listWalletActs(first, accountId);
    expect(acts.rows).toMatchObject([{ kind: "write-off", reference: "debt-1", subAccountName: "ada" }]);
    expect(acts.rows[0]?.doneBy).toBe(`${first.actor.name}, ${second.actor.name}`);
    expect(await broken()).toEqual([]);

    await topUpWallet(operator, TopUpWalletInput.parse({ accountId, amount: "20", reference: "slip" }));
    expect(await owed()).toEqual([]);
    const { wallet } = await getStatement(root, StatementFilter.parse({}));
    expect(writeMicros(wallet.posted)).toBe("9.00");
    expect(await broken()).toEqual([]);
  });

  it("is never more than is owed there: not when it is asked for, nor by the time it is approved", async () => {
    const { accountId, ask, owed, broken } = await debtors();
    const less = { code: "conflict", reason: "lessOwed", details: { field: "amount" } };
    await expect(ask("10.000001")).rejects.toMatchObject(less);
    await expect(ask("1", { subAccountName: "" })).rejects.toMatchObject(less);
    const { address } = await ask("10");
    await topUpWallet(operator, TopUpWalletInput.parse({ accountId, amount: "1", reference: "slip" }));
    await expect(approveRequest(second, address)).rejects.toMatchObject({ code: "conflict", reason: "lessOwed" });
    expect((await owed()).reduce((sum, line) => sum + Number.parseFloat(line.split(" ")[1] ?? ""), 0)).toBe(14);
    expect(await broken()).toEqual([]);
  });

  it("is asked for once for a reference, told to the others as what it is, and nobody's business when it is rejected", async () => {
    const { root, ask, owed } = await debtors();
    const { address } = await ask("5");
    expect(await ask("5")).toEqual({ address, repeated: true });
    await expect(ask("4")).rejects.toMatchObject({ code: "already-exists", details: { field: "reference" } });
    await expect(ask("5", { who: buildOperator({ host: true }), reference: "debt-2" })).rejects.toMatchObject({
      code: "forbidden",
      reason: "namelessOperator",
    });
    await rejectRequest(second, { ...address, reason: "they pay" });
    expect((await owed()).toSorted()).toEqual(["ada 10.00", "bo 5.00"]);
    const logged = await lookDirectly(
      (sql) => sql<{ action: string }[]>`select action from app.audit_events
        where account_id = ${root.accountId} and action like '%WriteOff' order by action`,
    );
    expect(logged.map(({ action }) => action)).toEqual(["espalier:RejectWriteOff", "espalier:RequestWriteOff"]);
  });
});
