import { beforeAll, expect, it } from "vitest";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { adjustWallet } from "@/lib/domain/wallet/adjust-wallet";
import { AdjustWalletInput } from "@/lib/domain/wallet/schema";
import { buildAccount } from "@/tests/support/build-account";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { buildEvent, buildPrice, operator, rateAll } from "@/tests/support/build-usage";
import { lookDirectly } from "@/tests/support/look-directly";
import { listCharges } from "./correction-queries";
import { ChargeFilter } from "./correction-schema";

// Months that the worker has not made yet: a moved clock needs them.
beforeAll(() => lookDirectly((sql) => sql`select billing.make_partitions('2027-01-01', 16)`));

/** Shanghai's 10th begins at 16:00 on the 9th. */
const used = ["2027-11-09T15:00:00Z", "2027-11-09T16:00:00Z", "2027-11-10T15:00:00Z", "2027-11-10T16:00:00Z"];

it("an operator narrows the charges of a bill by sub-account, SKU, kind and the day of the account's zone", async () => {
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const { accountId } = root;
  for (const name of ["ada", "bob"]) await buildSubAccount(root, { name });
  const [meter, other] = [await buildPrice(), await buildPrice()];
  const now = { ...operator, now: new Date("2027-11-12T00:00:00Z") };
  const event = (of: string, subAccount: string, at: string) =>
    buildEvent(root, { meter: of, subAccount, value: "1000000", at: new Date(at) });
  await reportUsage(now, [...used.map((at) => event(meter, "ada", at)), event(other, "bob", used[1] ?? "")]);
  await rateAll(root, now, 5);
  await adjustWallet(now, AdjustWalletInput.parse({ accountId, amount: "-1", reason: "sorry" }));
  const found = async (view: object, of = accountId) =>
    (await listCharges(now, of, ChargeFilter.parse({ period: "2027-11", ...view }))).rows
      .map(({ subAccountName, category, startAt }) =>
        [subAccountName, category, startAt.toISOString().slice(0, 13)].join(" "),
      )
      .toSorted();
  const ada = used.map((at) => `ada Usage ${at.slice(0, 13)}`);
  const bob = `bob Usage ${used[1]?.slice(0, 13)}`;
  const goodwill = " Credit 2027-11-12T00";
  expect(await found({})).toHaveLength(6);
  expect(await found({ sku: "~" })).toEqual([goodwill]);
  expect(await found({ category: "Credit" })).toEqual([goodwill]);
  expect(await found({ category: "Usage", subAccount: "bob" })).toEqual([bob]);
  expect(await found({ day: "2027-11-10" })).toEqual([ada[1], ada[2], bob]);
  expect(await found({ sku: meter, day: "2027-11-10" })).toEqual([ada[1], ada[2]]);
  expect(await found({ sku: "nothing-sold" })).toEqual([]);
  expect(await found({ day: "2027-11-10" }, (await buildAccount()).accountId)).toEqual([]);
  // Without a month the day says which; what is no filter is none.
  expect(ChargeFilter.parse({ day: "2027-10-05" }).period).toBe("2027-10-01");
  expect(ChargeFilter.parse({ period: "2027-11", day: "soon", sku: "A b", category: "Gift" })).toMatchObject({
    ...{ period: "2027-11-01", day: "", sku: "", category: "", subAccount: "", before: "" },
  });
});
