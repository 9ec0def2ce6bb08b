import "server-only";
import { DomainError, type ErrorCode } from "@/lib/foundation/errors";
import type { FormMessage, FormState } from "@/lib/foundation/form-state";
import { logger } from "@/lib/foundation/logger";

/** Codes whose words need nothing but the code; the others say more where the reason does. */
const keyOfCode: Record<ErrorCode, string> = {
  "invalid-input": "codes.invalid-input",
  unauthenticated: "codes.unauthenticated",
  "step-up-required": "codes.step-up-required",
  forbidden: "codes.forbidden",
  "not-found": "codes.not-found",
  "already-exists": "codes.already-exists",
  conflict: "codes.conflict",
  "limit-reached": "codes.limit-reached",
  "invalid-state": "codes.invalid-state",
  "insufficient-balance": "codes.insufficient-balance",
  "rate-limited": "codes.rate-limited",
  unavailable: "codes.unavailable",
  internal: "codes.internal",
};

/** What a refused verb tells the form it came from; anything unknown is `internal`, with the cause in the log. */
export function toFormState(
  error: unknown,
  attempt: number,
  values: Record<string, string>,
  requestId: string,
): FormState {
  const known = error instanceof DomainError ? error : new DomainError("internal", "request", { cause: error });
  if (known.code === "internal" || known.code === "unavailable") {
    logger.error({ err: error, requestId, code: known.code }, "an action failed");
  }
  const { field, ...params } = known.details;
  if (typeof field === "string" && known.reason) {
    return { attempt, values, fieldErrors: { [field]: [{ key: known.reason, params }] }, requestId };
  }
  const message: FormMessage = {
    key: known.reason ? `reasons.${known.reason}` : keyOfCode[known.code],
    params: { ...params, requestId },
  };
  return { attempt, values, fieldErrors: {}, formError: message, requestId };
}
