import type { ActionRow } from "./action-matrix";
import { notAdmins, notOfAccount } from "./refused-players";

const madeUpRun = "6f1b7c3e-5a0d-4c55-9a0e-2f8f3f1d9b11";

/** Bulk runs, lists of people, and claim links. */
export const handOverActions: Record<string, ActionRow> = {
  planBulkRunAction: {
    page: () => "/sub-accounts",
    form: () => ({ act: "label", "names[]": "sib" }),
    wrong: notAdmins,
    right: "a delegated admin",
  },
  planKeyDisablingAction: {
    page: () => "/access-keys",
    form: () => ({ all: "on" }),
    wrong: notAdmins,
    right: "a delegated admin",
  },
  planCreationAction: {
    page: () => "/sub-accounts/new/many",
    form: () => ({ list: "smuggled-in-bulk" }),
    wrong: notAdmins,
    right: "a delegated admin",
  },
  ...Object.fromEntries(
    ["startBulkRunAction", "cancelBulkRunAction", "retryBulkRunAction", "showClaimLinksAction"].map((name) => [
      name,
      {
        page: () => "/bulk-runs",
        form: () => ({ id: madeUpRun }),
        wrong: [...notAdmins, "a delegated admin"] as ActionRow["wrong"],
      },
    ]),
  ),
  renewClaimLinkAction: {
    page: () => "/hand-over",
    form: () => ({ name: "sib" }),
    wrong: notOfAccount,
    right: "a delegated admin",
  },
  revokeClaimLinkAction: {
    page: () => "/hand-over",
    form: () => ({ name: "sib" }),
    wrong: [...notOfAccount, "a delegated admin"],
  },
};
