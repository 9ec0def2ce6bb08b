import type { Row } from "./access-matrix";

/** AliyunRAMFullAccess manages sub-accounts, not machines: a delegated admin sees what it may log in to itself. */
const managers = (at: string): Row => ({
  at,
  expect: {
    ...{ all: 200, stranger: "/login", operator: "/login" },
    ...{ "sub-account": 403, finance: 403, "delegated-admin": 403, "other account's sub-account": 403 },
  },
});
const nowhere = (at: string): Row => ({ at, expect: { all: 404, stranger: "/login", operator: "/login" } });
const harbors = (at: string): Row => ({ at, expect: { ...nowhere(at).expect, "root user": 200 } });
const everybody = (at: string): Row => ({ at, expect: { all: 200, stranger: "/login", operator: "/login" } });
const desk = (at: string, outcome = 200): Row => ({ at, expect: { all: "/operator/login", operator: outcome } });

/** The demo's harbor has the server `gpu-cluster`. */
export const serverAccess: Record<string, Row[]> = {
  "/servers": [everybody("/servers"), everybody("/servers?cursor=junk")],
  "/servers/new": [managers("/servers/new")],
  ...Object.fromEntries(
    ["", "/install", "/edit"].map((part) => [
      `/servers/[name]${part}`,
      [
        harbors(`/servers/gpu-cluster${part}`),
        nowhere(`/servers/nowhere${part}`),
        nowhere(`/servers/No%20Name${part}`),
      ],
    ]),
  ),
  "/operator/servers": [desk("/operator/servers")],
  "/operator/servers/new": [desk("/operator/servers/new")],
  "/operator/servers/in/[account]/[name]": [
    desk("/operator/servers/in/harbor/nowhere", 404),
    // The account's own: operators know of theirs alone.
    desk("/operator/servers/in/harbor/gpu-cluster", 404),
    desk("/operator/servers/in/nobody/nowhere", 404),
  ],
};
