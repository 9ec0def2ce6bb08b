import "server-only";
import { headers } from "next/headers";
import type { NextRequest } from "next/server";
import { isRefusal } from "@/lib/authorization/access-denied";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { recordRefusal } from "@/lib/domain/audit-log/record-refusal";
import { env } from "@/lib/foundation/env";
import { DomainError, type ErrorCode } from "@/lib/foundation/errors";
import { isOwnOrigin } from "./check-origin";
import { paths } from "./paths";
import { seeOther } from "./post-route";
import { resumeAnew } from "./require-context";

type Route<P> = (request: NextRequest, route: { params: Promise<P> }) => Promise<Response>;

const statusOf: Partial<Record<ErrorCode, number>> = {
  "invalid-input": 400,
  unauthenticated: 401,
  forbidden: 403,
  "not-found": 404,
  "rate-limited": 429,
  unavailable: 503,
};

function route<C extends Context | PlatformContext, P>(
  enter: () => Promise<C | undefined>,
  door: string,
  answer: (ctx: C, params: P, request: NextRequest) => Promise<Response>,
): Route<P> {
  return async (request, { params }) => {
    const reads = request.method === "GET" || request.method === "HEAD";
    const list = await headers();
    if (!reads && !isOwnOrigin(env().origin, list.get("origin"), list.get("sec-fetch-site"))) return empty(403);
    const ctx = await enter();
    if (!ctx) return reads ? empty(401) : seeOther(door);
    try {
      return await answer(ctx, await params, request);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      // What reads leaves no trace: it changed nothing, and its refusals are as many as pages.
      if (isRefusal(error) && !reads && "accountId" in ctx) await recordRefusal(ctx, error);
      return empty(statusOf[error.code] ?? 409);
    }
  };
}

/** Answers that are no pages, for somebody signed in to an account: Origin, session row, then `answer`. */
export function consoleRoute<P>(
  answer: (ctx: Context, params: P, request: NextRequest) => Promise<Response>,
): Route<P> {
  const enter = async () => {
    const resumed = await resumeAnew();
    return resumed?.kind === "account" ? resumed.ctx : undefined;
  };
  return route(enter, paths.rootDoor(), answer);
}

/** The same for an operator. */
export function operatorRoute<P>(
  answer: (ctx: PlatformContext, params: P, request: NextRequest) => Promise<Response>,
): Route<P> {
  const enter = async () => {
    const resumed = await resumeAnew();
    return resumed?.kind === "operator" ? resumed.ctx : undefined;
  };
  return route(enter, paths.operatorDoor(), answer);
}

function empty(status: number): Response {
  return new Response(null, { status, headers: { "Cache-Control": "no-store" } });
}
