import "server-only";

import enAccessKeys from "@/messages/en/access-keys.json";
import enAccounts from "@/messages/en/accounts.json";
import enAnswers from "@/messages/en/answers.json";
import enApprovals from "@/messages/en/approvals.json";
import enAuditLog from "@/messages/en/audit-log.json";
import enBulkRuns from "@/messages/en/bulk-runs.json";
import enCommon from "@/messages/en/common.json";
import enDesk from "@/messages/en/desk.json";
import enDocuments from "@/messages/en/documents.json";
import enDoors from "@/messages/en/doors.json";
import enErrors from "@/messages/en/errors.json";
import enFees from "@/messages/en/fees.json";
import enFinance from "@/messages/en/finance.json";
import enGroups from "@/messages/en/groups.json";
import enHandOver from "@/messages/en/hand-over.json";
import enHome from "@/messages/en/home.json";
import enIdentityVerification from "@/messages/en/identity-verification.json";
import enLimits from "@/messages/en/limits.json";
import enMeters from "@/messages/en/meters.json";
import enMonthEnd from "@/messages/en/month-end.json";
import enMySignIn from "@/messages/en/my-sign-in.json";
import enNotices from "@/messages/en/notices.json";
import enNotifications from "@/messages/en/notifications.json";
import enOutbox from "@/messages/en/outbox.json";
import enPolicies from "@/messages/en/policies.json";
import enPreferences from "@/messages/en/preferences.json";
import enPriceBook from "@/messages/en/price-book.json";
import enQuarantine from "@/messages/en/quarantine.json";
import enResources from "@/messages/en/resources.json";
import enSearch from "@/messages/en/search.json";
import enSecondFactor from "@/messages/en/second-factor.json";
import enSecurityOverview from "@/messages/en/security-overview.json";
import enServers from "@/messages/en/servers.json";
import enServiceKeys from "@/messages/en/service-keys.json";
import enSessions from "@/messages/en/sessions.json";
import enSettings from "@/messages/en/settings.json";
import enShell from "@/messages/en/shell.json";
import enShortcuts from "@/messages/en/shortcuts.json";
import enSshKeys from "@/messages/en/ssh-keys.json";
import enStepUp from "@/messages/en/step-up.json";
import enSubAccountLife from "@/messages/en/sub-account-life.json";
import enSubAccounts from "@/messages/en/sub-accounts.json";
import enWebhooks from "@/messages/en/webhooks.json";
import zhAccessKeys from "@/messages/zh-CN/access-keys.json";
import zhAccounts from "@/messages/zh-CN/accounts.json";
import zhAnswers from "@/messages/zh-CN/answers.json";
import zhApprovals from "@/messages/zh-CN/approvals.json";
import zhAuditLog from "@/messages/zh-CN/audit-log.json";
import zhBulkRuns from "@/messages/zh-CN/bulk-runs.json";
import zhCommon from "@/messages/zh-CN/common.json";
import zhDesk from "@/messages/zh-CN/desk.json";
import zhDocuments from "@/messages/zh-CN/documents.json";
import zhDoors from "@/messages/zh-CN/doors.json";
import zhErrors from "@/messages/zh-CN/errors.json";
import zhFees from "@/messages/zh-CN/fees.json";
import zhFinance from "@/messages/zh-CN/finance.json";
import zhGroups from "@/messages/zh-CN/groups.json";
import zhHandOver from "@/messages/zh-CN/hand-over.json";
import zhHome from "@/messages/zh-CN/home.json";
import zhIdentityVerification from "@/messages/zh-CN/identity-verification.json";
import zhLimits from "@/messages/zh-CN/limits.json";
import zhMeters from "@/messages/zh-CN/meters.json";
import zhMonthEnd from "@/messages/zh-CN/month-end.json";
import zhMySignIn from "@/messages/zh-CN/my-sign-in.json";
import zhNotices from "@/messages/zh-CN/notices.json";
import zhNotifications from "@/messages/zh-CN/notifications.json";
import zhOutbox from "@/messages/zh-CN/outbox.json";
import zhPolicies from "@/messages/zh-CN/policies.json";
import zhPreferences from "@/messages/zh-CN/preferences.json";
import zhPriceBook from "@/messages/zh-CN/price-book.json";
import zhQuarantine from "@/messages/zh-CN/quarantine.json";
import zhResources from "@/messages/zh-CN/resources.json";
import zhSearch from "@/messages/zh-CN/search.json";
import zhSecondFactor from "@/messages/zh-CN/second-factor.json";
import zhSecurityOverview from "@/messages/zh-CN/security-overview.json";
import zhServers from "@/messages/zh-CN/servers.json";
import zhServiceKeys from "@/messages/zh-CN/service-keys.json";
import zhSessions from "@/messages/zh-CN/sessions.json";
import zhSettings from "@/messages/zh-CN/settings.json";
import zhShell from "@/messages/zh-CN/shell.json";
import zhShortcuts from "@/messages/zh-CN/shortcuts.json";
import zhSshKeys from "@/messages/zh-CN/ssh-keys.json";
import zhStepUp from "@/messages/zh-CN/step-up.json";
import zhSubAccountLife from "@/messages/zh-CN/sub-account-life.json";
import zhSubAccounts from "@/messages/zh-CN/sub-accounts.json";
import zhWebhooks from "@/messages/zh-CN/webhooks.json";

const en = {
  desk: enDesk,
  quarantine: enQuarantine,
  limits: enLimits,
  priceBook: enPriceBook,
  outbox: enOutbox,
  serviceKeys: enServiceKeys,
  accessKeys: enAccessKeys,
  accounts: enAccounts,
  answers: enAnswers,
  approvals: enApprovals,
  auditLog: enAuditLog,
  bulkRuns: enBulkRuns,
  common: enCommon,
  documents: enDocuments,
  doors: enDoors,
  errors: enErrors,
  meters: enMeters,
  monthEnd: enMonthEnd,
  mySignIn: enMySignIn,
  fees: enFees,
  finance: enFinance,
  groups: enGroups,
  handOver: enHandOver,
  home: enHome,
  identityVerification: enIdentityVerification,
  notices: enNotices,
  notifications: enNotifications,
  policies: enPolicies,
  preferences: enPreferences,
  securityOverview: enSecurityOverview,
  sessions: enSessions,
  settings: enSettings,
  shell: enShell,
  resources: enResources,
  search: enSearch,
  secondFactor: enSecondFactor,
  stepUp: enStepUp,
  servers: enServers,
  shortcuts: enShortcuts,
  sshKeys: enSshKeys,
  subAccountLife: enSubAccountLife,
  subAccounts: enSubAccounts,
  webhooks: enWebhooks,
};

export type Messages = typeof en;

const zhCN: Messages = {
  desk: zhDesk,
  quarantine: zhQuarantine,
  limits: zhLimits,
  priceBook: zhPriceBook,
  outbox: zhOutbox,
  serviceKeys: zhServiceKeys,
  accessKeys: zhAccessKeys,
  accounts: zhAccounts,
  answers: zhAnswers,
  approvals: zhApprovals,
  auditLog: zhAuditLog,
  bulkRuns: zhBulkRuns,
  common: zhCommon,
  documents: zhDocuments,
  doors: zhDoors,
  errors: zhErrors,
  meters: zhMeters,
  monthEnd: zhMonthEnd,
  mySignIn: zhMySignIn,
  fees: zhFees,
  finance: zhFinance,
  groups: zhGroups,
  handOver: zhHandOver,
  home: zhHome,
  identityVerification: zhIdentityVerification,
  notices: zhNotices,
  notifications: zhNotifications,
  policies: zhPolicies,
  preferences: zhPreferences,
  securityOverview: zhSecurityOverview,
  sessions: zhSessions,
  settings: zhSettings,
  shell: zhShell,
  resources: zhResources,
  search: zhSearch,
  secondFactor: zhSecondFactor,
  stepUp: zhStepUp,
  servers: zhServers,
  shortcuts: zhShortcuts,
  sshKeys: zhSshKeys,
  subAccountLife: zhSubAccountLife,
  subAccounts: zhSubAccounts,
  webhooks: zhWebhooks,
};

export const locales = ["en", "zh-CN"] as const;
export type Locale = (typeof locales)[number];
export const defaultLocale: Locale = "en";
export const defaultTimeZone = "UTC";

/** Every room's messages of one language: for pages, mail and PDF alike. */
export function messagesFor(locale: Locale): Messages {
  return locale === "zh-CN" ? zhCN : en;
}

declare module "next-intl" {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}
