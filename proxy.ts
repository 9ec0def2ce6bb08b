import { type NextRequest, NextResponse } from "next/server";
import { answerHeaders, contentSecurityPolicy } from "@/lib/entrypoints/console/answer-headers";
import { isSoundBody } from "@/lib/entrypoints/console/check-action-body";
import { isOwnOrigin } from "@/lib/entrypoints/console/check-origin";
import { env } from "@/lib/foundation/env";
import { isId, newId } from "@/lib/foundation/ids";

/** Ours or Next's to set: what a client says under these names is dropped, also where no front door stands before us. */
const strippedPrefixes = ["x-espalier-", "x-middleware-"];
const stripped = ["x-nonce", "next-resume", "content-security-policy", "content-security-policy-report-only"];

/**
 * Request id, nonce and headers, and a first look at the Origin and at the shape of a form. Decides nothing else:
 * every page, action and route checks for itself, and a test repeats the denial matrix without this file.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { doorToken, origin } = env();
  const throughDoor = doorToken === undefined || request.headers.get("x-espalier-door") === doorToken;
  if (!throughDoor) return new NextResponse(null, { status: 421 });
  const mayChange = request.method !== "GET" && request.method !== "HEAD";
  if (mayChange && !isOwnOrigin(origin, request.headers.get("origin"), request.headers.get("sec-fetch-site"))) {
    return refuse(403);
  }
  if (request.method === "POST" && !(await isSoundBody(request))) return refuse(400);
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = contentSecurityPolicy(nonce, origin, request.nextUrl.pathname);
  const headers = new Headers(request.headers);
  for (const name of [...headers.keys()]) {
    if (stripped.includes(name) || strippedPrefixes.some((prefix) => name.startsWith(prefix))) headers.delete(name);
  }
  // The door asks for the words of a refusal under the id of the request that was refused.
  const refused = doorToken === undefined ? null : request.headers.get("x-espalier-refused-request");
  const requestId = refused && isId(refused) ? refused : newId();
  headers.set("x-espalier-request-id", requestId);
  headers.set("x-espalier-path", request.nextUrl.pathname + request.nextUrl.search);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  for (const [name, value] of Object.entries(answerHeaders(origin, request.nextUrl.pathname))) {
    response.headers.set(name, value);
  }
  response.headers.set("content-security-policy", policy);
  response.headers.set("x-request-id", requestId);
  return response;
}

function refuse(status: number): NextResponse {
  const response = new NextResponse(null, { status });
  for (const [name, value] of Object.entries(answerHeaders(env().origin, "/"))) response.headers.set(name, value);
  response.headers.set("content-security-policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'");
  return response;
}
