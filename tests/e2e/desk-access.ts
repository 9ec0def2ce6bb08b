import { ids } from "./access-ids";
import type { Outcome, Row } from "./access-matrix";

const desk = (at: string, outcome: Outcome = 200): Row => ({
  at,
  expect: { all: "/operator/login", operator: outcome },
});
const nobodys = "000000000000000000";
/** A page about one account: of one that there is, of one that never was, and an address that names none. */
const ofAccount = (page: string, outcome: Outcome = 200): Row[] => [
  desk(`/operator/accounts/${ids.harborAccountId}${page}`, outcome),
  desk(`/operator/accounts/${ids.madeUp}${page}`, 404),
  desk(`/operator/accounts/malformed${page}`, 404),
];

/** The operator's desk: nobody of an account gets further than its door. */
export const deskAccess: Record<string, Row[]> = {
  "/operator/accounts/[accountId]": ofAccount(""),
  ...Object.fromEntries(
    [
      ...["adjust", "pay-out", "write-off", "arrears", "acts", "charges"],
      ...["contract-prices", "fees", "invoicing", "reconciliation", "reset-second-factors"],
    ].map((page) => [`/operator/accounts/[accountId]/${page}`, ofAccount(`/${page}`)]),
  ),
  "/operator/accounts/[accountId]/top-up": [
    ...ofAccount("/top-up"),
    ...ofAccount("/top-up?amount=5&reference=slip-1"),
    ...ofAccount("/top-up?amount=junk&reference=%27&note=x"),
  ],
  "/operator/accounts/[accountId]/top-ups/[topUpId]/reverse": [
    ...ofAccount(`/top-ups/${ids.madeUp}/reverse`, 404),
    ...ofAccount("/top-ups/malformed/reverse", 404),
  ],
  "/operator/accounts/[accountId]/top-ups/[topUpId]/evidence": [
    {
      at: `/operator/accounts/${ids.harborAccountId}/top-ups/${ids.madeUp}/evidence`,
      expect: { all: 401, operator: 404 },
    },
    { at: "/operator/accounts/malformed/top-ups/malformed/evidence", expect: { all: 401, operator: 404 } },
  ],
  "/operator/accounts/[accountId]/charges/[period]/[chargeId]": [
    ...ofAccount(`/charges/2026-11-01/${nobodys}`, 404),
    ...ofAccount("/charges/malformed/x", 404),
  ],
  "/limits": [{ at: "/limits", expect: { all: 200, stranger: "/login", operator: "/login" } }],
  "/limits/new": [
    {
      at: "/limits/new?for=ada",
      expect: {
        ...{ all: 200, stranger: "/login", operator: "/login" },
        ...{ "sub-account": 403, finance: 403, "delegated-admin": 403, "other account's sub-account": 403 },
      },
    },
  ],
  "/operator/approvals": [desk("/operator/approvals"), desk("/operator/approvals?account=nobody-here")],
  "/operator/month-end": [desk("/operator/month-end"), desk("/operator/month-end?show=all&cursor=junk")],
  "/operator/approvals/[accountId]/[id]": [
    desk(`/operator/approvals/${ids.harborAccountId}/${ids.madeUp}`, 404),
    desk(`/operator/approvals/${ids.madeUp}/${ids.madeUp}`, 404),
    desk("/operator/approvals/malformed/x", 404),
  ],
  "/operator/prices": [desk("/operator/prices")],
  "/operator/prices/import": [desk("/operator/prices/import")],
  "/operator/prices/of/[code]": [desk("/operator/prices/of/nobody-here", 404)],
  "/operator/prices/export": [
    { at: "/operator/prices/export?format=csv", expect: { all: 401, operator: 200 } },
    { at: "/operator/prices/export?format=json", expect: { all: 401, operator: 200 } },
  ],
  "/operator/services": [desk("/operator/services")],
  "/operator/services/new": [desk("/operator/services/new")],
  "/operator/services/[id]/revoke": [
    desk(`/operator/services/${ids.madeUp}/revoke`, 404),
    desk("/operator/services/malformed/revoke", 404),
  ],
  "/operator/issued-service-key/[id]": [
    desk(`/operator/issued-service-key/${ids.madeUp}`, 404),
    desk("/operator/issued-service-key/malformed", 404),
  ],
  "/operator/issued-service-key/[id]/file": [
    { at: `/operator/issued-service-key/${ids.madeUp}/file`, expect: { all: 405 } },
  ],
  "/operator/reconciliation": [desk("/operator/reconciliation"), desk("/operator/reconciliation?after=junk")],
  "/operator/meters": [desk("/operator/meters")],
  "/operator/quarantine": [
    desk("/operator/quarantine"),
    desk("/operator/quarantine?reason=junk&cursor=junk&show=junk"),
  ],
  "/operator/quarantine/[accountId]/[id]": [
    desk(`/operator/quarantine/${ids.harborAccountId}/${ids.madeUp}`, 404),
    desk("/operator/quarantine/malformed/x", 404),
  ],
};
