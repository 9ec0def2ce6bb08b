import "server-only";
import { DomainError } from "@/lib/foundation/errors";
import type { Actor, Context, PlatformActor, PlatformContext } from "./context";
import type { StepUpPurpose } from "./step-up-purposes";

/** People at a browser. Signed calls, jobs and the host's command line have no one to ask: their policy decides. */
function isPerson(actor: Actor | PlatformActor): boolean {
  if (actor.type === "operator") return actor.operatorId !== null;
  return actor.type === "root-user" || actor.type === "sub-account";
}

/**
 * Asserts that the person who acts has proved for this purpose, in the last five minutes, who it is. Throws
 * `step-up-required`, which the console answers with the page that asks. An act that cannot be undone calls
 * `spendStepUp` in its transaction as well.
 */
export function requireStepUp(allowed: Context | PlatformContext, purpose: StepUpPurpose): void {
  if (!isPerson(allowed.actor) || allowed.stepUp.has(purpose)) return;
  throw new DomainError("step-up-required", "session", { details: { purpose } });
}
