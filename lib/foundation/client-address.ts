import "server-only";
import { isIPv4 } from "node:net";
import ipaddr from "ipaddr.js";

/**
 * The address a request came from: the socket's, or what the outermost of `hops` trusted reverse proxies saw.
 * What a client wrote into X-Forwarded-For itself lies further left and is never reached.
 */
export function clientAddress(socketAddress: string, forwardedFor: string | undefined, hops: number): string {
  const seen = forwardedFor?.split(",").map((entry) => entry.trim()) ?? [];
  let address = normalize(socketAddress) ?? socketAddress;
  for (let hop = 0; hop < hops; hop++) {
    const before = normalize(seen.pop() ?? "");
    // A proxy that said nothing usable is itself the last address we can vouch for.
    if (before === undefined) break;
    address = before;
  }
  return address;
}

/** Without port and brackets; an IPv4 address in IPv6 clothes as IPv4. */
function normalize(text: string): string | undefined {
  if (isIPv4(text)) return text;
  const bare = /^\[(?<v6>[^\]]+)\](:\d+)?$/.exec(text)?.groups?.v6 ?? text.replace(/^([\d.]+):\d+$/, "$1");
  const isStrict = ipaddr.IPv4.isValidFourPartDecimal(bare) || ipaddr.IPv6.isValid(bare);
  return isStrict ? ipaddr.process(bare).toString() : undefined;
}
