import "server-only";
import { recordPlatformAudit } from "@/lib/audit/record-audit";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { DomainError } from "@/lib/foundation/errors";
import { currentKek, retireOlderKeks } from "@/lib/foundation/key-ring";
import { withPlatformTransaction } from "@/lib/foundation/transaction";
import { accountsWrappedByOlder } from "./queries";
import { resealPlatformValues } from "./reseal-platform-values";

export interface MasterKeyRetirement {
  /** The keys that open nothing any more, by their names. */
  retired: string[];
  /** Values of the platform that they had sealed. */
  resealed: number;
}

/**
 * Ends the older master keys, while calls go on: what they had sealed of the platform's own is sealed by the newest, then
 * their files leave the ring. Throws `invalid-state` while one of them still wraps an account's data key.
 */
export async function retireMasterKeys(platform: PlatformContext): Promise<MasterKeyRetirement> {
  const allowed = authorizePlatform(platform, "platform:RetireMasterKeys");
  if ((await accountsWrappedByOlder(platform)).length > 0) {
    throw new DomainError("invalid-state", "master-key", { reason: "masterKeyStillWraps" });
  }
  const resealed = await resealPlatformValues(allowed);
  const { id } = currentKek();
  await withPlatformTransaction(allowed, (tx) =>
    recordPlatformAudit(tx, allowed, { action: "platform:RetireMasterKeys", resource: id, after: { resealed } }),
  );
  return { retired: retireOlderKeks(), resealed };
}
