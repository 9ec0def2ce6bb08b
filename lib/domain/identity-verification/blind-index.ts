import "server-only";
import { createHmac, hkdfSync } from "node:crypto";
import { secret } from "@/lib/foundation/secrets";

const keyBytes = 32;

/**
 * A keyed digest by which equal values are found without opening them. Its key is derived from the pepper: like a
 * password's, a number's digest could otherwise be guessed through by whoever reads the database alone.
 */
export function blindIndex(value: string): string {
  const key = hkdfSync("sha256", secret("pepper"), "", "espalier|identity-number|v1", keyBytes);
  return createHmac("sha256", Buffer.from(key)).update(value).digest("base64url");
}
