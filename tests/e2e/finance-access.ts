import type { Row } from "./access-matrix";

const people = { stranger: "/login", operator: "/login" } as const;

/** Whoever may see the account's money: everybody else is told which permission is missing. */
const finance = (at: string, outcomes: Row["expect"] = {}): Row => ({
  at,
  expect: {
    ...people,
    ...{ all: 200, "sub-account": 403, "delegated-admin": 403, "other account's sub-account": 403 },
    ...outcomes,
  },
});
const everybody = (at: string): Row => ({ at, expect: { all: 200, ...people } });
const nobody = (at: string): Row => ({ at, expect: { all: 404, ...people } });
/** A sub-account of harbor's: another's is not there, whoever asks without its finance policy. */
const ofBo = (at: string): Row => ({ at, expect: { all: 404, ...people, "root user": 200, finance: 200 } });

/** The months of a new demo are empty: what a bill of one that is not shows is in finance.spec. */
export const financeAccess: Record<string, Row[]> = {
  "/wallet": [finance("/wallet"), finance("/wallet?cursor=junk&size=7")],
  "/spend": [everybody("/spend")],
  "/bills": [finance("/bills"), finance("/bills?view=restated")],
  "/bills/check": [everybody("/bills/check")],
  // A month that no books know of is not there; who may not see bills at all is told so first.
  "/bills/[month]": ["1999-01", "2031-13", "no-month"].map((month) =>
    finance(`/bills/${month}`, { finance: 404, "root user": 404, "other account's root user": 404 }),
  ),
  "/bills/[month]/[name]": [nobody("/bills/2001-01/bo"), nobody("/bills/2001-01/nobody-here")],
  "/transactions": [
    finance("/transactions"),
    finance("/transactions?kind=usage&name=nobody-here&from=2026-01-01&until=junk&min=x&cursor=junk"),
  ],
  "/charges": [
    everybody("/charges"),
    everybody("/charges?month=junk&sku=%27&day=junk&cursor=junk"),
    everybody("/charges?resource=acs%3Acompute%3Aeu-1%3A1000000000000000%3Ainstance%2Fi-1"),
    everybody("/charges?resource=%27"),
    ofBo("/charges?name=bo"),
    nobody("/charges?name=nobody-here"),
    finance("/charges?settlement=1"),
    finance("/charges?name=~"),
  ],
  "/charges/[month]/[id]": [
    nobody("/charges/2026-01/999999999"),
    nobody("/charges/2026-01/malformed"),
    nobody("/charges/no-month/1"),
  ],
};
