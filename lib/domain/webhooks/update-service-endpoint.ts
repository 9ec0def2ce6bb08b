import "server-only";
import { eq } from "drizzle-orm";
import { serviceEndpoints } from "@/db/schema/webhooks";
import { recordPlatformAudit } from "@/lib/audit/record-audit";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { withPlatformTransaction } from "@/lib/foundation/transaction";
import { lockServiceEndpoint } from "./lookups";
import { requireReachable } from "./rules";
import type { PauseWebhookInput, UpdateServiceEndpointInput } from "./schema";

/** Changes where a service is told, and of what, or pauses it. Throws `not-found`. */
export async function updateServiceEndpoint(
  platform: PlatformContext,
  { id, ...change }: UpdateServiceEndpointInput | PauseWebhookInput,
): Promise<void> {
  const allowed = authorizePlatform(platform, "platform:UpdateServiceEndpoint");
  if ("url" in change) requireReachable("service-endpoint", change.url, change.isPrivate);
  await withPlatformTransaction(allowed, async (tx) => {
    const { name } = await lockServiceEndpoint(tx, id);
    await tx.update(serviceEndpoints).set(change).where(eq(serviceEndpoints.id, id));
    const after =
      "paused" in change
        ? { paused: change.paused }
        : { url: change.url, events: change.events.join(" "), isPrivate: change.isPrivate };
    await recordPlatformAudit(tx, allowed, { action: "platform:UpdateServiceEndpoint", resource: name, after });
  });
}
