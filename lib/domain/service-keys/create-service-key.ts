import "server-only";
import { sql } from "drizzle-orm";
import { serviceKeys } from "@/db/schema/service-keys";
import { recordPlatformAudit } from "@/lib/audit/record-audit";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { requireStepUp } from "@/lib/authorization/require-step-up";
import { newCredential } from "@/lib/foundation/credential-format";
import { sealForPlatform } from "@/lib/foundation/data-keys";
import { DomainError } from "@/lib/foundation/errors";
import { newServiceKeyId, type ServiceKeyId } from "@/lib/foundation/ids";
import { hashToken } from "@/lib/foundation/tokens";
import { withPlatformTransaction } from "@/lib/foundation/transaction";
import type { CreateServiceKeyInput } from "./schema";

export interface IssuedServiceKey {
  id: ServiceKeyId;
  /** Shown once: what is stored is its hash. */
  token: string;
}

const revealMinutes = 10;

/**
 * A key for one platform service. For an operator's session the token also waits, sealed, to be shown once on its page;
 * the command line prints what this returns. Throws `already-exists` on the name field.
 */
export async function createServiceKey(
  platform: PlatformContext,
  { name, services, scopes }: CreateServiceKeyInput,
): Promise<IssuedServiceKey> {
  const allowed = authorizePlatform(platform, "platform:CreateServiceKey");
  requireStepUp(allowed, "operator-writes");
  const { now, actor } = allowed;
  const id = newServiceKeyId();
  const token = newCredential("service-key");
  const tokenHash = hashToken(token);
  const reveal = actor.sessionId && {
    revealSealed: sealForPlatform("service-key", id, token),
    revealSessionId: actor.sessionId,
    revealUntil: new Date(now.getTime() + revealMinutes * 60_000),
  };
  await withPlatformTransaction(allowed, async (tx) => {
    const made = await tx
      .insert(serviceKeys)
      .values({
        id,
        name,
        services,
        scopes,
        tokenHash,
        lastFour: token.slice(-4),
        createdBy: actor.name,
        createdAt: now,
        ...reveal,
      })
      .onConflictDoNothing({ target: serviceKeys.name })
      .returning({ id: serviceKeys.id });
    if (made.length === 0) {
      throw new DomainError("already-exists", "service-key", { reason: "taken", details: { field: "name" } });
    }
    await tx.execute(sql`select auth.register_key('service-key', ${tokenHash}, null)`);
    await recordPlatformAudit(tx, allowed, {
      action: "platform:CreateServiceKey",
      resource: name,
      after: { id, services: services.join(" "), scopes: scopes.join(" "), lastFour: token.slice(-4) },
    });
  });
  return { id, token };
}
