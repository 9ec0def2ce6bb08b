import "server-only";
import { eq } from "drizzle-orm";
import { serviceEndpoints } from "@/db/schema/webhooks";
import { recordPlatformAudit } from "@/lib/audit/record-audit";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { withPlatformTransaction } from "@/lib/foundation/transaction";
import { lockServiceEndpoint } from "./lookups";
import type { NamedWebhookInput } from "./schema";

/** Removes a service's receiver; what waits for it ends with its next attempt. Throws `not-found`. */
export async function deleteServiceEndpoint(platform: PlatformContext, { id }: NamedWebhookInput): Promise<void> {
  const allowed = authorizePlatform(platform, "platform:DeleteServiceEndpoint");
  await withPlatformTransaction(allowed, async (tx) => {
    const { name, url } = await lockServiceEndpoint(tx, id);
    await tx.delete(serviceEndpoints).where(eq(serviceEndpoints.id, id));
    await recordPlatformAudit(tx, allowed, {
      action: "platform:DeleteServiceEndpoint",
      resource: name,
      before: { url },
    });
  });
}
