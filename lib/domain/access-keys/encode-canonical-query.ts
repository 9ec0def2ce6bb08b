import "server-only";
import type { Pair } from "./signed-request-schema";

/** RFC 3986: unreserved characters stay, all other bytes become `%XX` in upper case. */
export function encodeStrictly(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** `name=value` joined by `&`, encoded, sorted by the bytes of the name; an empty value keeps its `=`. */
export function encodeCanonicalQuery(pairs: readonly Pair[]): string {
  return pairs
    .map(([name, value]) => [encodeStrictly(name), encodeStrictly(value)] as const)
    .sort(([left, leftValue], [right, rightValue]) =>
      left === right ? compare(leftValue, rightValue) : compare(left, right),
    )
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

const compare = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);

const hidden = /^(?:Password|OldPassword|NewPassword|AuthenticationCode[12]|SecurityToken)$/;

/** The same pairs as they may be shown: clients debug with what we signed, and it travels through logs. */
export function maskPairs(pairs: readonly Pair[]): Pair[] {
  return pairs.map(([name, value]) => (hidden.test(name) ? [name, "***"] : [name, value]));
}
