import { expect, it } from "vitest";
import { judgeWallets } from "@/lib/domain/limits/judge-wallets";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { workerContext } from "@/lib/entrypoints/worker/worker-context";
import { buildAccount } from "@/tests/support/build-account";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { buildEvent, buildPrice, operator, rateAll } from "@/tests/support/build-usage";
import { takeOwnDatabase } from "@/tests/support/take-own-database";
import { getWallet } from "./queries";
import { SetArrearsInput, TopUpWalletInput } from "./schema";
import { setArrears } from "./set-arrears";
import { settleDue } from "./settle-due";
import { topUpWallet } from "./top-up-wallet";

takeOwnDatabase("settle_due");

it("settles every five minutes, and every minute while the wallet is not in order", async () => {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const { accountId } = root;
  await buildSubAccount(root, { name: "ada" });
  const meter = await buildPrice({ tiers: [{ upTo: null, price: "1" }] });
  await topUpWallet(operator, TopUpWalletInput.parse({ accountId, amount: "100", reference: "slip" }));
  const charge = async () => {
    const at = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000);
    await reportUsage(operator, [buildEvent(root, { meter, subAccount: "ada", value: "1000000", at })]);
    await rateAll(root, operator, 1);
  };
  const begin = Date.now();
  const settledAfter = async (seconds: number) => {
    await settleDue(workerContext(new Date(begin + seconds * 1_000)));
    return (await getWallet(root)).unsettled === 0n;
  };
  await charge();
  expect(await settledAfter(0)).toBe(true);
  await charge();
  expect([await settledAfter(61), await settledAfter(299), await settledAfter(300)]).toEqual([false, false, true]);

  await setArrears(operator, SetArrearsInput.parse({ accountId, graceHours: "24", lowWater: "99" }));
  await judgeWallets(workerContext(new Date(begin + 301_000)));
  expect((await getWallet(root)).state).toBe("low");
  await charge();
  expect([await settledAfter(359), await settledAfter(360)]).toEqual([false, true]);
});
