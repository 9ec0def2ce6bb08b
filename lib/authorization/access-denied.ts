import "server-only";
import { DomainError } from "@/lib/foundation/errors";
import type { AccountAction } from "./actions";
import type { Decision, PolicyRequest } from "./evaluate";

interface DecidedRequest {
  decision: Decision;
  request: PolicyRequest;
}

/**
 * A refusal with the decision behind it, for edges that explain it to those who may know. Private, so that no edge
 * tells it by writing the error out.
 */
export class AccessDenied extends DomainError {
  readonly #decided: DecidedRequest;

  constructor(code: "forbidden" | "not-found", noun: string, action: AccountAction, decided: DecidedRequest) {
    super(code, noun, { details: { action } });
    this.#decided = decided;
  }

  get decision(): Decision {
    return this.#decided.decision;
  }

  get request(): PolicyRequest {
    return this.#decided.request;
  }
}

/** What a verb was allowed to do, as the log says it. */
export type Asked = Pick<PolicyRequest, "action" | "resources">;

/** A refusal behind a policy that allowed: by a rule that no policy lifts, such as that nobody gives more than they hold. */
export class RuleRefused extends DomainError {
  readonly #asked: Asked | undefined;

  constructor(noun: string, because: { reason: string; details?: DomainError["details"] }, asked: Asked | undefined) {
    super("forbidden", noun, because);
    this.#asked = asked;
  }

  get request(): Asked | undefined {
    return this.#asked;
  }
}

/** What the log of whoever tried keeps. */
export const isRefusal = (error: unknown): error is AccessDenied | RuleRefused =>
  error instanceof AccessDenied || error instanceof RuleRefused;
