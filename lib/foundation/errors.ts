import "server-only";

/** The closed union of what can go wrong; every edge has a table over it, and words live only there. */
export const errorCodes = [
  "invalid-input",
  "unauthenticated",
  "step-up-required",
  "forbidden",
  "not-found",
  "already-exists",
  "conflict",
  "limit-reached",
  "invalid-state",
  "insufficient-balance",
  "rate-limited",
  "unavailable",
  "internal",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

interface ErrorDetails {
  /** A message key below `errors.reasons`: which of the ways to fail with this code. */
  reason?: string;
  /** What the words need: field, missing action, seconds to wait. Never a secret. */
  details?: Record<string, string | number>;
  cause?: unknown;
}

/** Thrown by verbs, translated by entrypoints. `noun` is a word of product.md, singular. */
export class DomainError extends Error {
  override readonly name = "DomainError";
  readonly code: ErrorCode;
  readonly noun: string;
  readonly reason: string | undefined;
  readonly details: Record<string, string | number>;

  constructor(code: ErrorCode, noun: string, { reason, details = {}, cause }: ErrorDetails = {}) {
    super(`${code}: ${noun}${reason ? ` (${reason})` : ""}`, { cause });
    this.code = code;
    this.noun = noun;
    this.reason = reason;
    this.details = details;
  }
}

/** Bad input found after parsing: the field it belongs to and the message key below `errors`. */
export function invalidField(
  noun: string,
  field: string,
  reason: string,
  words: Record<string, string | number> = {},
): DomainError {
  return new DomainError("invalid-input", noun, { reason, details: { ...words, field } });
}
