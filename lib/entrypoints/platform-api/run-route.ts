import "server-only";
import type { IncomingMessage } from "node:http";
import * as z from "zod";
import { isStaleAuthority } from "@/lib/foundation/sql-errors";
import { type Bearer, countStranger, enterServer, enterService, readBearer } from "./enter-caller";
import type { PlatformRoute } from "./platform-route";
import { RequestFault } from "./problem";

const bodyBytesMax = 256 * 1024;

interface Call {
  requestId: string;
  request: Request;
  incoming: IncomingMessage;
  params: Record<string, string>;
}

/** The steps of every route, in their order. Throws what `problemOf` translates. */
export async function runRoute(route: PlatformRoute, call: Call): Promise<Response> {
  const bearer = readBearer(call.requestId, call.request, call.incoming);
  try {
    return await runAs(bearer, route, call);
  } catch (error) {
    countStranger(bearer, error);
    throw error;
  }
}

async function runAs(bearer: Bearer, route: PlatformRoute, call: Call): Promise<Response> {
  const ctx = route.caller === "server" ? enterServer(bearer) : await enterService(route, bearer);
  const body = route.body ? route.body.parse(await readJson(route, call.request)) : undefined;
  const query = route.query ? route.query.parse(queryOf(call.request)) : {};
  const params = route.params ? route.params.parse(call.params) : {};
  const more = { query, params };
  const result = await onceMoreWhenStale(() => route.handle(ctx, body, more));
  const headers = { "Cache-Control": "no-store", "X-Request-Id": call.requestId };
  if (route.plain) {
    return new Response(String(result), { headers: { ...headers, "Content-Type": "text/plain; charset=utf-8" } });
  }
  return route.respond === 204
    ? new Response(null, { status: 204, headers })
    : Response.json(result, { status: route.respond, headers });
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
    // PostgreSQL stores neither NUL nor half a surrogate pair. In UTF-8 only an escape can say them.
    if (!/\\u(?:0000|d[89a-f])/i.test(text)) return JSON.parse(text);
    return JSON.parse(text, (name, value) => {
      wellFormed(name);
      return typeof value === "string" ? wellFormed(value) : value;
    });
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
