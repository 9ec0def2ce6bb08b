import type { Row } from "./access-matrix";

/** Whoever administers: everybody else is told so, but learns of no group and no policy of the account. */
const administrators = (at: string): Row => ({
  at,
  expect: {
    ...{ all: 200, stranger: "/login", operator: "/login" },
    ...{ "sub-account": 403, finance: 403, "other account's sub-account": 403 },
  },
});
const nowhere = (at: string): Row => ({ at, expect: { all: 404, stranger: "/login", operator: "/login" } });

/** Policies, groups and what a sub-account holds. The demo has none of its own: other accounts' are in policies.spec. */
export const policyAccess: Record<string, Row[]> = {
  "/policies": [administrators("/policies"), administrators("/policies?type=Custom&cursor=junk")],
  "/policies/new": [administrators("/policies/new")],
  "/policies/[type]/[name]": [
    administrators("/policies/system/AliyunRAMFullAccess"),
    administrators("/policies/system/AliyunRAMFullAccess?version=junk"),
    nowhere("/policies/custom/nobody-here"),
    nowhere("/policies/neither/AliyunRAMFullAccess"),
    nowhere("/policies/custom/No%20Name"),
  ],
  ...Object.fromEntries(
    ["edit", "delete"].map((verb) => [
      `/policies/[type]/[name]/${verb}`,
      [nowhere(`/policies/custom/nobody-here/${verb}`), nowhere(`/policies/system/AliyunRAMFullAccess/${verb}`)],
    ]),
  ),
  "/groups": [administrators("/groups"), administrators("/groups?cursor=junk")],
  "/policies/[type]/[name]/default": [
    nowhere("/policies/custom/nobody-here/default?version=v1"),
    nowhere("/policies/system/AliyunRAMFullAccess/default?version=v1"),
  ],
  "/groups/[name]/delete": [nowhere("/groups/nobody-here/delete"), nowhere("/groups/No%20Name/delete")],
  "/groups/[name]": [nowhere("/groups/nobody-here"), nowhere("/groups/No%20Name")],
  "/sub-accounts/[name]/permissions": [
    {
      at: "/sub-accounts/bo/permissions",
      expect: { ...nowhere("").expect, "root user": 200, "delegated-admin": 200 },
    },
    // Its own: it may know what it lacks.
    {
      at: "/sub-accounts/ada/permissions?action=ram%3AGetUser&resource=junk",
      expect: {
        ...{ ...nowhere("").expect, "root user": 200, "delegated-admin": 200, "other account's root user": 200 },
        ...{ "sub-account": 403, "other account's sub-account": 403 },
      },
    },
    { at: "/sub-accounts/pip/permissions", expect: { ...nowhere("").expect, "other account's root user": 200 } },
    nowhere("/sub-accounts/nobody-here/permissions"),
  ],
};
