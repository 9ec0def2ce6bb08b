import "server-only";
import { randomBytes } from "node:crypto";
import { hashToken } from "@/lib/foundation/tokens";

export const recoveryCodesMax = 10;
/** Crockford's base32: none of its characters is taken for another. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const length = 24;

/** 120 random bits in six groups of four: enough that a plain hash keeps them (ASVS 6.5.2 asks for 112). */
export function newRecoveryCode(): string {
  const characters = [...randomBytes(length)].map((byte) => alphabet.charAt(byte & 31)).join("");
  return (characters.match(/.{4}/g) ?? []).join("-");
}

/** As typed: lower case, spaces and missing hyphens do not matter. */
export function recoveryCodeHash(typed: string): string {
  const plain = typed
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, "")
    .replaceAll("O", "0")
    .replaceAll(/[IL]/g, "1");
  return hashToken(`recovery-code|${plain}`);
}
