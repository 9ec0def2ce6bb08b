import "server-only";
import type { IncomingMessage } from "node:http";
import type { PlatformContext, RequestFacts } from "@/lib/authorization/context";
import { recordRefusedServiceCall } from "@/lib/domain/audit-log/record-refused-service-call";
import { resumeServiceKey } from "@/lib/domain/service-keys/resume-service-key";
import { clientAddress } from "@/lib/foundation/client-address";
import { isCredential } from "@/lib/foundation/credential-format";
import { env } from "@/lib/foundation/env";
import { DomainError } from "@/lib/foundation/errors";
import { RateLimiter } from "@/lib/foundation/rate-limiter";
import { hashToken } from "@/lib/foundation/tokens";
import type { PlatformRoute, ServerCall } from "./platform-route";

const callsOfKey = new RateLimiter({ limit: 2_000, seconds: 1 });
/** One credential may be a whole group's: a storm of logins on all of it still fits. */
const callsOfServer = new RateLimiter({ limit: 300, seconds: 10 });
const strangersOfAddress = new RateLimiter({ limit: 60, seconds: 60 });

export interface Bearer {
  requestId: string;
  now: Date;
  facts: RequestFacts;
  token: string;
}

/** Who says to be calling. The failures of one address are counted, so that keys cannot be guessed at leisure. */
export function readBearer(requestId: string, request: Request, incoming: IncomingMessage): Bearer {
  const now = new Date();
  const ip = addressOf(incoming);
  const seconds = strangersOfAddress.waitOf(ip, now.getTime());
  if (seconds > 0) throw tooMany(seconds);
  const [, token = ""] = /^Bearer ([0-9A-Za-z_]{1,128})$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  const facts = { ip, userAgent: (request.headers.get("user-agent") ?? "").slice(0, 256) };
  return { requestId, now, facts, token };
}

export function countStranger({ facts, now }: Bearer, error: unknown): void {
  if (error instanceof DomainError && error.code === "unauthenticated")
    strangersOfAddress.take(facts.ip, now.getTime());
}

/** Which service the bearer is, read anew, and whether it may call this route; that it may not stands in the log. */
export async function enterService(route: PlatformRoute, { token, ...request }: Bearer): Promise<PlatformContext> {
  const resumed = token ? await resumeServiceKey(token, request) : undefined;
  if (!resumed) throw new DomainError("unauthenticated", "service-key", { reason: "serviceKeyWrong" });
  const { ctx, scopes } = resumed;
  const seconds = callsOfKey.take(ctx.actorKey, request.now.getTime());
  if (seconds > 0) throw tooMany(seconds);
  if (route.scope !== null && !scopes.includes(route.scope)) {
    const call = `${route.method.toUpperCase()} ${route.path}`;
    await recordRefusedServiceCall(ctx, { call, code: "scopeMissing" });
    throw new DomainError("forbidden", "service-key", { reason: "scopeMissing", details: { scope: route.scope } });
  }
  return ctx;
}

/** A server's credential, counted; whose it is the verb finds in the same transaction as its answer. */
export function enterServer({ token: credential, ...request }: Bearer): ServerCall {
  if (!isCredential("server", credential)) throw strangeServer();
  const seconds = callsOfServer.take(hashToken(credential), request.now.getTime());
  if (seconds > 0) throw tooMany(seconds);
  return { ...request, credential };
}

export function strangeServer(): DomainError {
  return new DomainError("unauthenticated", "server", { reason: "serverCredentialWrong" });
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
