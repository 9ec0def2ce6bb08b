import "server-only";
import { randomInt } from "node:crypto";
import { crc32 } from "node:zlib";

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const randomCharacters = 43;
const sumCharacters = 6;

/** The prefixes that secret scanners know: `esp(sk|sv)_` and 49 characters. */
export type TokenPrefix = "espsk_" | "espsv_";

/** So many random characters, and the six that say whether they were copied whole. */
function withChecksum(random: string): string {
  let rest = crc32(random);
  let sum = "";
  for (let at = 0; at < sumCharacters; at++) {
    sum = base62.charAt(rest % base62.length) + sum;
    rest = Math.floor(rest / base62.length);
  }
  return `${random}${sum}`;
}

function randomBase62(length: number): string {
  return Array.from({ length }, () => base62.charAt(randomInt(base62.length))).join("");
}

/** 256 random bits with their checksum, recognisable by their prefix wherever they leak to. */
export function newCheckedToken(prefix: TokenPrefix): string {
  return `${prefix}${withChecksum(randomBase62(randomCharacters))}`;
}

/** Whether the text can be such a token at all: what cannot be is refused before anything is looked up. */
export function isCheckedToken(prefix: TokenPrefix, text: string): boolean {
  if (!text.startsWith(prefix) || !/^[0-9A-Za-z]{49}$/.test(text.slice(prefix.length))) return false;
  const random = text.slice(prefix.length, prefix.length + randomCharacters);
  return text === `${prefix}${withChecksum(random)}`;
}
