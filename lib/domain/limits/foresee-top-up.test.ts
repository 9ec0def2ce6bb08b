import { expect, it } from "vitest";
import { adjustWallet } from "@/lib/domain/wallet/adjust-wallet";
import { getWallet } from "@/lib/domain/wallet/queries";
import { AdjustWalletInput, TopUpWalletInput } from "@/lib/domain/wallet/schema";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { newId } from "@/lib/foundation/ids";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator } from "@/tests/support/build-context";
import { foreseeTopUp } from "./foresee-top-up";
import { judgeWallets } from "./judge-wallets";

const operator = buildOperator();

async function account() {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const input = (amount: string, reference: string) =>
    TopUpWalletInput.parse({ accountId: root.accountId, amount, reference });
  const topUp = (amount: string, reference = newId()) => topUpWallet(operator, input(amount, reference));
  const foresee = (amount: string, reference: string) => foreseeTopUp(operator, input(amount, reference));
  const whys = async (amount: string, reference: string) =>
    (await foresee(amount, reference)).alike.map(({ why, accountName }) => [why, accountName]);
  return { root, name: root.account.name, topUp, foresee, whys };
}

it("a top-up does what was said before it: what is owed is paid first, as far as it goes", async () => {
  const { root, topUp, foresee } = await account();
  const figures = async () => {
    const { posted, available, owed, state } = await getWallet(root);
    return { posted, available, owed, state };
  };
  const input = { accountId: root.accountId, amount: "7.000001", reason: "a fee" };
  await topUp("3");
  await adjustWallet(operator, AdjustWalletInput.parse(input));
  for (const amount of ["1", "9"]) {
    const { before, after } = await foresee(amount, newId());
    expect(before).toEqual(await figures());
    await topUp(amount);
    await judgeWallets(operator, [root.accountId]);
    expect(await figures()).toEqual(after);
  }
  expect((await figures()).owed).toBe(0n);
});

it("a top-up is warned of when it may be a second telling: by its reference, however it is spelt and wherever, and by its amount", async () => {
  const { name, topUp, whys } = await account();
  const slip = newId();
  const respelt = slip.toUpperCase().replaceAll("-", " ");
  expect(await whys("3", slip)).toEqual([]);
  await topUp("3", slip);
  expect(await whys("3", newId())).toEqual([["amount", name]]);
  expect(await whys("4", newId())).toEqual([]);
  expect(await whys("4", slip)).toEqual([["same", name]]);
  expect(await whys("4", respelt)).toEqual([["reference", name]]);
  const other = await account();
  expect(await other.whys("3", respelt)).toEqual([["reference", name]]);
  // Signs alone are not a spelling.
  await topUp("5", "#1".repeat(3));
  expect(await other.whys("3", "---")).toEqual([]);
});
