import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { EspalierError, errorOf } from "./espalier-error.ts";

export interface ClientOptions {
  /** Scheme, host and port of Espalier. */
  origin: string;
  /** `espsv_…`, issued by the platform's operator. */
  serviceKey: string;
  /** Of one attempt. */
  timeoutMs?: number;
  attemptsMax?: number;
}

interface Call {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below `/api/platform/v1`. */
  path: string;
  body?: unknown;
  mediaType?: string;
  /** Whether it is harmless to send the call again when nobody knows if it was carried out. */
  repeatable: boolean;
}

export type Send = <T>(call: Call) => Promise<T>;

const firstPauseMs = 150;
/** Whoever is told to wait longer decides for themselves: the error says how long. */
const pauseMsMax = 10_000;

/** Sends calls with the service key, each attempt within its time, again where that is safe and may help. */
export function createTransport({ origin, serviceKey, timeoutMs = 5_000, attemptsMax = 4 }: ClientOptions): Send {
  const base = new URL("/api/platform/v1", origin).href;

  async function attempt<T>({ method, path, body, mediaType = "application/json" }: Call): Promise<T> {
    const headers: Record<string, string> = { authorization: `Bearer ${serviceKey}`, accept: "application/json" };
    if (body !== undefined) headers["content-type"] = mediaType;
    let response: Response;
    try {
      response = await fetch(`${base}${path}`, {
        method,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
        // The key goes to the origin that was configured and nowhere else.
        redirect: "error",
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (response.ok) return (await response.json()) as T;
    } catch (cause) {
      throw withoutAnswer(cause, timeoutMs);
    }
    throw await errorOf(response);
  }

  return async (call) => {
    for (let count = 1; ; count++) {
      try {
        return await attempt(call);
      } catch (error) {
        if (!(error instanceof EspalierError) || count >= attemptsMax || !mayRepeat(error, call)) throw error;
        const pauseMs = error.retryAfterMs ?? randomInt(firstPauseMs / 2, firstPauseMs) * 2 ** count;
        if (pauseMs > pauseMsMax) throw error;
        await sleep(pauseMs);
      }
    }
  };
}

/** 429 and 503 say that the call was not begun; after anything else only a repeatable call is sent again. */
function mayRepeat({ code, status, isTemporary }: EspalierError, { repeatable }: Call): boolean {
  return repeatable ? isTemporary : code === "unreachable" || status === 429 || status === 503;
}

const neverConnected = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

function withoutAnswer(cause: unknown, timeoutMs: number): EspalierError {
  const inner = (cause as { cause?: { code?: unknown; message?: unknown } }).cause;
  const code = neverConnected.has(String(inner?.code)) ? "unreachable" : "no-answer";
  const isLate = cause instanceof Error && cause.name === "TimeoutError";
  const detail = isLate ? `nothing within ${timeoutMs} ms` : String(inner?.code ?? inner?.message ?? cause);
  return new EspalierError({ status: 0, code, detail, cause });
}
