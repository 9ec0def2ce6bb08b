import "server-only";
import { lookup } from "node:dns/promises";
import { type ClientRequest, request as requestPlain } from "node:http";
import { request as requestSecure } from "node:https";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { isLoopbackHost } from "./loopback";

/** Where a request may not go: decided after the name was resolved, before anything is sent. */
export class OutboundRefused extends Error {
  override readonly name = "OutboundRefused";
  readonly reason: "private-address" | "plain-http" | "unknown-host";

  constructor(reason: OutboundRefused["reason"]) {
    super(reason);
    this.reason = reason;
  }
}

export interface OutboundAnswer {
  status: number;
  /** Its beginning, as text. */
  body: string;
}

interface OutboundPost {
  headers: Readonly<Record<string, string>>;
  body: string;
  /** Private and loopback addresses too, and plain HTTP; link-local ones, where clouds keep their metadata, never. */
  mayReachPrivate: boolean;
  timeoutMs?: number;
}

const answerBytesMax = 1_024;
const privateRanges = new Set(["private", "loopback", "uniqueLocal", "carrierGradeNat"]);

/**
 * Posts to an address that somebody else chose. The name is resolved once, every address of it is judged, and the
 * connection goes to the one that was judged. Redirects are not followed. Throws `OutboundRefused`, or the error of a
 * connection that failed or took too long.
 */
export async function postOutbound(address: string, post: OutboundPost): Promise<OutboundAnswer> {
  const { mayReachPrivate, timeoutMs = 5_000 } = post;
  const refusal = refusalOf(address, mayReachPrivate);
  if (refusal) throw new OutboundRefused(refusal);
  const url = new URL(address);
  const signal = AbortSignal.timeout(timeoutMs);
  const target = await resolveTarget(url, mayReachPrivate, signal);
  return send(url, target, post, signal);
}

/** Why an address is out of reach whatever its name resolves to; undefined where only a call can tell. */
export function refusalOf(address: string, mayReachPrivate: boolean): OutboundRefused["reason"] | undefined {
  const { protocol, hostname } = new URL(address);
  if (protocol !== "https:" && !mayReachPrivate) return "plain-http";
  const bare = bareOf(hostname);
  const isNear = ipaddr.isValid(bare) ? !isReachable(bare, mayReachPrivate) : !mayReachPrivate && isLoopbackHost(bare);
  return isNear ? "private-address" : undefined;
}

const bareOf = (hostname: string) => hostname.replace(/^\[|\]$/g, "");

interface Target {
  address: string;
  family: number;
}

async function resolveTarget({ hostname }: URL, mayReachPrivate: boolean, signal: AbortSignal): Promise<Target> {
  const bare = bareOf(hostname);
  const found = ipaddr.isValid(bare)
    ? [{ address: bare, family: ipaddr.parse(bare).kind() === "ipv6" ? 6 : 4 }]
    : await Promise.race([lookup(bare, { all: true }).catch(() => []), untilAborted(signal)]);
  const [first] = found;
  if (!first) throw new OutboundRefused("unknown-host");
  // One address that may not be reached is enough: the name's owner chooses which of them is answered.
  if (!found.every(({ address }) => isReachable(address, mayReachPrivate)))
    throw new OutboundRefused("private-address");
  return first;
}

function isReachable(address: string, mayReachPrivate: boolean): boolean {
  const range = ipaddr.process(address).range();
  return range === "unicast" || (mayReachPrivate && privateRanges.has(range));
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
}

function send(url: URL, { address, family }: Target, { headers, body }: OutboundPost, signal: AbortSignal) {
  const toTarget: LookupFunction = (_host, { all }, done) =>
    all ? done(null, [{ address, family }]) : done(null, address, family);
  return new Promise<OutboundAnswer>((resolve, reject) => {
    const request: ClientRequest = (url.protocol === "https:" ? requestSecure : requestPlain)(
      url,
      {
        method: "POST",
        agent: false,
        lookup: toTarget,
        headers: { ...headers, "content-length": Buffer.byteLength(body) },
      },
      (response) => {
        const parts: Buffer[] = [];
        let size = 0;
        // The status decides; an answer that never ends, or is cut off, is kept as far as it came.
        const end = () => {
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(parts).subarray(0, answerBytesMax).toString("utf8"),
          });
          request.destroy();
        };
        response.on("data", (part: Buffer) => {
          parts.push(part);
          size += part.length;
          if (size >= answerBytesMax) end();
        });
        response.on("end", end).on("error", end).on("aborted", end);
        signal.addEventListener("abort", end, { once: true });
      },
    );
    request.on("error", reject);
    signal.addEventListener("abort", () => request.destroy(signal.reason), { once: true });
    request.end(body);
  });
}
