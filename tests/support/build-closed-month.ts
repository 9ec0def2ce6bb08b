import type { PlatformContext } from "@/lib/authorization/context";
import { advanceAccount } from "@/lib/domain/bills/advance-periods";
import { giveFee } from "@/lib/domain/fees/give-fee";
import { GiveFeeInput } from "@/lib/domain/fees/schema";
import { makeMoneyPartitions } from "@/lib/domain/ledger/make-money-partitions";
import { rateAccount } from "@/lib/domain/usage/rate-account";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { adjustWallet } from "@/lib/domain/wallet/adjust-wallet";
import { AdjustWalletInput, TopUpWalletInput } from "@/lib/domain/wallet/schema";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { buildAccount } from "./build-account";
import { buildSubAccount } from "./build-sub-account";
import { buildEvent, buildPrice, operator } from "./build-usage";

export const closedMonth = "2027-08";
const at = (moment: string): PlatformContext => ({ ...operator, now: new Date(moment) });

/** August is closed with use of two people, a fee, goodwill, a formula and a rounding; September holds a late correction. */
export async function buildClosedMonth() {
  for (const month of ["2027-01", "2027-05", "2027-09", "2028-01"])
    await makeMoneyPartitions(at(`${month}-01T00:00:00Z`));
  const root = { ...(await buildAccount()), authorityEpoch: null };
  const ada = await buildSubAccount(root, { name: "ada" });
  await buildSubAccount(root, { name: "bob" });
  const finance = await buildSubAccount(root, { name: "lin", policies: ["AliyunBSSReadOnlyAccess"] });
  const tiers = [
    { upTo: "1", price: "0.0371" },
    { upTo: null, price: "0.0113" },
  ];
  const [flat, tiered] = [await buildPrice(), await buildPrice({ tiers, tierScope: "sub-account" })];
  const [start, now] = ["2027-08-01T00:00:00Z", "2027-08-31T20:00:00Z"];
  const { accountId } = root;
  await topUpWallet(at(start), TopUpWalletInput.parse({ accountId, amount: "20", reference: "start" }));
  const seats = await buildPrice({ recurring: true, units: "1", tiers: [{ upTo: null, price: "1.23456" }] });
  const fee = {
    priceCode: seats,
    subAccountName: "ada",
    quantity: "3",
    firstMonth: closedMonth,
    lastMonth: closedMonth,
  };
  await giveFee({ ...at(start), idempotencyKey: null }, GiveFeeInput.parse({ accountId, ...fee }));
  const events = Array.from({ length: 40 }, (_, index) =>
    buildEvent(root, {
      meter: index % 3 === 0 ? tiered : flat,
      subAccount: index % 2 === 0 ? "ada" : "bob",
      value: String(100_003 * (index + 1)),
      at: new Date(Date.UTC(2027, 7, 1 + (index % 28), index % 24)),
      ...(index % 4 !== 0 && { resource: `r${index % 5}` }),
    }),
  );
  await reportUsage(at(now), events);
  const rate = async (moment: string) => {
    while ((await rateAccount(at(moment), accountId)) === 0) await new Promise((done) => setTimeout(done, 20));
  };
  await rate(now);
  const goodwill = { amount: "-0.01", subAccountName: "ada", reason: '=HYPERLINK("http://evil")' };
  await adjustWallet(at("2027-08-20T00:00:00Z"), AdjustWalletInput.parse({ accountId, ...goodwill }));
  await advanceAccount(at("2027-09-03T00:00:00Z"), accountId);
  const late = buildEvent(root, { meter: flat, subAccount: "bob", value: "777", at: new Date("2027-08-05T00:00:00Z") });
  await reportUsage(at("2027-09-10T00:00:00Z"), [late]);
  await rate("2027-09-10T00:00:00Z");
  return { root, ada, finance };
}
