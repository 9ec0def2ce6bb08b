import { uniqueName } from "../support/unique-name";
import type { ActionRow } from "./action-matrix";
import type { World } from "./build-world";
import { notAdmins, notOperator, outside } from "./refused-players";

const at = (page: string) => (world: World) => `/operator/accounts/${world.submitted.accountId}${page}`;
const about = (fields: Record<string, string>) => (world: World) => ({
  accountId: world.submitted.accountId,
  ...fields,
});
const nobodys = "6f1b7c3e-5a0d-4c55-9a0e-2f8f3f1d9b11";
/** Everybody but the root user and whoever holds the finance policy that writes. */
const notFinance = notAdmins.filter((player) => player !== "a finance user");
const act = { amount: "5", reason: "because" };

/** What operators do with accounts' money: nobody else, whatever they hold. */
export const deskActions: Record<string, ActionRow> = {
  setSpendLimitAction: {
    page: () => "/limits/new",
    form: () => ({ subAccountName: "sib", per: "month", soft: "", hard: "50", stops: "new" }),
    wrong: notFinance,
    right: "the root user",
  },
  // No bill of anybody: who may see one is in check-bill-file.test.
  checkBillFileAction: {
    page: () => "/bills/check",
    form: ({ document }) => ({ file: document }),
    wrong: [...outside, "an operator"],
  },
  setDefaultLimitAction: {
    page: () => "/limits",
    form: () => ({ per: "month", soft: "", hard: "50", stops: "new" }),
    wrong: notFinance,
    right: "the root user",
  },
  approveSpendAction: {
    page: () => "/limits",
    form: () => ({ id: nobodys, soft: "0", intent: "approve" }),
    wrong: notFinance,
  },
  removeSpendLimitAction: {
    page: () => "/limits",
    form: () => ({ id: nobodys }),
    wrong: notFinance,
  },
  issueServiceKeyAction: {
    page: () => "/operator/services/new",
    form: () => ({ name: uniqueName("svc"), services: "compute", "scope-authorize": "on" }),
    wrong: notOperator,
    right: "an operator",
  },
  revokeServiceKeyAction: {
    page: () => "/operator/services",
    form: () => ({ id: nobodys, typedName: "compute" }),
    wrong: notOperator,
  },
  showServiceKeyAction: {
    page: () => "/operator/services",
    form: () => ({ id: nobodys }),
    wrong: notOperator,
  },
  topUpWalletAction: {
    page: at("/top-up"),
    form: about({ amount: "25", reference: "slip-1", note: "" }),
    wrong: notOperator,
    right: "an operator",
  },
  adjustWalletAction: {
    page: at("/adjust"),
    form: about({ ...act, subAccountName: "", reasonCode: "other", reference: "case-1" }),
    wrong: notOperator,
    right: "an operator",
  },
  approveRequestAction: {
    page: () => "/operator/approvals",
    form: about({ id: nobodys }),
    wrong: notOperator,
  },
  rejectRequestAction: {
    page: () => "/operator/approvals",
    form: about({ id: nobodys, reason: "because" }),
    wrong: notOperator,
  },
  withdrawRequestAction: {
    page: () => "/operator/approvals",
    form: about({ id: nobodys, reason: "because" }),
    wrong: notOperator,
  },
  requestWriteOffAction: {
    page: at("/write-off"),
    form: about({ ...act, amount: "1", reference: "debt-1" }),
    wrong: notOperator,
  },
  payOutWalletAction: {
    page: at("/pay-out"),
    form: about({ ...act, amount: "1", reference: "back-1" }),
    wrong: notOperator,
    right: "an operator",
  },
  settlePayoutAction: {
    page: at("/acts"),
    form: about({ reference: "nobody-here", outcome: "sent" }),
    wrong: notOperator,
  },
  setArrearsAction: {
    page: at("/arrears"),
    form: about({ graceHours: "5", lowWater: "3" }),
    wrong: notOperator,
    right: "an operator",
  },
  setOverdraftAction: {
    page: at("/arrears"),
    form: about({ overdraft: "7" }),
    wrong: notOperator,
    right: "an operator",
  },
  rebuildRollupsAction: {
    page: at("/reconciliation"),
    form: about({ period: "2026-11-01" }),
    wrong: notOperator,
    right: "an operator",
  },
  closeDuePeriodsAction: {
    page: () => "/operator/month-end",
    // Whom it is for would close the months that another test has just made ready.
    form: () => ({}),
    wrong: notOperator,
  },
  closePeriodAction: {
    page: () => "/operator/month-end",
    form: about({ month: "2026-11" }),
    wrong: notOperator,
  },
  setContractPriceAction: {
    page: at("/contract-prices"),
    form: about({ priceCode: "nobody-here", discount: "10", validFrom: "2031-01-01T00:00:00Z" }),
    wrong: notOperator,
  },
  endContractPriceAction: {
    page: at("/contract-prices"),
    form: about({ priceCode: "nobody-here" }),
    wrong: notOperator,
  },
  takeBackContractPriceAction: {
    page: at("/contract-prices"),
    form: about({ priceCode: "nobody-here", validFrom: "2031-01-01T00:00:00Z" }),
    wrong: notOperator,
  },
  setInvoicingModeAction: {
    page: at("/invoicing"),
    form: about({ mode: "prepayment_invoiced" }),
    wrong: notOperator,
  },
  giveFeeAction: {
    page: at("/fees"),
    form: about({ priceCode: "nobody-here", quantity: "1", firstMonth: "2031-01", lastMonth: "", note: "" }),
    wrong: notOperator,
  },
  cancelFeeAction: {
    page: at("/fees"),
    form: about({ id: nobodys }),
    wrong: notOperator,
  },
  setPriceAction: {
    page: () => "/operator/prices",
    form: () => ({ priceCode: "nobody-here", currency: "CNY", validFrom: "2031-01-01T00:00:00Z", price: "1" }),
    wrong: notOperator,
  },
  importPricesAction: {
    page: () => "/operator/prices/import",
    form: () => ({ text: '{"services":[]}', intent: "import" }),
    wrong: notOperator,
    right: "an operator",
  },
  // Of things that this world does not have: what they do is in desk.spec and beside the verbs.
  reverseTopUpAction: {
    page: at(`/top-ups/${nobodys}/reverse`),
    form: about({ topUpId: nobodys, reason: "because" }),
    wrong: notOperator,
  },
  correctChargeAction: {
    page: at("/charges/2026-11-01/999999999999"),
    form: about({ period: "2026-11-01", chargeId: "999999999999", quantity: "", reason: "because" }),
    wrong: notOperator,
  },
  replayWaitingAction: {
    page: () => "/operator/quarantine?reason=too-old",
    form: () => ({ reason: "too-old", account: "" }),
    wrong: notOperator,
  },
  replayQuarantinedAction: {
    page: ({ submitted }) => `/operator/quarantine/${submitted.accountId}/${nobodys}`,
    form: about({ id: nobodys }),
    wrong: notOperator,
  },
  dismissQuarantinedAction: {
    page: ({ submitted }) => `/operator/quarantine/${submitted.accountId}/${nobodys}`,
    form: about({ id: nobodys, reason: "because" }),
    wrong: notOperator,
  },
};
