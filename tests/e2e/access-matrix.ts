import { ids } from "./access-ids";
import { deskAccess } from "./desk-access";
import { factorAccess } from "./factor-access";
import { financeAccess } from "./finance-access";
import { nextAuthAccess } from "./next-auth-access";
import { policyAccess } from "./policy-access";
import { resourceAccess } from "./resource-access";
import { serverAccess } from "./server-access";
import { webhookAccess } from "./webhook-access";

/**
 * Who gets what at every address: a page or route without a row here fails the suite. `stranger` stands for nobody, a
 * junk cookie and an ended session alike. A status, or the path that a redirect leads to.
 */
export type Who =
  | "stranger"
  | "sub-account"
  | "finance"
  | "delegated-admin"
  | "other account's sub-account"
  | "root user"
  | "other account's root user"
  | "operator";

export type Outcome = number | `/${string}`;

export interface Row {
  /** The address with its parameters filled in, under the name of whose they are. */
  at: string;
  /** What `all` does not say. */
  expect: Partial<Record<Who | "all" | "signed in", Outcome>>;
}

const consolePage = (at: string, outcomes: Row["expect"] = {}): Row => ({
  at,
  expect: { all: 200, stranger: "/login", operator: "/login", ...outcomes },
});
const operatorPage = (at: string, outcome: Outcome = 200): Row => ({
  at,
  expect: { all: "/operator/login", operator: outcome },
});
const consoleRoute = (at: string, outcomes: Row["expect"]): Row => ({
  at,
  expect: { stranger: 401, operator: 401, ...outcomes },
});
const postOnly = (at: string): Row => ({ at, expect: { all: 405 } });

const admins: Row["expect"] = {
  "sub-account": 403,
  finance: 403,
  "other account's sub-account": 403,
};
/** A sub-account of harbor: its own page, its administrators', and nobody else's. */
const harborSubAccount = (own: "sub-account" | "none"): Row["expect"] => ({
  all: 404,
  stranger: "/login",
  operator: "/login",
  "root user": 200,
  "delegated-admin": 200,
  ...(own === "sub-account" && { "sub-account": 200 }),
});
/** Whoever may make no keys at all learns no more of a sub-account than that. */
const ownersOfKeys: Row["expect"] = {
  ...{ all: 200, stranger: "/login", operator: "/login" },
  ...{ "sub-account": 404, finance: 404, "other account's sub-account": 404 },
};
const nobody: Row["expect"] = { all: 404, stranger: "/login", operator: "/login" };
const rootOnly: Row["expect"] = { ...admins, "delegated-admin": 403 };

const door = (at: string): Row => ({ at, expect: { all: 200 } });

/** Of harbor: `bo` is a sibling; of orchard: `pip`; of nobody: `nobody-here`. */
export const accessMatrix: Record<string, Row[]> = {
  "/": [{ at: "/", expect: { all: "/home", stranger: 200, operator: "/operator" } }],
  "/login": [
    {
      at: "/login",
      expect: { all: 200, "root user": "/home", "other account's root user": "/home" },
    },
  ],
  "/[alias]/login": [
    {
      at: "/harbor/login",
      expect: { all: 200, "sub-account": "/home", finance: "/home", "delegated-admin": "/home" },
    },
    door("/nobody-here/login"),
    { at: "/No%20Alias/login", expect: { all: 404 } },
  ],
  "/operator/login": [{ at: "/operator/login", expect: { all: 200, operator: "/operator" } }],
  "/operator/set-up/[token]": [door("/operator/set-up/made-up")],
  "/reset-password": [door("/reset-password"), door("/reset-password?alias=harbor&sent")],
  "/reset-password/[token]": [door(`/reset-password/${"a".repeat(43)}`), door("/reset-password/x")],
  "/claim/[token]": [door(`/claim/${"a".repeat(43)}`), door("/claim/x")],
  "/sign-up": [{ at: "/sign-up", expect: { all: "/home", stranger: 200, operator: 200 } }],
  "/sign-up/code": [{ at: "/sign-up/code", expect: { all: "/sign-up" } }],
  "/home": [consolePage("/home")],
  "/my-sign-in": [consolePage("/my-sign-in")],
  "/my-sign-in/permissions": [
    consolePage("/my-sign-in/permissions"),
    consolePage("/my-sign-in/permissions?action=ram%3AGetUser&resource=junk"),
  ],
  ...factorAccess,
  "/search": [
    consolePage("/search"),
    // One's own name is no page of its own to somebody who may list nobody.
    consolePage("/search?q=nobody-like-this"),
    consolePage("/search?q=bo", { "root user": "/sub-accounts/bo", "delegated-admin": "/sub-accounts/bo" }),
  ],
  "/preferences": [consolePage("/preferences", { operator: "/operator/my-sign-in" })],
  "/new-password": [consolePage("/new-password", { all: "/my-sign-in" })],
  "/sub-accounts": [consolePage("/sub-accounts", admins)],
  "/sub-accounts/new": [consolePage("/sub-accounts/new", admins)],
  "/sub-accounts/[name]": [
    { at: "/sub-accounts/bo", expect: harborSubAccount("none") },
    {
      at: "/sub-accounts/ada",
      expect: {
        ...harborSubAccount("sub-account"),
        "other account's sub-account": 200,
        "other account's root user": 200,
      },
    },
    { at: "/sub-accounts/pip", expect: { ...nobody, "other account's root user": 200 } },
    { at: "/sub-accounts/nobody-here", expect: nobody },
    { at: "/sub-accounts/No%20Name", expect: nobody },
  ],
  ...Object.fromEntries(
    ["overview", "sessions/end"].map((page) => [
      `/sub-accounts/[name]/${page}`,
      [
        { at: `/sub-accounts/bo/${page}`, expect: harborSubAccount("none") },
        { at: `/sub-accounts/nobody-here/${page}`, expect: nobody },
      ],
    ]),
  ),
  ...Object.fromEntries(
    ["edit", "logon", "disable", "enable", "delete"].map((verb) => [
      `/sub-accounts/[name]/${verb}`,
      [
        { at: `/sub-accounts/bo/${verb}`, expect: harborSubAccount("none") },
        // Its own, but not for it to manage: it may know what it lacks.
        {
          at: `/sub-accounts/ada/${verb}`,
          expect: {
            ...harborSubAccount("none"),
            "other account's root user": 200 as const,
            "sub-account": 403,
            "other account's sub-account": 403,
          },
        },
        { at: `/sub-accounts/nobody-here/${verb}`, expect: nobody },
      ],
    ]),
  ),
  "/sub-accounts/[name]/sessions": [
    { at: "/sub-accounts/bo/sessions", expect: harborSubAccount("none") },
    { at: "/sub-accounts/pip/sessions", expect: { ...nobody, "other account's root user": 200 } },
    { at: "/sub-accounts/nobody-here/sessions", expect: nobody },
  ],
  ...deskAccess,
  ...financeAccess,
  ...policyAccess,
  ...resourceAccess,
  ...serverAccess,
  ...webhookAccess,
  "/notifications": [consolePage("/notifications")],
  "/sub-accounts/[name]/ssh-keys": [
    { at: "/sub-accounts/bo/ssh-keys", expect: harborSubAccount("none") },
    { at: "/sub-accounts/pip/ssh-keys", expect: { ...nobody, "other account's root user": 200 } },
    { at: "/sub-accounts/nobody-here/ssh-keys", expect: nobody },
  ],
  "/ssh-keys": [consolePage("/ssh-keys"), consolePage("/ssh-keys?fingerprint=SHA256%3Aabc&cursor=junk")],
  "/ssh-keys/new": [consolePage("/ssh-keys/new", admins)],
  "/ssh-keys/[owner]/[id]": [
    { at: `/ssh-keys/bo/${ids.madeUp}`, expect: nobody },
    { at: "/ssh-keys/bo/no-id", expect: nobody },
  ],
  "/sessions": [consolePage("/sessions")],
  "/operator/sessions": [operatorPage("/operator/sessions")],
  "/audit-log": [
    consolePage("/audit-log"),
    consolePage("/audit-log?name=bo&action=ram%3ACreateUser&result=allowed&from=2026-01-01&actor=x&ip=::1"),
  ],
  "/audit-log/[id]": [
    { at: `/audit-log/${ids.madeUp}`, expect: nobody },
    { at: "/audit-log/malformed", expect: nobody },
  ],
  "/audit-log/export": [postOnly("/audit-log/export")],
  "/sub-accounts/export": [postOnly("/sub-accounts/export")],
  "/bills/export": [postOnly("/bills/export")],
  "/bills/changes/export": [postOnly("/bills/changes/export")],
  "/sub-accounts/[name]/activity": [
    { at: "/sub-accounts/bo/activity", expect: harborSubAccount("none") },
    { at: "/sub-accounts/pip/activity", expect: { ...nobody, "other account's root user": 200 } },
    { at: "/sub-accounts/nobody-here/activity", expect: nobody },
  ],
  "/operator/audit-log/export": [postOnly("/operator/audit-log/export")],
  "/operator/audit-log": [
    operatorPage("/operator/audit-log"),
    operatorPage("/operator/audit-log?of=accounts&account=harbor"),
  ],
  "/access-keys": [consolePage("/access-keys", admins)],
  "/access-keys/new": [
    consolePage("/access-keys/new", admins),
    { at: "/access-keys/new?owner=bo", expect: ownersOfKeys },
  ],
  "/access-keys/leaked": [consolePage("/access-keys/leaked", admins)],
  ...Object.fromEntries(
    ["", "/edit", "/rotate", "/delete"].map((verb) => [
      `/access-keys/[id]${verb}`,
      [consolePage(`/access-keys/${ids.nobodysKey}${verb}`, { all: 404, ...admins })],
    ]),
  ),
  "/issued-access-key/[id]": [consolePage(`/issued-access-key/${ids.nobodysKey}`, { all: 404, ...admins })],
  "/issued-access-key/[id]/file": [postOnly(`/issued-access-key/${ids.nobodysKey}/file`)],
  "/sub-accounts/[name]/access-keys": [
    { at: "/sub-accounts/bo/access-keys", expect: harborSubAccount("none") },
    { at: "/sub-accounts/nobody-here/access-keys", expect: nobody },
  ],
  "/sub-accounts/new/name-check": [
    consoleRoute("/sub-accounts/new/name-check?name=bo", { all: 200, ...admins }),
    // What is no name is free to nobody: nothing is looked up.
    consoleRoute("/sub-accounts/new/name-check", { all: 200 }),
  ],
  "/bulk-runs": [consolePage("/bulk-runs", admins)],
  "/bulk-runs/[id]": [ids.madeUp, "malformed"].map((id) => consolePage(`/bulk-runs/${id}`, { all: 404, ...admins })),
  "/bulk-runs/[id]/result.csv": [consoleRoute(`/bulk-runs/${ids.madeUp}/result.csv`, { all: 404, ...admins })],
  "/bulk-runs/[id]/hand-over": [consolePage(`/bulk-runs/${ids.madeUp}/hand-over`, { all: 404, ...admins })],
  "/bulk-runs/[id]/hand-over/file": [postOnly(`/bulk-runs/${ids.madeUp}/hand-over/file`)],
  "/sub-accounts/new/many": [consolePage("/sub-accounts/new/many", admins)],
  "/sub-accounts/new/many/template.csv": [consoleRoute("/sub-accounts/new/many/template.csv", { all: 200, ...admins })],
  "/hand-over": [consolePage("/hand-over", admins)],
  "/hand-over/[name]": [
    { at: "/hand-over/bo", expect: harborSubAccount("none") },
    { at: "/hand-over/nobody-here", expect: nobody },
  ],
  "/hand-over/[name]/file": [postOnly("/hand-over/bo/file")],
  "/security": [consolePage("/security", admins)],
  "/security/[finding]": [
    consolePage("/security/idle", admins),
    consolePage("/security/nothing-of-ours", { all: 404 }),
  ],
  "/security/credential-report": [postOnly("/security/credential-report")],
  "/settings": [consolePage("/settings", admins)],
  "/settings/security-preference": [consolePage("/settings/security-preference", admins)],
  "/settings/password-policy": [consolePage("/settings/password-policy", admins)],
  "/settings/login-mask": [consolePage("/settings/login-mask", admins)],
  "/settings/key-network": [consolePage("/settings/key-network", admins)],
  "/identity-verification": [consolePage("/identity-verification", rootOnly)],
  "/identity-verification/details": [
    consolePage("/identity-verification/details", { all: "/identity-verification", ...rootOnly }),
  ],
  "/identity-verification/documents/[id]": [
    consoleRoute(`/identity-verification/documents/${ids.meadowDocumentId}`, { all: 404, ...rootOnly }),
    consoleRoute(`/identity-verification/documents/${ids.madeUp}`, { all: 404, ...rootOnly }),
    consoleRoute("/identity-verification/documents/malformed", { all: 404 }),
  ],
  "/operator": [operatorPage("/operator", "/operator/identity-verifications")],
  "/operator/accounts": [operatorPage("/operator/accounts")],
  "/operator/outbox": [operatorPage("/operator/outbox")],
  "/operator/my-sign-in": [operatorPage("/operator/my-sign-in")],
  "/operator/identity-verifications": [operatorPage("/operator/identity-verifications")],
  "/operator/identity-verifications/[accountId]": [
    operatorPage(`/operator/identity-verifications/${ids.meadowAccountId}`),
    operatorPage(`/operator/identity-verifications/${ids.harborAccountId}`, 404),
    operatorPage(`/operator/identity-verifications/${ids.madeUp}`, 404),
    operatorPage("/operator/identity-verifications/malformed", 404),
  ],
  "/operator/identity-verifications/[accountId]/documents/[id]": [
    {
      at: `/operator/identity-verifications/${ids.meadowAccountId}/documents/${ids.meadowDocumentId}`,
      expect: { all: 401, operator: 200 },
    },
    {
      at: `/operator/identity-verifications/${ids.harborAccountId}/documents/${ids.meadowDocumentId}`,
      expect: { all: 401, operator: 404 },
    },
    {
      at: `/operator/identity-verifications/${ids.madeUp}/documents/${ids.madeUp}`,
      expect: { all: 401, operator: 404 },
    },
  ],
  "/preferences/device": [postOnly("/preferences/device")],
  "/sign-out": [postOnly("/sign-out")],
  "/.well-known/change-password": [
    { at: "/.well-known/change-password", expect: { all: "/my-sign-in", operator: "/operator/my-sign-in" } },
  ],
  // No contact is set in the demo.
  "/.well-known/security.txt": [{ at: "/.well-known/security.txt", expect: { all: 404 } }],
  ...nextAuthAccess,
};
