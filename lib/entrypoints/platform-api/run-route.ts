import "server-only";
import type { IncomingMessage } from "node:http";
import * as z from "zod";
import type { PlatformContext } from "@/lib/authorization/context";
import { resumeServiceKey } from "@/lib/domain/service-keys/resume-service-key";
import { clientAddress } from "@/lib/foundation/client-address";
import { env } from "@/lib/foundation/env";
import { DomainError } from "@/lib/foundation/errors";
import { RateLimiter } from "@/lib/foundation/rate-limiter";
import { isStaleAuthority } from "@/lib/foundation/sql-errors";
import type { PlatformRoute } from "./platform-route";
import { RequestFault } from "./problem";

const callsOfKey = new RateLimiter({ limit: 2_000, seconds: 1 });
const strangersOfAddress = new RateLimiter({ limit: 60, seconds: 60 });
const bodyBytesMax = 256 * 1024;

interface Call {
  requestId: string;
  request: Request;
  incoming: IncomingMessage;
  params: Record<string, string>;
}

/** The steps of every route, in their order. Throws what `problemOf` translates. */
export async function runRoute(route: PlatformRoute, call: Call): Promise<Response> {
  const ctx = await enterService(route, call);
  const body = route.body ? route.body.parse(await readJson(route, call.request)) : undefined;
  const query = route.query ? route.query.parse(queryOf(call.request)) : {};
  const params = route.params ? route.params.parse(call.params) : {};
  const more = { query, params };
  const result = await onceMoreWhenStale(() => route.handle(ctx, body, more));
  const headers = { "Cache-Control": "no-store", "X-Request-Id": call.requestId };
  return route.respond === 204
    ? new Response(null, { status: 204, headers })
    : Response.json(result, { status: route.respond, headers });
}

/** Who the bearer is, read anew; the failures of one address are counted, so that keys cannot be guessed at leisure. */
async function enterService(route: PlatformRoute, { requestId, request, incoming }: Call): Promise<PlatformContext> {
  const now = new Date();
  const ip = addressOf(incoming);
  const refusedSeconds = strangersOfAddress.waitOf(ip, now.getTime());
  if (refusedSeconds > 0) throw tooMany(refusedSeconds);
  const [, token = ""] = /^Bearer ([0-9A-Za-z_]{1,128})$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  const facts = { ip, userAgent: (request.headers.get("user-agent") ?? "").slice(0, 256) };
  const resumed = token ? await resumeServiceKey(token, { requestId, now, facts }) : undefined;
  if (!resumed) {
    strangersOfAddress.take(ip, now.getTime());
    throw new DomainError("unauthenticated", "service-key", { reason: "serviceKeyWrong" });
  }
  const { ctx, scopes } = resumed;
  const seconds = callsOfKey.take(ctx.actorKey, now.getTime());
  if (seconds > 0) throw tooMany(seconds);
  if (route.scope !== null && !scopes.includes(route.scope)) {
    throw new DomainError("forbidden", "service-key", { reason: "scopeMissing", details: { scope: route.scope } });
  }
  return ctx;
}

function tooMany(seconds: number): DomainError {
  return new DomainError("rate-limited", "attempt", { reason: "waitSeconds", details: { seconds } });
}

function addressOf({ socket, headers }: IncomingMessage): string {
  const forwarded = headers["x-forwarded-for"];
  return clientAddress(
    socket.remoteAddress ?? "",
    Array.isArray(forwarded) ? forwarded.join(",") : forwarded,
    env().trustedProxies,
  );
}

async function readJson(
  { mediaType = "application/json", bodyBytesMax: max = bodyBytesMax }: PlatformRoute,
  request: Request,
) {
  const type = (request.headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase();
  const types: readonly string[] = [mediaType].flat();
  if (!types.includes(type ?? "")) {
    throw new RequestFault("not-acceptable-body", `Send the body as ${types.join(" or ")}.`);
  }
  const tooLarge = () => new RequestFault("body-too-large", `Send at most ${max} bytes.`);
  if (Number(request.headers.get("content-length") ?? 0) > max) throw tooLarge();
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.length;
    if (size > max) throw tooLarge();
    parts.push(part);
  }
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(parts));
    // PostgreSQL stores neither NUL nor half a surrogate pair, and no value of ours has them.
    return JSON.parse(text, (_, value) => (typeof value === "string" ? wellFormed(value) : value));
  } catch (cause) {
    if (cause instanceof z.ZodError) throw cause;
    throw new z.ZodError([{ code: "custom", path: [], message: "Not JSON in UTF-8.", input: undefined }]);
  }
}

function wellFormed(text: string): string {
  if (text.isWellFormed() && !text.includes("\0")) return text;
  throw new z.ZodError([
    { code: "custom", path: [], message: "NUL and half surrogates are refused.", input: undefined },
  ]);
}

function queryOf(request: Request): Record<string, string> {
  const query: Record<string, string> = {};
  for (const [name, value] of new URL(request.url).searchParams) {
    if (name in query) {
      throw new z.ZodError([{ code: "custom", path: [name], message: "Given twice.", input: undefined }]);
    }
    query[name] = wellFormed(value);
  }
  return query;
}

/** The account's authority changed between the decision and the transaction: decide again, once. */
async function onceMoreWhenStale<R>(run: () => R | Promise<R>): Promise<R> {
  try {
    return await run();
  } catch (error) {
    if (isStaleAuthority(error)) return run();
    throw error;
  }
}
