import "server-only";
import { type LookupAddress, type LookupAllOptions, lookup } from "node:dns";
import { request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";
import { isLoopbackHost } from "./loopback";
import { assertOutsideTransaction } from "./outside-transaction";

interface OutboundRules {
  /** Host names, as configured, that may be called at all. */
  hosts: readonly string[];
  /** Those among them that may stand at a private address; a loopback name that is configured says so itself. */
  privateHosts?: readonly string[];
  limits?: Partial<OutboundLimits>;
  /** Who turns a name into addresses; the system's resolver unless a test stands in for it. */
  resolve?: Resolve;
}

type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

interface OutboundLimits {
  /** For the whole call, name resolution included. */
  milliseconds: number;
  responseBytes: number;
  /** After so many failed calls in a row none is made for so long. */
  breakerFailures: number;
  breakerMilliseconds: number;
}

interface OutboundRequest {
  headers: Record<string, string>;
  body: string;
}

interface OutboundResponse {
  status: number;
  body: string;
}

export interface OutboundClient {
  post(url: string, request: OutboundRequest): Promise<OutboundResponse>;
}

class OutboundError extends Error {
  override readonly name = "OutboundError";
  readonly reason: "host" | "address" | "redirect" | "too-large" | "timeout" | "connection" | "resting";

  constructor(reason: OutboundError["reason"], cause?: unknown) {
    super(`The call to the outside was refused or failed: ${reason}.`, { cause });
    this.reason = reason;
  }
}

const defaults: OutboundLimits = {
  milliseconds: 5000,
  responseBytes: 64 * 1024,
  breakerFailures: 5,
  breakerMilliseconds: 30_000,
};

/**
 * The only way out (security.md §1.13): configured hosts, addresses checked after resolution and used as checked, TLS
 * verified, no redirects, bounded in time and size, and a host that keeps failing is left in peace for a while.
 */
export function outboundClient({ hosts, privateHosts = [], limits, resolve = lookup }: OutboundRules): OutboundClient {
  const bounds = { ...defaults, ...limits };
  let failures = 0;
  let restingUntil = 0;

  return {
    async post(target, request) {
      assertOutsideTransaction("a call to the outside");
      const url = new URL(target);
      if (!hosts.includes(url.hostname)) throw new OutboundError("host");
      const loopback = isLoopbackHost(url.hostname);
      if (url.protocol !== "https:" && !(url.protocol === "http:" && loopback)) throw new OutboundError("host");
      if (Date.now() < restingUntil) throw new OutboundError("resting");
      const reach: Reach = loopback ? "loopback" : privateHosts.includes(url.hostname) ? "private" : "public";
      try {
        const response = await call(url, request, { ...bounds, lookup: checkedLookup(resolve, reach), reach });
        if (response.status >= 500) throw new OutboundError("connection", `status ${response.status}`);
        failures = 0;
        return response;
      } catch (error) {
        failures += 1;
        if (failures >= bounds.breakerFailures) restingUntil = Date.now() + bounds.breakerMilliseconds;
        throw error instanceof OutboundError ? error : new OutboundError("connection", error);
      }
    },
  };
}

type Reach = "public" | "private" | "loopback";

interface CallBounds extends OutboundLimits {
  lookup: LookupFunction;
  reach: Reach;
}

function call(url: URL, { headers, body }: OutboundRequest, { lookup, reach, ...bounds }: CallBounds) {
  const { promise, resolve, reject } = Promise.withResolvers<OutboundResponse>();
  const literal = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(literal) && !mayReach(literal, reach)) return Promise.reject(new OutboundError("address"));
  const signal = AbortSignal.timeout(bounds.milliseconds);
  const send = url.protocol === "https:" ? tlsRequest : plainRequest;
  const outgoing = send(url, {
    method: "POST",
    headers: { ...headers, "content-length": Buffer.byteLength(body) },
    // A socket of its own: a kept one was opened to an address that nobody checked for this call.
    agent: false,
    lookup,
    signal,
  });
  outgoing.on("error", (error) => reject(signal.aborted ? new OutboundError("timeout", error) : error));
  outgoing.on("response", (response) => {
    const status = response.statusCode ?? 0;
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = (reason: OutboundError["reason"], cause?: unknown) => {
      reject(new OutboundError(reason, cause));
      outgoing.destroy();
    };
    if (status >= 300 && status < 400) return stop("redirect");
    response.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > bounds.responseBytes) stop("too-large");
      else chunks.push(chunk);
    });
    response.on("error", (error) => stop(signal.aborted ? "timeout" : "connection", error));
    response.on("end", () => resolve({ status, body: Buffer.concat(chunks).toString("utf8") }));
  });
  outgoing.end(body);
  return promise;
}

/** The socket connects to exactly the addresses that were looked at; one that is forbidden spoils them all. */
function checkedLookup(resolve: Resolve, reach: Reach): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, "");
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => mayReach(address, reach))) {
        return callback(new OutboundError("address"), "");
      }
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

const privateRanges = ["private", "uniqueLocal", "carrierGradeNat"];

/** Link-local addresses, where clouds keep their metadata, are out of reach whatever is configured. */
function mayReach(address: string, reach: Reach): boolean {
  const range = ipaddr.process(address).range();
  if (reach === "loopback") return range === "loopback";
  return range === "unicast" || (reach === "private" && privateRanges.includes(range));
}
