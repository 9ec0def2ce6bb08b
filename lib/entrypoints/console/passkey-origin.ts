import "server-only";
import { relyingPartyOf } from "@/lib/domain/second-factors/passkey-rules";
import { env } from "@/lib/foundation/env";

/** Where passkeys of this console work; undefined where the console has an address and no name. */
export function passkeyOrigin(): string | undefined {
  return relyingPartyOf(env().origin)?.origin;
}
