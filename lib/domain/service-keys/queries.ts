import "server-only";
import { asc, desc, eq, isNotNull, isNull } from "drizzle-orm";
import { serviceKeys } from "@/db/schema/service-keys";
import { authorizePlatform, type PlatformAllowed } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { DomainError } from "@/lib/foundation/errors";
import { isId, type ServiceKeyId } from "@/lib/foundation/ids";
import { withPlatformRead } from "@/lib/foundation/transaction";
import { presentServiceKey, type ServiceKeyView } from "./presenter";

/** Far more than a platform has services; who has more revokes what is not used. */
const keysMax = 500;

/** Every key: the living by name, then the revoked, newest first. */
export async function listServiceKeys(platform: PlatformContext): Promise<ServiceKeyView[]> {
  const allowed = authorizePlatform(platform, "platform:ListServiceKeys");
  const rows = await withPlatformRead(allowed, async (tx) => {
    const living = await tx
      .select()
      .from(serviceKeys)
      .where(isNull(serviceKeys.revokedAt))
      .orderBy(asc(serviceKeys.name))
      .limit(keysMax);
    const revoked = await tx
      .select()
      .from(serviceKeys)
      .where(isNotNull(serviceKeys.revokedAt))
      .orderBy(desc(serviceKeys.revokedAt))
      .limit(keysMax);
    return [...living, ...revoked];
  });
  return rows.map(presentServiceKey);
}

export type ServiceKeyReveal = "waiting" | "claimed" | "given" | "expired" | "elsewhere";

/** One key, and whether it waits to be shown to this session. Throws `not-found`. */
export async function getServiceKey(
  platform: PlatformContext,
  id: string,
): Promise<ServiceKeyView & { reveal: ServiceKeyReveal }> {
  const allowed = authorizePlatform(platform, "platform:ListServiceKeys");
  const [row] = await withPlatformRead(allowed, async (tx) =>
    isId(id)
      ? tx
          .select()
          .from(serviceKeys)
          .where(eq(serviceKeys.id, id as ServiceKeyId))
      : [],
  );
  if (!row) throw new DomainError("not-found", "service-key");
  return { ...presentServiceKey(row), reveal: revealOf(row, allowed) };
}

function revealOf(row: typeof serviceKeys.$inferSelect, { actor, requestId, now }: PlatformAllowed): ServiceKeyReveal {
  if (row.revealRequestId !== null) return row.revealRequestId === requestId ? "claimed" : "given";
  if (row.revealSessionId === null || row.revealSessionId !== actor.sessionId) return "elsewhere";
  return row.revealSealed !== null && row.revealUntil !== null && row.revealUntil > now ? "waiting" : "expired";
}
