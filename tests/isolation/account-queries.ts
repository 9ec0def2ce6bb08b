import type { Context } from "@/lib/authorization/context";
import * as keyNetwork from "@/lib/domain/access-keys/network-policy-queries";
import * as accessKeys from "@/lib/domain/access-keys/queries";
import { InventoryFilter } from "@/lib/domain/access-keys/schema";
import * as auditLog from "@/lib/domain/audit-log/queries";
import { AuditFilter } from "@/lib/domain/audit-log/schema";
import { getCharge } from "@/lib/domain/charges/explain-queries";
import { listChargeRows } from "@/lib/domain/charges/row-queries";
import * as groups from "@/lib/domain/groups/queries";
import { GroupFilter } from "@/lib/domain/groups/schema";
import * as identity from "@/lib/domain/identity-verification/queries";
import * as overages from "@/lib/domain/limits/overage-queries";
import * as limits from "@/lib/domain/limits/queries";
import { replayLimit } from "@/lib/domain/limits/replay-queries";
import { ReplayLimitInput } from "@/lib/domain/limits/schema";
import * as attachments from "@/lib/domain/policies/attachment-queries";
import * as policies from "@/lib/domain/policies/queries";
import { PolicyFilter } from "@/lib/domain/policies/schema";
import * as search from "@/lib/domain/search/queries";
import * as servers from "@/lib/domain/servers/queries";
import { ServerFilter } from "@/lib/domain/servers/schema";
import * as sessions from "@/lib/domain/sessions/queries";
import * as reveals from "@/lib/domain/sessions/reveal-queries";
import * as changes from "@/lib/domain/spend/change-queries";
import * as monthSums from "@/lib/domain/spend/month-sums-queries";
import * as spend from "@/lib/domain/spend/queries";
import { BillFilter, ChangeFilter, ChargeFilter } from "@/lib/domain/spend/schema";
import * as sshKeys from "@/lib/domain/ssh-keys/queries";
import { PublicKeyFilter } from "@/lib/domain/ssh-keys/schema";
import * as impact from "@/lib/domain/sub-accounts/impact-queries";
import * as subAccounts from "@/lib/domain/sub-accounts/queries";
import { SubAccountFilter } from "@/lib/domain/sub-accounts/schema";
import * as transactions from "@/lib/domain/transactions/queries";
import { TransactionFilter } from "@/lib/domain/transactions/schema";
import * as wallet from "@/lib/domain/wallet/queries";
import { StatementFilter } from "@/lib/domain/wallet/schema";
import { env } from "@/lib/foundation/env";
import { workspaceQueries, workspaceRooms } from "./workspace-queries";

/** Of the zone that books are opened in unless the environment says another. */
const thisMonth = new Intl.DateTimeFormat("en-CA", {
  timeZone: env().timeZone,
  year: "numeric",
  month: "2-digit",
}).format(new Date());

/** The id of the key made last for somebody of this name. */
export const keyIds = new Map<string, string>();

/** Every query of an account; a new one has to join, or the first test below fails. */
export const queries: Record<string, (ctx: Context, name: string) => Promise<unknown>> = {
  listSubAccounts: (ctx) => subAccounts.listSubAccounts(ctx, SubAccountFilter.parse({})),
  getSubAccount: (ctx, name) => subAccounts.getSubAccount(ctx, name),
  getImpact: (ctx, name) => impact.getImpact(ctx, "espalier:DisableSubAccount", name),
  isNameFree: (ctx, name) => subAccounts.isNameFree(ctx, name),
  getCreationTerms: (ctx) => subAccounts.getCreationTerms(ctx),
  summarizeSubAccounts: (ctx) => subAccounts.summarizeSubAccounts(ctx),
  getOwnSignIns: (ctx) => sessions.getOwnSignIns(ctx),
  getIdentityVerification: (ctx) => identity.getIdentityVerification(ctx),
  listPolicies: (ctx) => policies.listPolicies(ctx, PolicyFilter.parse({})),
  getPolicy: (ctx, name) => policies.getPolicy(ctx, { type: "Custom", name }),
  getPolicyForChange: (ctx, name) => policies.getPolicyForChange(ctx, "ram:DeletePolicy", name),
  listPolicyVersions: (ctx, name) => policies.listPolicyVersions(ctx, { type: "Custom", name }),
  getPolicyVersion: (ctx, name) => policies.getPolicyVersion(ctx, { type: "Custom", name }, "v1"),
  listPoliciesForUser: (ctx, name) => attachments.listPoliciesForUser(ctx, name),
  listPoliciesForGroup: (ctx, name) => attachments.listPoliciesForGroup(ctx, name),
  listEntitiesForPolicy: (ctx, name) => attachments.listEntitiesForPolicy(ctx, { type: "Custom", name }),
  listGroups: (ctx) => groups.listGroups(ctx, GroupFilter.parse({})),
  getGroup: (ctx, name) => groups.getGroup(ctx, name),
  getKeyNetwork: (ctx) => keyNetwork.getKeyNetwork(ctx),
  getGroupForDeletion: (ctx, name) => groups.getGroupForDeletion(ctx, name),
  listGroupsForUser: (ctx, name) => groups.listGroupsForUser(ctx, name),
  listUsersForGroup: (ctx, name) => groups.listUsersForGroup(ctx, name, GroupFilter.parse({})),
  listAuditEvents: (ctx) => auditLog.listAuditEvents(ctx, AuditFilter.parse({})),
  listActivity: (ctx, name) => auditLog.listActivity(ctx, name, AuditFilter.parse({})),
  getAuditEvent: async (ctx) => {
    const { rows } = await auditLog.listAuditEvents(ctx, AuditFilter.parse({}));
    return auditLog.getAuditEvent(ctx, rows[0]?.id ?? "");
  },
  listPublicKeys: (ctx, name) => sshKeys.listPublicKeys(ctx, name),
  listAllPublicKeys: (ctx) => sshKeys.listAllPublicKeys(ctx, PublicKeyFilter.parse({})),
  getPublicKey: async (ctx, name) => {
    const [key] = await sshKeys.listPublicKeys(ctx, name);
    return sshKeys.getPublicKey(ctx, "ram:DeletePublicKey", name, key?.id ?? "");
  },
  search: async (ctx, name) => [await search.search(ctx, name), await search.search(ctx, keyIds.get(name) ?? "")],
  listServers: (ctx) => servers.listServers(ctx, ServerFilter.parse({})),
  getServer: (ctx, name) => servers.getServer(ctx, name),
  listServerLogins: (ctx, name) => servers.listServerLogins(ctx, name),
  listSpendLimits: (ctx) => limits.listSpendLimits(ctx),
  listOverages: async (ctx) => [...(await overages.listOverages(ctx)).byLimit.values()],
  getLimitTerms: (ctx) => limits.getLimitTerms(ctx),
  replayLimit: (ctx, name) =>
    replayLimit(ctx, ReplayLimitInput.parse({ subAccountName: name, per: "month", hard: "1" })),
  listBills: (ctx) => spend.listBills(ctx, "widest"),
  listRestated: (ctx) => monthSums.listRestated(ctx),
  getBill: (ctx) => spend.getBill(ctx, thisMonth),
  listBillLines: (ctx) => spend.listBillLines(ctx, { month: thisMonth, name: "" }, BillFilter.parse({})),
  listChanges: (ctx) => changes.listChanges(ctx, { month: thisMonth, name: "" }, ChangeFilter.parse({ by: "change" })),
  getSpendSummary: (ctx) => spend.getSpendSummary(ctx),
  listChargeRows: (ctx) => listChargeRows(ctx, ChargeFilter.parse({})),
  getCharge: async (ctx) => {
    const { rows } = await listChargeRows(ctx, ChargeFilter.parse({}));
    return getCharge(ctx, { month: thisMonth, id: rows[0]?.id ?? "" });
  },
  listTransactions: (ctx) => transactions.listTransactions(ctx, TransactionFilter.parse({})),
  getWallet: (ctx) => wallet.getWallet(ctx),
  getStatement: (ctx) => wallet.getStatement(ctx, StatementFilter.parse({})),
  listTopUps: (ctx) => wallet.listTopUps(ctx),
  listAccessKeys: (ctx, name) => accessKeys.listAccessKeys(ctx, name),
  getAccessKeyLastUsed: (ctx, name) =>
    accessKeys.getAccessKeyLastUsed(ctx, { id: keyIds.get(name) ?? "", ownerName: name }),
  listInventory: (ctx) => accessKeys.listInventory(ctx, InventoryFilter.parse({})),
  getAccessKey: (ctx, name) => accessKeys.getAccessKey(ctx, keyIds.get(name) ?? ""),
  ...workspaceQueries,
  findReveal: (ctx, subject) => reveals.findReveal(ctx, { purpose: "sub-account-password", subject }),
};
/** What decides without asking the database. */
export const askNothing = new Set(["widestLog", "getKeyTerms", "getPolicyTerms", "getServerTerms", "getUploadTerms"]);
export const acrossAccounts = new Set([
  "listOperatorAuditEvents",
  "getOperatorSignIns",
  "listIdentityVerifications",
  "countSubmitted",
  "listWallets",
  "listAccountsToSettle",
  "listBooks",
  "listBooksToCheck",
  "listAccountsWithFeesDue",
  "listUsedAccounts",
  "listPlatformServers",
  "listServiceEndpoints",
  "getServiceEndpoint",
]);

export const rooms: readonly object[] = [
  subAccounts,
  impact,
  sessions,
  identity,
  auditLog,
  wallet,
  spend,
  changes,
  monthSums,
  transactions,
  { listChargeRows, getCharge },
  limits,
  overages,
  { replayLimit },
  reveals,
  accessKeys,
  sshKeys,
  search,
  servers,
  policies,
  attachments,
  groups,
  ...workspaceRooms,
];
