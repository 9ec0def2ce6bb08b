import type { Context } from "@/lib/authorization/context";
import { advanceAccount } from "@/lib/domain/bills/advance-periods";
import { closePeriod } from "@/lib/domain/bills/close-period";
import { exportBill } from "@/lib/domain/bills/export-bill";
import { exportChanges } from "@/lib/domain/bills/export-changes";
import { ExportChangesInput } from "@/lib/domain/bills/schema";
import { setInvoicingMode } from "@/lib/domain/bills/set-invoicing-mode";
import { adjustWallet } from "@/lib/domain/wallet/adjust-wallet";
import { AdjustWalletInput } from "@/lib/domain/wallet/schema";
import { buildAccount } from "@/tests/support/build-account";
import { by, byRoot, host, inAccountLog, type MutationVerb } from "./prepare-verb";

const onWallet = async (work: (root: Context) => Promise<() => Promise<unknown>>) =>
  by("operator", await work(await buildAccount()));

/** Of months. */
export const billVerbs: readonly MutationVerb[] = [
  {
    name: "closePeriod",
    writes: inAccountLog,
    prepare: () =>
      onWallet(async ({ accountId }) => {
        // Next month: there are partitions ahead of the clock.
        const first = (ahead: number) =>
          new Date(Date.UTC(host.now.getUTCFullYear(), host.now.getUTCMonth() + ahead, 3));
        const input = AdjustWalletInput.parse({ accountId, amount: "1", reason: "audit" });
        await adjustWallet({ ...host, now: first(1) }, input);
        await advanceAccount({ ...host, now: new Date(first(2).getTime() - 86_400_000) }, accountId);
        const month = first(1).toISOString().slice(0, 7);
        return () => closePeriod({ ...host, now: first(2) }, { accountId, month });
      }),
  },
  {
    name: "setInvoicingMode",
    writes: inAccountLog,
    prepare: () =>
      onWallet(
        async ({ accountId }) =>
          () =>
            setInvoicingMode(host, { accountId, mode: "prepayment_invoiced" }),
      ),
  },
  {
    name: "exportBill",
    writes: inAccountLog,
    prepare: () =>
      byRoot(async (root) => {
        const input = AdjustWalletInput.parse({ accountId: root.accountId, amount: "1", reason: "audit" });
        await adjustWallet(host, input);
        const month = new Date(host.now.getTime() + 8 * 3_600_000).toISOString().slice(0, 7);
        return async () => {
          (await exportBill(root, { month, name: "", format: "csv", locale: "en" })).resume();
        };
      }),
  },
  {
    name: "exportChanges",
    writes: inAccountLog,
    prepare: () =>
      byRoot(async (root) => {
        const input = AdjustWalletInput.parse({ accountId: root.accountId, amount: "1", reason: "audit" });
        await adjustWallet(host, input);
        const month = new Date(host.now.getTime() + 8 * 3_600_000).toISOString().slice(0, 7);
        return async () => {
          (await exportChanges(root, ExportChangesInput.parse({ month, format: "csv" }))).resume();
        };
      }),
  },
];
