import "server-only";
import ipaddr from "ipaddr.js";
import { matchesWildcards } from "./match-pattern";

/** What a request says of itself, as texts: `acs:SourceIp`, `<service>:<key>`. */
export type RequestKeys = Readonly<Record<string, string>>;
export type KeyTest = (said: string | undefined) => boolean;

/** How values of one kind are read, and how a request's value is held against a policy's. */
interface Kind<V> {
  read: (text: string) => V | undefined;
  /** What a policy writes, where that is more than one value: a range of addresses. */
  readWanted?: (text: string) => V | undefined;
  matches: (said: V, wanted: V) => boolean;
}

interface Operator {
  /** Whether a policy may write this value. */
  mayWrite: (text: string) => boolean;
  /** The test of one key: positive ones hold if any value matches, `Not` ones if none does or the key is not there. */
  compile: (wanted: readonly string[]) => KeyTest;
}

function operator<V>({ read, readWanted = read, matches }: Kind<V>, negated = false): Operator {
  return {
    mayWrite: (text) => readWanted(text) !== undefined,
    compile: (texts) => {
      const wanted = texts.map(readWanted);
      return (said) => {
        if (said === undefined) return negated;
        const value = read(said);
        if (value === undefined || wanted.includes(undefined)) return false;
        return wanted.some((one) => one !== undefined && matches(value, one)) !== negated;
      };
    },
  };
}

const same = <V>(said: V, wanted: V) => said === wanted;
const asIs = (text: string) => text;
const caseless = (text: string) => text.toLowerCase();
const like: Kind<string> = { read: asIs, matches: (said, wanted) => matchesWildcards(wanted, said) };

/** Compared digit by digit in one scale: a double would call two long numbers equal. */
const fractionDigits = 20;
function readNumber(text: string): bigint | undefined {
  const parts = /^(-?)(\d{1,40})(?:\.(\d{1,20}))?$/.exec(text);
  if (!parts) return undefined;
  const [, sign = "", whole = "", fraction = ""] = parts;
  return BigInt(`${sign}${whole}${fraction.padEnd(fractionDigits, "0")}`);
}

const isoMoment = /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d))?$/;
function readMoment(text: string): number | undefined {
  const day = isoMoment.exec(text)?.[1];
  if (!day) return undefined;
  const moment = Date.parse(text);
  // `2026-02-30` parses, as the second of March.
  const isReal = !Number.isNaN(moment) && new Date(day).toISOString().startsWith(day);
  return isReal ? moment : undefined;
}

const readFlag = (text: string) => (/^(?:true|false)$/i.test(text) ? text.toLowerCase() : undefined);

interface AddressRange {
  address: ipaddr.IPv4 | ipaddr.IPv6;
  bits: number;
}

function readAddress(text: string): AddressRange | undefined {
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !ipaddr.IPv6.isValid(text)) return undefined;
  const address = ipaddr.process(text);
  return { address, bits: address.kind() === "ipv4" ? 32 : 128 };
}

function readRange(text: string): AddressRange | undefined {
  const [written = "", length, ...rest] = text.split("/");
  if (length === undefined) return readAddress(written);
  const whole = readAddress(written);
  if (!whole || rest.length > 0 || !/^\d{1,3}$/.test(length)) return undefined;
  // An IPv4 address in IPv6 clothes counts as IPv4, its prefix too.
  const bits = Number(length) - (written.includes(":") && whole.bits === 32 ? 96 : 0);
  return bits >= 0 && bits <= whole.bits ? { address: whole.address, bits } : undefined;
}

const addresses: Kind<AddressRange> = {
  read: readAddress,
  readWanted: readRange,
  matches: ({ address }, range) =>
    address.kind() === range.address.kind() && (address as ipaddr.IPv4).match(range.address as ipaddr.IPv4, range.bits),
};

type Order = "Equals" | "NotEquals" | "LessThan" | "LessThanEquals" | "GreaterThan" | "GreaterThanEquals";

function ordered<Name extends string, V>(name: Name, read: (text: string) => V | undefined) {
  const compare: Record<Order, Operator> = {
    Equals: operator({ read, matches: same }),
    NotEquals: operator({ read, matches: same }, true),
    LessThan: operator({ read, matches: (said, wanted) => said < wanted }),
    LessThanEquals: operator({ read, matches: (said, wanted) => said <= wanted }),
    GreaterThan: operator({ read, matches: (said, wanted) => said > wanted }),
    GreaterThanEquals: operator({ read, matches: (said, wanted) => said >= wanted }),
  };
  return Object.entries(compare).map(([order, one]) => [`${name}${order}`, one] as const);
}

/** Every operator of the contract, by its name. */
export const conditionOperators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ["StringEquals", operator({ read: asIs, matches: same })],
  ["StringNotEquals", operator({ read: asIs, matches: same }, true)],
  ["StringEqualsIgnoreCase", operator({ read: caseless, matches: same })],
  ["StringNotEqualsIgnoreCase", operator({ read: caseless, matches: same }, true)],
  ["StringLike", operator(like)],
  ["StringNotLike", operator(like, true)],
  ...ordered("Numeric", readNumber),
  ...ordered("Date", readMoment),
  ["Bool", operator({ read: readFlag, matches: same })],
  ["IpAddress", operator(addresses)],
  ["NotIpAddress", operator(addresses, true)],
]);
