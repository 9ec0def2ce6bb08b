/** What a receiver's log shows. */
type DeliveryView = { state?: string; cursor?: string };

/** Every address of the console, built in one place. */
export const paths = {
  landing: () => "/",
  rootDoor: () => "/login",
  door: (alias: string, name = "") => withQuery(`/${alias}/login`, name ? { name } : {}),
  operatorDoor: () => "/operator/login",
  signUp: () => "/sign-up",
  signUpCode: (channel: "mail" | "sms" = "mail") => (channel === "sms" ? "/sign-up/code?by=sms" : "/sign-up/code"),
  forgotten: () => "/reset-password",
  forgottenAt: (alias: string) => `/reset-password?alias=${encodeURIComponent(alias)}`,
  resetAsked: (alias: string) =>
    alias ? `/reset-password?alias=${encodeURIComponent(alias)}&sent` : "/reset-password?sent",
  resetPassword: (token: string) => `/reset-password/${token}`,
  claim: (token: string) => `/claim/${token}`,
  setUp: (token: string) => `/operator/set-up/${token}`,
  home: () => "/home",
  search: (q = "") => withQuery("/search", q ? { q } : {}),
  newPassword: () => "/new-password",
  secondFactor: () => "/second-factor",
  mySignIn: () => "/my-sign-in",
  myPermissions: () => "/my-sign-in/permissions",
  auditLog: (view: Record<string, string> = {}) => withQuery("/audit-log", view),
  auditEvent: (id: string) => `/audit-log/${id}`,
  auditLogExport: () => "/audit-log/export",
  notifications: (cursor?: string) => withQuery("/notifications", cursor ? { cursor } : {}),
  authenticator: () => "/my-sign-in/authenticator",
  recoveryCodes: () => "/my-sign-in/recovery-codes",
  newPasskey: () => "/my-sign-in/passkeys/new",
  renameFactor: (id: string) => `/my-sign-in/factors/${id}/rename`,
  removeFactor: (id: string) => `/my-sign-in/factors/${id}/remove`,
  sessions: () => "/sessions",
  /** A sub-account's, or (empty name) one's own. */
  sessionsOf: (name: string) => (name ? `/sub-accounts/${name}/sessions` : "/sessions"),
  stepUp: (id: string) => `/step-up/${id}`,
  preferences: () => "/preferences",
  /** Where the language and theme switch is posted, signed in or not. */
  preferencesOfDevice: () => "/preferences/device",
  signOut: () => "/sign-out",
  /** No page has this address: the front door asks for it where a page was refused. */
  refusal: () => "/-",
  security: {
    overview: () => "/security",
    finding: (finding: string, after = "") => withQuery(`/security/${finding}`, after ? { after } : {}),
    report: () => "/security/credential-report",
  },
  settings: {
    door: () => "/settings",
    preference: () => "/settings/security-preference",
    passwordPolicy: () => "/settings/password-policy",
    loginMask: () => "/settings/login-mask",
    keyNetwork: () => "/settings/key-network",
  },
  sshKeys: {
    list: (view: { fingerprint?: string; cursor?: string } = {}) => withQuery("/ssh-keys", view),
    create: (owner = "") => withQuery("/ssh-keys/new", owner ? { owner } : {}),
    one: (owner: string, id: string) => `/ssh-keys/${owner}/${id}`,
    of: (name: string) => `/sub-accounts/${name}/ssh-keys`,
  },
  resources: {
    list: (view: Record<string, string> = {}) => withQuery("/resources", view),
    of: (name: string, view: Record<string, string> = {}) => withQuery(`/sub-accounts/${name}/resources`, view),
    one: (owner: string, id: string) => `/resources/${owner}/${id}`,
  },
  servers: {
    list: (view: { cursor?: string } = {}) => withQuery("/servers", view),
    register: () => "/servers/new",
    one: (name: string) => `/servers/${name}`,
    install: (name: string) => `/servers/${name}/install`,
    edit: (name: string) => `/servers/${name}/edit`,
  },
  webhooks: {
    list: () => "/webhooks",
    create: () => "/webhooks/new",
    one: (id: string, view: DeliveryView = {}) => withQuery(`/webhooks/${id}`, view),
    edit: (id: string) => `/webhooks/${id}/edit`,
  },
  identityVerification: () => "/identity-verification",
  identityDetails: (kind?: "personal" | "enterprise") => `/identity-verification/details${kind ? `?kind=${kind}` : ""}`,
  identityDocument: (id: string) => `/identity-verification/documents/${id}`,
  accessKeys: {
    list: (view: { show?: string; cursor?: string } = {}) => withQuery("/access-keys", view),
    create: (owner?: string) => withQuery("/access-keys/new", owner ? { owner } : {}),
    leaked: () => "/access-keys/leaked",
    one: (id: string) => `/access-keys/${id}`,
    edit: (id: string) => `/access-keys/${id}/edit`,
    rotate: (id: string) => `/access-keys/${id}/rotate`,
    remove: (id: string) => `/access-keys/${id}/delete`,
    issued: (id: string) => `/issued-access-key/${id}`,
    issuedFile: (id: string) => `/issued-access-key/${id}/file`,
  },
  bulkRuns: {
    list: () => "/bulk-runs",
    run: (id: string, from = 0) => `/bulk-runs/${id}${from > 0 ? `?from=${from}` : ""}`,
    result: (id: string) => `/bulk-runs/${id}/result.csv`,
    handOver: (id: string) => `/bulk-runs/${id}/hand-over`,
    handOverFile: (id: string) => `/bulk-runs/${id}/hand-over/file`,
  },
  limits: {
    list: () => "/limits",
    create: (view: Partial<Record<"for" | "per" | "soft" | "hard" | "onSoft" | "stops", string>> = {}) =>
      withQuery("/limits/new", view),
  },
  wallet: (view: { cursor?: string } = {}) => withQuery("/wallet", view),
  spend: () => "/spend",
  transactions: (view: Record<string, string> = {}) => withQuery("/transactions", view),
  bills: {
    list: () => "/bills",
    restated: () => "/bills?view=restated",
    export: () => "/bills/export",
    exportChanges: () => "/bills/changes/export",
    check: () => "/bills/check",
    /** A month of the account, or of one sub-account, from one of its sides. */
    one: (month: string, name = "", view: Record<string, string> = {}) =>
      withQuery(name ? `/bills/${month}/${name}` : `/bills/${month}`, view),
  },
  charges: {
    list: (view: Record<string, string> = {}) => withQuery("/charges", view),
    one: (month: string, id: string) => `/charges/${month}/${id}`,
  },
  policies: {
    list: (view: { type?: string; cursor?: string } = {}) => withQuery("/policies", view),
    create: () => "/policies/new",
    // By type: a custom policy may be called like one of the catalogue, or "new".
    one: (type: "Custom" | "System", name: string, view: { version?: string } = {}) =>
      withQuery(`/policies/${type.toLowerCase()}/${name}`, view),
    edit: (name: string) => `/policies/custom/${name}/edit`,
    remove: (name: string) => `/policies/custom/${name}/delete`,
    makeDefault: (name: string, version: string) => withQuery(`/policies/custom/${name}/default`, { version }),
  },
  groups: {
    list: (view: { cursor?: string } = {}) => withQuery("/groups", view),
    one: (name: string, view: { cursor?: string } = {}) => withQuery(`/groups/${name}`, view),
    remove: (name: string) => `/groups/${name}/delete`,
  },
  subAccounts: {
    permissions: (name: string) => `/sub-accounts/${name}/permissions`,
    list: (view: Record<string, string> = {}) => withQuery("/sub-accounts", view),
    export: () => "/sub-accounts/export",
    create: () => "/sub-accounts/new",
    createMany: () => "/sub-accounts/new/many",
    manyTemplate: () => "/sub-accounts/new/many/template.csv",
    nameCheck: () => "/sub-accounts/new/name-check",
    // A sub-account may be called "new", and the page that creates one has that address.
    overview: (name: string) => (name === "new" ? "/sub-accounts/new/overview" : `/sub-accounts/${name}`),
    accessKeys: (name: string) => `/sub-accounts/${name}/access-keys`,
    edit: (name: string) => `/sub-accounts/${name}/edit`,
    logon: (name: string) => `/sub-accounts/${name}/logon`,
    disable: (name: string) => `/sub-accounts/${name}/disable`,
    enable: (name: string) => `/sub-accounts/${name}/enable`,
    remove: (name: string) => `/sub-accounts/${name}/delete`,
    spend: (name: string) => `/sub-accounts/${name}/spend`,
    sessions: (name: string) => `/sub-accounts/${name}/sessions`,
    activity: (name: string, cursor?: string) => withQuery(`/sub-accounts/${name}/activity`, cursor ? { cursor } : {}),
    endSessions: (name: string) => `/sub-accounts/${name}/sessions/end`,
    handOverBoard: (view: { state?: string; cursor?: string } = {}) => withQuery("/hand-over", view),
    handOver: (name: string) => `/hand-over/${name}`,
    handOverFile: (name: string) => `/hand-over/${name}/file`,
  },
  operator: {
    home: () => "/operator",
    queue: (view: { state?: string; cursor?: string } = {}) => withQuery("/operator/identity-verifications", view),
    review: (accountId: string) => `/operator/identity-verifications/${accountId}`,
    document: (accountId: string, id: string) => `/operator/identity-verifications/${accountId}/documents/${id}`,
    accounts: (view: Record<string, string> = {}) => withQuery("/operator/accounts", view),
    account: (id: string, view: Record<string, string> = {}) => withQuery(`/operator/accounts/${id}`, view),
    /** What is done to an account's wallet, each on its own page. */
    walletAct: (id: string, act: "adjust" | "pay-out" | "write-off" | "arrears" | "reconciliation") =>
      `/operator/accounts/${id}/${act}`,
    acts: (id: string, view: Record<string, string> = {}) => withQuery(`/operator/accounts/${id}/acts`, view),
    topUp: (id: string, view: Record<string, string> = {}) => withQuery(`/operator/accounts/${id}/top-up`, view),
    topUpEvidence: (id: string, topUpId: string) => `/operator/accounts/${id}/top-ups/${topUpId}/evidence`,
    reverseTopUp: (id: string, topUpId: string) => `/operator/accounts/${id}/top-ups/${topUpId}/reverse`,
    prices: () => "/operator/prices",
    // Below a word of its own: a price may be called "import".
    price: (code: string, view: Record<string, string> = {}) => withQuery(`/operator/prices/of/${code}`, view),
    importPrices: () => "/operator/prices/import",
    exportPrices: (format: "csv" | "json") => `/operator/prices/export?format=${format}`,
    invoicing: (id: string) => `/operator/accounts/${id}/invoicing`,
    fees: (id: string, view: Record<string, string> = {}) => withQuery(`/operator/accounts/${id}/fees`, view),
    contractPrices: (id: string) => `/operator/accounts/${id}/contract-prices`,
    reconciliation: (view: { after?: string } = {}) => withQuery("/operator/reconciliation", view),
    meters: (at: "" | "sources" = "") => `/operator/meters${at && `#${at}`}`,
    monthEnd: (view: Record<string, string> = {}) => withQuery("/operator/month-end", view),
    approvals: (view: { account?: string } = {}) => withQuery("/operator/approvals", view),
    approval: (accountId: string, id: string) => `/operator/approvals/${accountId}/${id}`,
    quarantine: (view: Record<string, string> = {}) => withQuery("/operator/quarantine", view),
    quarantined: (accountId: string, id: string) => `/operator/quarantine/${accountId}/${id}`,
    charges: (id: string, view: Record<string, string> = {}) => withQuery(`/operator/accounts/${id}/charges`, view),
    charge: (id: string, period: string, chargeId: string) => `/operator/accounts/${id}/charges/${period}/${chargeId}`,
    resetFactors: (id: string) => `/operator/accounts/${id}/reset-second-factors`,
    services: () => "/operator/services",
    newService: () => "/operator/services/new",
    revokeService: (id: string) => `/operator/services/${id}/revoke`,
    issuedService: (id: string) => `/operator/issued-service-key/${id}`,
    issuedServiceFile: (id: string) => `/operator/issued-service-key/${id}/file`,
    outbox: () => "/operator/outbox",
    webhooks: {
      list: () => "/operator/webhooks",
      create: () => "/operator/webhooks/new",
      one: (id: string, view: DeliveryView = {}) => withQuery(`/operator/webhooks/${id}`, view),
      edit: (id: string) => `/operator/webhooks/${id}/edit`,
    },
    servers: () => "/operator/servers",
    registerServer: () => "/operator/servers/new",
    // Below its account: an account may be called "new".
    server: (accountName: string, name: string) => `/operator/servers/in/${accountName}/${name}`,
    auditLog: (view: Record<string, string> = {}) => withQuery("/operator/audit-log", view),
    auditLogExport: () => "/operator/audit-log/export",
    sessions: () => "/operator/sessions",
    secondFactor: () => "/operator/second-factor",
    mySignIn: () => "/operator/my-sign-in",
    authenticator: () => "/operator/my-sign-in/authenticator",
    recoveryCodes: () => "/operator/my-sign-in/recovery-codes",
    newPasskey: () => "/operator/my-sign-in/passkeys/new",
    renameFactor: (id: string) => `/operator/my-sign-in/factors/${id}/rename`,
    removeFactor: (id: string) => `/operator/my-sign-in/factors/${id}/remove`,
    stepUp: (id: string) => `/operator/step-up/${id}`,
  },
} as const;

const returnPathMax = 512;

/**
 * A path of this console to go back to after signing in; anything else is dropped: other origins however disguised,
 * paths that a browser or a router would read differently, and what is no page.
 */
export function safeReturnPath(path: string | undefined): string | undefined {
  if (!path || path.length > returnPathMax || !/^\/[\x21-\x7e]*$/.test(path) || /[\\#]|^[^?]*\/\//.test(path))
    return undefined;
  const base = "http://console.invalid";
  if (!URL.canParse(path, base)) return undefined;
  const url = new URL(path, base);
  // What changes when it is parsed held dot segments or the like.
  if (url.origin !== base || url.pathname + url.search !== path) return undefined;
  return /^\/(api|_next|sign-out)(\/|$)/.test(url.pathname) ? undefined : path;
}

/** A door that remembers where somebody came for. */
export function withReturn(door: string, next: string | undefined): string {
  return next ? `${door}?next=${encodeURIComponent(next)}` : door;
}

function withQuery(path: string, view: Record<string, string>): string {
  const query = new URLSearchParams(view).toString();
  return query ? `${path}?${query}` : path;
}
