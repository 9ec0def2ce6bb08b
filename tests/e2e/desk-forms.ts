import type { FormRow, Known } from "./form-row";

const at =
  (page: string) =>
  ({ world }: Known) =>
    `/operator/accounts/${world.submitted.accountId}${page}`;

/** The forms of the operator's desk. */
export const deskForms: Record<string, FormRow> = {
  "set a spend limit": {
    action: "setSpendLimitAction",
    path: () => "/limits/new",
    as: "a finance user",
    fields: { subAccountName: "sib", per: "month", soft: "40.25", hard: "50", onSoft: "ask", stops: "new" },
    targets: ["subAccountName", "per", "soft", "hard", "onSoft", "stops"],
    anchors: [
      ["hard", "fifty"],
      ["per", "year"],
    ],
    kept: "soft",
  },
  "issue a service key": {
    action: "issueServiceKeyAction",
    path: () => "/operator/services/new",
    as: "an operator",
    fields: { name: "kept-service", services: "compute", "scope-authorize": "on" },
    targets: ["name", "services", "scope-authorize"],
    anchors: [
      ["name", "-Wrong-"],
      ["services", "ram"],
    ],
    kept: "services",
  },
  "create a service's webhook": {
    action: "createServiceEndpointAction",
    path: () => "/operator/webhooks/new",
    as: "an operator",
    fields: { name: "kept-service", url: "https://kept.test/in", description: "kept words", events: "wallet.low" },
    targets: ["name", "url", "description", "events"],
    anchors: [
      ["name", "-Wrong-"],
      ["url", "ftp://nowhere.test"],
    ],
    kept: "description",
  },
  "top a wallet up": {
    action: "topUpWalletAction",
    path: at("/top-up"),
    as: "an operator",
    fields: { amount: "12.5", reference: "kept slip", note: "" },
    targets: ["accountId", "amount", "reference", "note"],
    anchors: [
      ["amount", "twelve"],
      ["reference", ""],
    ],
    kept: "reference",
  },
  "adjust a wallet": {
    action: "adjustWalletAction",
    path: at("/adjust"),
    as: "an operator",
    fields: { amount: "-2", subAccountName: "", reasonCode: "support", reference: "kept case", reason: "because" },
    targets: ["amount", "subAccountName", "reasonCode", "reference", "reason"],
    anchors: [
      ["amount", "0"],
      ["reason", ""],
    ],
    kept: "reference",
  },
  "pay money back": {
    action: "payOutWalletAction",
    path: at("/pay-out"),
    as: "an operator",
    fields: { amount: "1", reference: "kept back", reason: "because" },
    targets: ["amount", "reference", "reason"],
    anchors: [
      ["amount", "-1"],
      ["reason", ""],
    ],
    kept: "reference",
  },
  "set grace and threshold": {
    action: "setArrearsAction",
    path: at("/arrears"),
    as: "an operator",
    fields: { graceHours: "12", lowWater: "10.25" },
    targets: ["graceHours", "lowWater"],
    anchors: [
      ["graceHours", "721"],
      ["lowWater", "-1"],
    ],
    kept: "lowWater",
  },
};
