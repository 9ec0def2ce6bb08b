import { enterAccount } from "@/lib/authorization/enter-account";
import { getAccountByName } from "@/lib/domain/accounts/queries";
import { listApprovals } from "@/lib/domain/approvals/queries";
import { advanceAccount } from "@/lib/domain/bills/advance-periods";
import { setInvoicingMode } from "@/lib/domain/bills/set-invoicing-mode";
import { nextFullHour } from "@/lib/domain/prices/rules";
import { SetContractPriceInput } from "@/lib/domain/prices/schema";
import { setContractPrice } from "@/lib/domain/prices/set-contract-price";
import { listBills } from "@/lib/domain/spend/queries";
import { reportUsage } from "@/lib/domain/usage/report-usage";
import { listTopUps } from "@/lib/domain/wallet/queries";
import { hostContext } from "@/lib/entrypoints/cli/host-context";
import { buildEvent } from "./build-usage";
import type { MakerCommands } from "./start-maker";

const hourMs = 3_600_000;
const inside = async (account: string) => enterAccount(hostContext(), await getAccountByName(hostContext(), account));

/** What moves an account's money and months without the page that does it. */
export const moneyCommands: Pick<
  MakerCommands,
  "topUpId" | "approvalId" | "closeMonths" | "orderInvoicing" | "contractPrice" | "usage"
> = {
  async topUpId({ account }) {
    const [topUp] = await listTopUps(await inside(account));
    return { id: topUp?.id ?? "" };
  },

  async approvalId({ account }) {
    const { open } = await listApprovals(hostContext());
    return { id: open.find(({ accountName }) => accountName === account)?.id ?? "" };
  },

  async closeMonths({ account }) {
    const ctx = await inside(account);
    await advanceAccount(hostContext(), ctx.accountId);
    const { rows } = await listBills(ctx, "account");
    const closed = rows.filter(({ status }) => status === "closed");
    return { months: closed.map(({ month }) => month).toReversed() };
  },

  async orderInvoicing({ account, mode, daysAgo }) {
    const clock = hostContext(new Date(Date.now() - daysAgo * 24 * hourMs));
    const { accountId } = await getAccountByName(clock, account);
    await setInvoicingMode(clock, { accountId, mode });
    return {};
  },

  async contractPrice({ account, priceCode, discount }) {
    const clock = hostContext(new Date(nextFullHour(new Date()).getTime() - 4 * hourMs));
    const { accountId } = await getAccountByName(clock, account);
    const validFrom = clock.now.toISOString();
    await setContractPrice(clock, SetContractPriceInput.parse({ accountId, priceCode, validFrom, discount }));
    return {};
  },

  async usage({ account, name, meter, value, id }) {
    const at = new Date(Math.floor((Date.now() - hourMs) / 1_000) * 1_000);
    return reportUsage(hostContext(), [buildEvent(await inside(account), { id, meter, subAccount: name, value, at })]);
  },
};
