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
