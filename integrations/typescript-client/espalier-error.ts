/** A place of the request that is wrong, by JSON pointer. */
export interface FieldFault {
  pointer: string;
  detail: string;
}

interface Refusal {
  status: number;
  code: string;
  detail: string;
  reason?: string | undefined;
  requestId?: string | undefined;
  errors?: readonly FieldFault[] | undefined;
  retryAfterMs?: number | undefined;
  cause?: unknown;
}

/**
 * Whatever Espalier refuses (RFC 9457), and what never arrived: programs test `code`. Three codes are this library's
 * own: `unreachable` (the call was never sent), `no-answer` (it may have been carried out) and `unexpected-answer`.
 */
export class EspalierError extends Error {
  override readonly name = "EspalierError";
  /** 0: there was no answer. */
  readonly status: number;
  readonly code: string;
  readonly reason: string | undefined;
  /** Finds the call in Espalier's log. */
  readonly requestId: string | undefined;
  readonly errors: readonly FieldFault[];
  readonly retryAfterMs: number | undefined;

  constructor({ status, code, detail, reason, requestId, errors = [], retryAfterMs, cause }: Refusal) {
    super(`${code}: ${detail}`, { cause });
    this.status = status;
    this.code = code;
    this.reason = reason;
    this.requestId = requestId;
    this.errors = errors;
    this.retryAfterMs = retryAfterMs;
  }

  /** Nothing is wrong with the call: the same may succeed later. */
  get isTemporary(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** The answer to a call that failed, as the one error there is. */
export async function errorOf(response: Response): Promise<EspalierError> {
  const { status, headers } = response;
  const retryAfterMs = readRetryAfter(headers.get("retry-after"));
  const text = await response.text().catch(() => "");
  if (headers.get("content-type")?.startsWith("application/problem+json")) {
    try {
      const problem = JSON.parse(text);
      if (typeof problem.code === "string") return new EspalierError({ ...problem, status, retryAfterMs });
    } catch {
      // Cut off on its way: told below as what it is.
    }
  }
  return new EspalierError({
    ...{ status, retryAfterMs, code: "unexpected-answer" },
    detail: `${status} ${text.slice(0, 200)}`.trim(),
  });
}

/** Seconds or a date, as HTTP has both. */
function readRetryAfter(text: string | null): number | undefined {
  if (text === null) return undefined;
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
