import "server-only";
import { createHash, randomBytes, randomInt, timingSafeEqual } from "node:crypto";

/** 256 bits for links and cookies: shown once, of which only `hashToken` is stored. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** A plain hash is enough for 256 random bits; passwords go through `hashPassword`. */
export function hashToken(token: string): string {
  return sha256(token).toString("hex");
}

/** Six digits for mail and SMS; `randomInt` draws without bias. */
export function newNumericCode(): string {
  return randomInt(1_000_000).toString().padStart(6, "0");
}

/** Compares in constant time; hashing first makes the lengths equal and hides the real ones. */
export function equalSecrets(left: string, right: string): boolean {
  return timingSafeEqual(sha256(left), sha256(right));
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
