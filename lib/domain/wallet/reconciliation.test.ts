import { expect, it } from "vitest";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { newId } from "@/lib/foundation/ids";
import { buildAccount } from "@/tests/support/build-account";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { buildEvent, buildPrice, operator, rateAll } from "@/tests/support/build-usage";
import { lookDirectly } from "@/tests/support/look-directly";
import { adjustWallet } from "./adjust-wallet";
import { listWallets } from "./operator-queries";
import { getReconciliation, listReconciliations } from "./reconciliation-queries";
import { AdjustWalletInput, TopUpWalletInput, WalletFilter } from "./schema";
import { topUpWallet } from "./top-up-wallet";

it("ledger, wallet, charges and usage agree to the last digit, and a tampered sum is shown for what it is", async () => {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const { accountId } = root;
  await buildSubAccount(root, { name: "ada" });
  const meter = await buildPrice();
  const at = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000);
  await topUpWallet(operator, TopUpWalletInput.parse({ accountId, amount: "10", reference: newId() }));
  await reportUsage(operator, [buildEvent(root, { meter, subAccount: "ada", value: "1234567", at })]);
  await rateAll(root, operator, 1);
  await adjustWallet(operator, AdjustWalletInput.parse({ accountId, amount: "-0.5", reason: "goodwill" }));
  const right = await getReconciliation(operator, accountId);
  expect(right.broken).toEqual([]);
  expect(right.ties.map(({ name, difference }) => [name, difference])).toEqual(
    ["ledger", "wallet", "settled", "charged", "months", "days", "skus", "usage"].map((name) => [name, 0n]),
  );
  expect(right.ties.find(({ name }) => name === "usage")?.left).toBe(24_691n);
  await lookDirectly(
    (sql) =>
      sql`update app.spend_months set effective_cost = effective_cost + 7 where account_id = ${accountId} and sub_account_id is null`,
  );
  const wrong = await getReconciliation(operator, accountId);
  expect(wrong.ties.filter(({ difference }) => difference !== 0n)).toMatchObject([{ name: "months", difference: -7n }]);
  const before = root.account.name.slice(0, -1);
  const { rows } = await listReconciliations(operator, { after: before });
  expect(rows.find(({ account }) => account.name === root.account.name)?.ties).toEqual(wrong.ties);
});

it("accounts are found by what operators know of them, and no sign in a search is a pattern", async () => {
  const root = await buildAccount();
  const find = async (q: string, state = "") =>
    (await listWallets(operator, WalletFilter.parse({ q, state }))).rows.map(({ accountName }) => accountName);
  for (const q of [root.account.uid, root.account.name, root.account.companyName.toLowerCase()]) {
    expect(await find(q)).toEqual([root.account.name]);
  }
  expect(await find(root.account.name, "suspended")).toEqual([]);
  expect(await find("%%%")).toEqual([]);
});
