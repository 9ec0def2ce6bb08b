import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import { serviceKeys } from "@/db/schema/service-keys";
import { recordPlatformAudit } from "@/lib/audit/record-audit";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { DomainError, invalidField } from "@/lib/foundation/errors";
import type { ServiceKeyId } from "@/lib/foundation/ids";
import { withPlatformTransaction } from "@/lib/foundation/transaction";
import type { ServiceKeyInput } from "./schema";

/**
 * Ends a key for good: its next call is refused. Throws `not-found` for one that is unknown or revoked already, and
 * `invalid-input` where its name was to be typed in and was not.
 */
export async function revokeServiceKey(
  platform: PlatformContext,
  { id, typedName }: ServiceKeyInput & { typedName?: string },
): Promise<void> {
  const allowed = authorizePlatform(platform, "platform:RevokeServiceKey");
  await withPlatformTransaction(allowed, async (tx) => {
    const [row] = await tx
      .update(serviceKeys)
      .set({ revokedAt: allowed.now, revokedBy: allowed.actor.name, revealSealed: null })
      .where(and(eq(serviceKeys.id, id as ServiceKeyId), isNull(serviceKeys.revokedAt)))
      .returning({ name: serviceKeys.name, tokenHash: serviceKeys.tokenHash });
    if (!row) throw new DomainError("not-found", "service-key");
    if (typedName !== undefined && typedName !== row.name)
      throw invalidField("service-key", "typedName", "nameMismatch");
    requireStepUp(allowed, "operator-writes");
    await tx.execute(sql`select auth.release_key('service-key', ${row.tokenHash})`);
    await recordPlatformAudit(tx, allowed, { action: "platform:RevokeServiceKey", resource: row.name });
  });
}
