import "server-only";
import ipaddr from "ipaddr.js";

/**
 * One address or CIDR range in the spelling it is kept in: an IPv4 address in IPv6 clothes as IPv4, a range by its
 * first address. Undefined for anything else, also for short forms like `10.1`, which some programs read otherwise.
 */
export function parseAddressRange(text: string): string | undefined {
  const [address = "", length, ...rest] = text.split("/");
  if (rest.length > 0 || !isStrict(address) || (length !== undefined && !/^\d{1,3}$/.test(length))) return undefined;
  const parsed = ipaddr.process(address);
  if (length === undefined) return parsed.toString();
  // `::ffff:10.0.0.0/104` would need its length shortened along: too rare to be worth a second spelling.
  if (parsed.kind() !== ipaddr.parse(address).kind()) return undefined;
  const bits = Number(length);
  if (bits > (parsed.kind() === "ipv4" ? 32 : 128)) return undefined;
  const first =
    parsed.kind() === "ipv4"
      ? ipaddr.IPv4.networkAddressFromCIDR(`${parsed}/${bits}`)
      : ipaddr.IPv6.networkAddressFromCIDR(`${parsed}/${bits}`);
  return `${first}/${bits}`;
}

/** Whether the address lies in one of the ranges. What is no address lies in none. */
export function isWithinRanges(address: string, ranges: readonly string[]): boolean {
  if (!isStrict(address)) return false;
  const wanted = ipaddr.process(address);
  return ranges.some((range) => {
    const [network, bits] = range.includes("/") ? ipaddr.parseCIDR(range) : [ipaddr.parse(range), undefined];
    if (network.kind() !== wanted.kind()) return false;
    return wanted.match(network, bits ?? (network.kind() === "ipv4" ? 32 : 128));
  });
}

function isStrict(address: string): boolean {
  return ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address);
}
