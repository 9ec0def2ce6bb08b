import "server-only";
import * as z from "zod";
import { DomainError, type ErrorCode } from "@/lib/foundation/errors";
import { logger } from "@/lib/foundation/logger";
import { sayError } from "@/lib/foundation/say-error";

/** RFC 9457. `type` leads to the table in our own documentation. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().describe("One of a closed list; programs test this."),
    reason: z.string().optional().describe("Which of the ways to fail with this code."),
    requestId: z.string(),
    errors: z
      .array(z.object({ pointer: z.string().describe("JSON pointer into the request"), detail: z.string() }))
      .optional(),
  })
  .meta({ id: "Problem" });
type Problem = z.infer<typeof Problem>;

/** Every code speaks here: a new one does not compile until it does. */
export const problemTable: Record<ErrorCode, { status: number; title: string }> = {
  "invalid-input": { status: 400, title: "The request cannot be used" },
  unauthenticated: { status: 401, title: "No valid service key" },
  "step-up-required": { status: 403, title: "Only a person can do this" },
  forbidden: { status: 403, title: "Not allowed" },
  "not-found": { status: 404, title: "No such thing" },
  "already-exists": { status: 409, title: "It exists already" },
  conflict: { status: 409, title: "Something is in the way" },
  "limit-reached": { status: 409, title: "A limit is reached" },
  "invalid-state": { status: 409, title: "Not in this state" },
  "insufficient-balance": { status: 402, title: "The wallet does not cover it" },
  "rate-limited": { status: 429, title: "Too many calls" },
  unavailable: { status: 503, title: "Not available right now" },
  internal: { status: 500, title: "A fault of ours" },
};

/** Faults of the HTTP request itself, before any verb is reached. */
export const requestFaults = {
  "not-acceptable-body": { status: 415, title: "Another media type is needed" },
  "body-too-large": { status: 413, title: "The body is too large" },
  "no-such-route": { status: 404, title: "No such route" },
  "method-not-allowed": { status: 405, title: "Another method is needed" },
} as const;

export class RequestFault extends Error {
  override readonly name = "RequestFault";
  readonly fault: keyof typeof requestFaults;

  constructor(fault: keyof typeof requestFaults, detail: string) {
    super(detail);
    this.fault = fault;
  }
}

const typeOf = (code: string) => `/api/platform/v1/docs#${code}`;

/** The answer to anything that was thrown; unknown errors tell nothing but the request's id. */
export function problemOf(error: unknown, requestId: string): Response {
  if (error instanceof RequestFault) {
    const { status, title } = requestFaults[error.fault];
    const code = error.fault;
    return answer({ type: typeOf(code), title, status, detail: error.message, code, requestId });
  }
  if (error instanceof z.ZodError) return invalid(error, requestId);
  const known = error instanceof DomainError ? error : new DomainError("internal", "request", { cause: error });
  if (known.code === "internal") logger.error({ err: error, requestId }, "a platform call failed");
  const { status, title } = problemTable[known.code];
  const problem: Problem = {
    type: typeOf(known.code),
    title,
    status,
    detail: sayError(known),
    code: known.code,
    requestId,
  };
  if (known.reason) problem.reason = known.reason;
  const field = known.details.field;
  if (field) problem.errors = [{ pointer: `/${field}`, detail: problem.detail }];
  const { seconds } = known.details;
  return answer(problem, known.code === "unauthenticated", seconds ?? (status === 503 ? 5 : undefined));
}

function invalid(error: z.ZodError, requestId: string): Response {
  const { status, title } = problemTable["invalid-input"];
  const errors = error.issues.slice(0, 50).map(({ path, message }) => ({
    pointer: `/${path.map((part) => String(part).replaceAll("~", "~0").replaceAll("/", "~1")).join("/")}`,
    detail: message,
  }));
  const code = "invalid-input";
  return answer({ type: typeOf(code), title, status, detail: errors[0]?.detail ?? title, code, requestId, errors });
}

function answer(problem: Problem, challenge = false, retryAfter?: string | number): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: {
      "Content-Type": "application/problem+json",
      "Cache-Control": "no-store",
      "X-Request-Id": problem.requestId,
      ...(challenge && { "WWW-Authenticate": 'Bearer realm="espalier"' }),
      ...(retryAfter !== undefined && { "Retry-After": String(retryAfter) }),
    },
  });
}
