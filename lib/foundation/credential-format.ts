import "server-only";
import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const checksumLength = 6;

/**
 * Credentials that a program carries: a prefix that secret scanners know, random base62, and six base62 digits of the
 * CRC-32 of the random part, so that a mistyped or made-up one is told from a real one without looking anything up.
 */
export const credentialKinds = {
  /** RAM's shape; not secret. */
  "access-key-id": { prefix: "LTAI", randomLength: 14 },
  /** 43 base62 digits hold 256 bits. */
  "access-key-secret": { prefix: "espsk_", randomLength: 43 },
  server: { prefix: "espsrv_", randomLength: 43 },
  "service-key": { prefix: "espsv_", randomLength: 43 },
} as const;

type CredentialKind = keyof typeof credentialKinds;

export function newCredential(kind: CredentialKind): string {
  const { prefix, randomLength } = credentialKinds[kind];
  const random = randomText(randomLength);
  return `${prefix}${random}${checksumOf(random)}`;
}

/** Right prefix, length, alphabet and checksum: nothing else can be a credential that was ever issued. */
export function isCredential(kind: CredentialKind, text: string): boolean {
  const { prefix, randomLength } = credentialKinds[kind];
  if (text.length !== prefix.length + randomLength + checksumLength || !text.startsWith(prefix)) return false;
  const random = text.slice(prefix.length, -checksumLength);
  return /^[0-9A-Za-z]+$/.test(random) && text.endsWith(checksumOf(random));
}

/** Every well-formed credential of the kind in any text, each once. */
export function findCredentials(kind: CredentialKind, text: string): string[] {
  const { prefix, randomLength } = credentialKinds[kind];
  const pattern = new RegExp(`\\b${prefix}[0-9A-Za-z]{${randomLength + checksumLength}}\\b`, "g");
  const found = new Set(text.match(pattern) ?? []);
  return [...found].filter((candidate) => isCredential(kind, candidate));
}

/** Bytes from 248 on are drawn again: 256 is no multiple of 62. */
function randomText(length: number): string {
  let text = "";
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      if (byte < 248 && text.length < length) text += alphabet.charAt(byte % 62);
    }
  }
  return text;
}

function checksumOf(random: string): string {
  let rest = crc32(random);
  let digits = "";
  while (digits.length < checksumLength) {
    digits = alphabet.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}
