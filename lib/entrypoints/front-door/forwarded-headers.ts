import "server-only";
import type { IncomingHttpHeaders } from "node:http";
import { clientAddress } from "@/lib/foundation/client-address";

interface Door {
  origin: string;
  trustedProxies: number;
  /** Shows the pages' process that a request came through the door. */
  doorToken: string;
}

/** Ours to set or Next's to believe: a client that sends one of these is trying something. */
const ownPrefixes = ["x-espalier-", "x-middleware-", "x-forwarded-"];
const refused = new Set([
  "connection",
  "content-security-policy",
  "content-security-policy-report-only",
  "expect",
  "forwarded",
  "keep-alive",
  "next-resume",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "x-nonce",
  "x-real-ip",
]);

/** The headers the pages' process gets for a request: Host as it came, the way it came as we saw it. */
export function forwardedHeaders(inbound: IncomingHttpHeaders, socketAddress: string, door: Door): IncomingHttpHeaders {
  const kept = Object.entries(inbound).filter(
    ([name]) => !refused.has(name) && !ownPrefixes.some((prefix) => name.startsWith(prefix)),
  );
  const forwardedFor = inbound["x-forwarded-for"];
  return {
    ...Object.fromEntries(kept),
    "x-forwarded-for": clientAddress(
      socketAddress,
      Array.isArray(forwardedFor) ? forwardedFor.join(",") : forwardedFor,
      door.trustedProxies,
    ),
    "x-forwarded-proto": new URL(door.origin).protocol.slice(0, -1),
    "x-forwarded-host": inbound.host,
    "x-espalier-door": door.doorToken,
  };
}
