import { randomInt } from "node:crypto";
import type { Context } from "@/lib/authorization/context";
import { approveRequest } from "@/lib/domain/approvals/approve-request";
import { rejectRequest } from "@/lib/domain/approvals/reject-request";
import { requestGoodwill } from "@/lib/domain/approvals/request-goodwill";
import { requestWriteOff } from "@/lib/domain/approvals/request-write-off";
import { type ApprovalAddress, RequestWriteOffInput } from "@/lib/domain/approvals/schema";
import { withdrawRequest } from "@/lib/domain/approvals/withdraw-request";
import { correctCharge } from "@/lib/domain/charges/correct-charge";
import { listCharges } from "@/lib/domain/charges/correction-queries";
import { ChargeFilter, CorrectChargeInput } from "@/lib/domain/charges/correction-schema";
import { approveSpend } from "@/lib/domain/limits/approve-spend";
import { listSpendLimits } from "@/lib/domain/limits/queries";
import { removeSpendLimit } from "@/lib/domain/limits/remove-spend-limit";
import { SetDefaultLimitInput, SetSpendLimitInput } from "@/lib/domain/limits/schema";
import { setDefaultLimit } from "@/lib/domain/limits/set-default-limit";
import { setSpendLimit } from "@/lib/domain/limits/set-spend-limit";
import { SetContractPriceInput, SetPriceInput, TakeBackContractPriceInput } from "@/lib/domain/prices/schema";
import { setContractPrice } from "@/lib/domain/prices/set-contract-price";
import { setPrice } from "@/lib/domain/prices/set-price";
import { takeBackContractPrice } from "@/lib/domain/prices/take-back-contract-price";
import { dismissQuarantined } from "@/lib/domain/usage/dismiss-quarantined";
import { listQuarantined } from "@/lib/domain/usage/queries";
import { replayQuarantined } from "@/lib/domain/usage/replay-quarantined";
import { replayWaiting } from "@/lib/domain/usage/replay-waiting";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { QuarantineFilter } from "@/lib/domain/usage/schema";
import { adjustWallet } from "@/lib/domain/wallet/adjust-wallet";
import { payOutWallet } from "@/lib/domain/wallet/pay-out-wallet";
import { readTopUpEvidence } from "@/lib/domain/wallet/read-top-up-evidence";
import { rebuildRollups } from "@/lib/domain/wallet/rebuild-rollups";
import { reverseTopUp } from "@/lib/domain/wallet/reverse-top-up";
import {
  AdjustWalletInput,
  PayOutWalletInput,
  RebuildRollupsInput,
  ReverseTopUpInput,
  SetArrearsInput,
  SetOverdraftInput,
  TopUpWalletInput,
} from "@/lib/domain/wallet/schema";
import { setArrears } from "@/lib/domain/wallet/set-arrears";
import { setOverdraft } from "@/lib/domain/wallet/set-overdraft";
import { settlePayout } from "@/lib/domain/wallet/settle-payout";
import { topUpWallet } from "@/lib/domain/wallet/top-up-wallet";
import { asMicros } from "@/lib/foundation/money";
import { buildAccount } from "@/tests/support/build-account";
import { buildOperator, later } from "@/tests/support/build-context";
import { pdf } from "@/tests/support/build-identity-verification";
import { buildSubAccount } from "@/tests/support/build-sub-account";
import { buildEvent, buildPrice } from "@/tests/support/build-usage";
import { by, byRoot, fresh, host, inAccountLog, inPlatformLog, type MutationVerb } from "./prepare-verb";

export const onWallet = async (work: (root: Context) => Promise<() => Promise<unknown>>) =>
  by("operator", await work(await buildAccount()));
const credit = ({ accountId }: Context) =>
  topUpWallet(host, TopUpWalletInput.parse({ accountId, amount: "10", reference: fresh() }));
const [asker, second] = [
  buildOperator({ name: "asker@espalier.test" }),
  buildOperator({ name: "second@espalier.test" }),
];
const ask = ({ accountId }: Context) =>
  requestGoodwill(asker, {
    ...{ accountId, amount: asMicros(-1n), subAccountName: "", reference: fresh() },
    ...{ reasonCode: "other", reason: "audit" },
  });
/** The account owes for a credit that was taken back after it was spent. */
const inDebt = (work: (root: Context) => Promise<() => Promise<unknown>>) =>
  onWallet(async (root) => {
    const { accountId } = root;
    const { topUpId } = await credit(root);
    await adjustWallet(host, AdjustWalletInput.parse({ accountId, amount: "4", reason: "audit" }));
    await reverseTopUp(host, ReverseTopUpInput.parse({ accountId, topUpId, reason: "audit" }));
    return work(root);
  });
const askWriteOff = ({ accountId }: Context) =>
  requestWriteOff(asker, RequestWriteOffInput.parse({ accountId, amount: "4", reference: fresh(), reason: "audit" }));
const decided = (decide: (address: ApprovalAddress) => Promise<unknown>) =>
  onWallet(async (root) => {
    const { id } = await ask(root);
    return () => decide({ accountId: root.accountId, id });
  });

/** Of money. */
export const moneyVerbs: readonly MutationVerb[] = [
  { name: "topUpWallet", writes: inAccountLog, prepare: () => onWallet(async (root) => () => credit(root)) },
  {
    name: "readTopUpEvidence",
    writes: inAccountLog,
    prepare: () =>
      onWallet(async ({ accountId }) => {
        const credited = { accountId, amount: "10", reference: fresh(), evidence: pdf(randomInt(2 ** 40)) };
        const { topUpId } = await topUpWallet(host, TopUpWalletInput.parse(credited));
        return () => readTopUpEvidence(host, { accountId, topUpId });
      }),
  },
  {
    name: "reverseTopUp",
    writes: inAccountLog,
    prepare: () =>
      onWallet(async (root) => {
        const { topUpId } = await credit(root);
        const input = ReverseTopUpInput.parse({ accountId: root.accountId, topUpId, reason: "audit" });
        return () => reverseTopUp(host, input);
      }),
  },
  {
    name: "adjustWallet",
    writes: inAccountLog,
    prepare: () =>
      onWallet(async ({ accountId }) => {
        const input = AdjustWalletInput.parse({ accountId, amount: "1", reason: "audit" });
        return () => adjustWallet(host, input);
      }),
  },
  ...[
    { name: "requestWriteOff", run: () => inDebt(async (root) => () => askWriteOff(root)) },
    { name: "requestGoodwill", run: () => onWallet(async (root) => () => ask(root)) },
    { name: "approveRequest", run: () => decided((address) => approveRequest(second, address)) },
    { name: "rejectRequest", run: () => decided((address) => rejectRequest(second, { ...address, reason: "no" })) },
    {
      name: "withdrawRequest",
      run: () => decided((address) => withdrawRequest(asker, { ...address, reason: "no" })),
    },
  ].map(({ name, run }) => ({ name, writes: inAccountLog, prepare: run })),
  {
    name: "setOverdraft",
    writes: inAccountLog,
    prepare: () =>
      onWallet(async ({ accountId }) => {
        const input = SetOverdraftInput.parse({ accountId, overdraft: "5" });
        return () => setOverdraft(host, input);
      }),
  },
  {
    name: "payOutWallet",
    writes: inAccountLog,
    prepare: () =>
      onWallet(async (root) => {
        await credit(root);
        const { accountId } = root;
        const input = PayOutWalletInput.parse({ accountId, amount: "1", reference: fresh(), reason: "audit" });
        return () => payOutWallet(host, input);
      }),
  },
  {
    name: "settlePayout",
    writes: inAccountLog,
    prepare: () =>
      onWallet(async (root) => {
        await credit(root);
        const { accountId } = root;
        const input = PayOutWalletInput.parse({ accountId, amount: "1", reference: fresh(), reason: "audit" });
        await payOutWallet(host, input);
        return () => settlePayout(host, { accountId, reference: input.reference, outcome: "sent" });
      }),
  },
  {
    name: "setArrears",
    writes: inAccountLog,
    prepare: () =>
      onWallet(async ({ accountId }) => {
        const input = SetArrearsInput.parse({ accountId, graceHours: "12", lowWater: "5" });
        return () => setArrears(host, input);
      }),
  },
  {
    name: "correctCharge",
    writes: inAccountLog,
    prepare: () =>
      onWallet(async (root) => {
        const { accountId } = root;
        await adjustWallet(host, AdjustWalletInput.parse({ accountId, amount: "1", reason: "audit" }));
        const [charge] = (await listCharges(host, accountId, ChargeFilter.parse({}))).rows;
        const input = { accountId, period: charge?.period, chargeId: charge?.id, reason: "audit" };
        return () => correctCharge(host, CorrectChargeInput.parse(input));
      }),
  },
  {
    name: "rebuildRollups",
    writes: inAccountLog,
    prepare: () =>
      onWallet(async ({ accountId }) => {
        const input = RebuildRollupsInput.parse({ accountId, period: "2026-11-01" });
        return () => rebuildRollups(host, input);
      }),
  },
  {
    name: "setDefaultLimit",
    writes: inAccountLog,
    prepare: () =>
      byRoot(async (root) => {
        const input = SetDefaultLimitInput.parse({ per: "month", hard: "50" });
        return () => setDefaultLimit(root, input);
      }),
  },
  {
    name: "setSpendLimit",
    writes: inAccountLog,
    prepare: () => byRoot(async (root) => () => limitOf(root)),
  },
  {
    name: "approveSpend",
    writes: inAccountLog,
    prepare: () =>
      byRoot(async (root) => {
        await setSpendLimit(root, SetSpendLimitInput.parse({ per: "day", soft: "0", onSoft: "ask" }));
        const [limit] = await listSpendLimits(root);
        return () => approveSpend(later(root, {}), { id: String(limit?.id), soft: "0", intent: "approve" });
      }),
  },
  {
    name: "removeSpendLimit",
    writes: inAccountLog,
    prepare: () =>
      byRoot(async (root) => {
        await limitOf(root);
        const [limit] = await listSpendLimits(root);
        return () => removeSpendLimit(later(root, {}), { id: String(limit?.id) });
      }),
  },
  {
    name: "importPriceBook",
    writes: inPlatformLog,
    prepare: async () => by("operator", () => buildPrice()),
  },
  {
    name: "setPrice",
    writes: inPlatformLog,
    prepare: async () => {
      const priceCode = await buildPrice();
      const validFrom = new Date("2031-01-01T00:00:00Z").toISOString();
      const input = SetPriceInput.parse({ priceCode, currency: "CNY", validFrom, price: "0.03" });
      return by("operator", () => setPrice(host, input));
    },
  },
  {
    name: "setContractPrice",
    writes: inAccountLog,
    prepare: () =>
      onWallet(async ({ accountId }) => {
        const validFrom = new Date("2031-01-01T00:00:00Z").toISOString();
        const input = { accountId, priceCode: await buildPrice(), validFrom, discount: "12.5" };
        return () => setContractPrice(host, SetContractPriceInput.parse(input));
      }),
  },
  {
    name: "takeBackContractPrice",
    writes: inAccountLog,
    prepare: () =>
      onWallet(async ({ accountId }) => {
        const validFrom = new Date("2031-01-01T00:00:00Z").toISOString();
        const input = { accountId, priceCode: await buildPrice(), validFrom };
        await setContractPrice(host, SetContractPriceInput.parse({ ...input, discount: "12.5" }));
        return () => takeBackContractPrice(host, TakeBackContractPriceInput.parse(input));
      }),
  },
  {
    name: "replayQuarantined",
    writes: inAccountLog,
    prepare: () =>
      onWallet(async (root) => {
        const id = await waitingEvent(root, { carl: true });
        return () => replayQuarantined(host, { accountId: root.accountId, id });
      }),
  },
  {
    name: "replayWaiting",
    writes: inAccountLog,
    prepare: () =>
      onWallet(async (root) => {
        await waitingEvent(root, { carl: true });
        return () => replayWaiting(host, { reason: "unknown-sub-account", account: root.account.name, month: "" });
      }),
  },
  {
    name: "dismissQuarantined",
    writes: inAccountLog,
    prepare: () =>
      onWallet(async (root) => {
        const id = await waitingEvent(root, { carl: false });
        return () => dismissQuarantined(host, { accountId: root.accountId, id, reason: "audit" });
      }),
  },
];

const limitOf = (root: Context) => setSpendLimit(root, SetSpendLimitInput.parse({ per: "month", hard: "50" }));

/** An event of a sub-account that never was; `carl`: until now. */
async function waitingEvent(root: Context, { carl }: { carl: boolean }): Promise<string> {
  const meter = await buildPrice();
  const hour = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000);
  await reportUsage(host, [buildEvent(root, { meter, subAccount: "carl", value: "1", at: hour })]);
  if (carl) await buildSubAccount({ ...root, authorityEpoch: null }, { name: "carl" });
  const view = QuarantineFilter.parse({ account: root.account.name, reason: "unknown-sub-account" });
  const [found] = (await listQuarantined(host, view)).rows;
  return String(found?.id);
}
