import "server-only";
import { asc, desc, isNotNull, isNull } from "drizzle-orm";
import { serviceKeys } from "@/db/schema/service-keys";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
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
