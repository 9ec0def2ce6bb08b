import { describe, expect, it } from "vitest";
import { buildOperator, withoutStepUp } from "@/tests/support/build-context";
import { type Context, isMfaPresent, type SecondFactorState, withoutSession } from "./context";
import { requireStepUp } from "./require-step-up";
import { stepUpPurposes } from "./step-up-purposes";

const person = (overrides: Partial<Context>) =>
  ({ ...withoutSession, actor: { type: "root-user", sessionId: null, name: "root" }, ...overrides }) as Context;
const withProof = (...stepUp: (typeof stepUpPurposes)[number][]) => person({ stepUp: new Set(stepUp) });

describe("a fresh proof", () => {
  it("is asked of a person without one, and the refusal names what for", () => {
    expect(() => requireStepUp(withProof(), "delete")).toThrow(
      expect.objectContaining({ code: "step-up-required", details: { purpose: "delete" } }),
    );
  });

  it("opens its own purpose and no other", () => {
    for (const purpose of stepUpPurposes) {
      const others = stepUpPurposes.filter((other) => other !== purpose);
      expect(() => requireStepUp(withProof(purpose), purpose)).not.toThrow();
      expect(() => requireStepUp(withProof(...others), purpose)).toThrow();
    }
  });

  it("is asked of an operator who is a person, and not of the host's command line", () => {
    const host = buildOperator({ host: true });
    const operator = withoutStepUp({ ...host, actor: { ...host.actor, operatorId: "somebody" } } as typeof host);
    expect(() => requireStepUp(operator, "operator-writes")).toThrow();
    expect(() => requireStepUp(withoutStepUp(host), "operator-writes")).not.toThrow();
  });
});

it("acs:MFAPresent is true for sessions that gave a second factor, and for nobody else", () => {
  const present = (secondFactor: SecondFactorState) => isMfaPresent(person({ secondFactor }));
  expect((["totp", "passkey", "recovery-code", "trusted-device"] as const).map(present)).not.toContain(false);
  expect((["none", "pending", "enrolment"] as const).map(present)).not.toContain(true);
});
