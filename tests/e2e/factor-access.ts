import { ids } from "./access-ids";
import type { Outcome, Row } from "./access-matrix";

const ownPage = (at: string, outcomes: Row["expect"] = {}): Row => ({
  at,
  expect: { all: 200, stranger: "/login", operator: "/login", ...outcomes },
});
const operatorPage = (at: string, outcome: Outcome = 200): Row => ({
  at,
  expect: { all: "/operator/login", operator: outcome },
});

/** What stands beside one's own password: of each person for themselves, whoever they are. */
export const factorAccess: Record<string, Row[]> = {
  "/second-factor": [ownPage("/second-factor", { all: "/my-sign-in" })],
  "/operator/second-factor": [operatorPage("/operator/second-factor", "/operator/my-sign-in")],
  ...Object.fromEntries(
    ["authenticator", "passkeys/new", "recovery-codes"].flatMap((page) => [
      [`/my-sign-in/${page}`, [ownPage(`/my-sign-in/${page}`)]],
      [`/operator/my-sign-in/${page}`, [operatorPage(`/operator/my-sign-in/${page}`)]],
    ]),
  ),
  "/my-sign-in/factors/[id]/rename": [ownPage(`/my-sign-in/factors/${ids.madeUp}/rename`, { all: 404 })],
  "/operator/my-sign-in/factors/[id]/rename": [operatorPage(`/operator/my-sign-in/factors/${ids.madeUp}/rename`, 404)],
  "/my-sign-in/factors/[id]/remove": [ownPage(`/my-sign-in/factors/${ids.madeUp}/remove`, { all: 404 })],
  "/operator/my-sign-in/factors/[id]/remove": [operatorPage(`/operator/my-sign-in/factors/${ids.madeUp}/remove`, 404)],
  "/step-up/[id]": [ownPage(`/step-up/${ids.madeUp}`, { all: 404 }), ownPage("/step-up/malformed", { all: 404 })],
  "/operator/step-up/[id]": [operatorPage(`/operator/step-up/${ids.madeUp}`, 404)],
};
