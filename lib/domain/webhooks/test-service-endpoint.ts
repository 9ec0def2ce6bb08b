import "server-only";
import { eq } from "drizzle-orm";
import { type DeliveryAttempt, serviceEndpoints } from "@/db/schema/webhooks";
import { recordPlatformAudit } from "@/lib/audit/record-audit";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { newId } from "@/lib/foundation/ids";
import { withPlatformRead, withPlatformTransaction } from "@/lib/foundation/transaction";
import { attemptDelivery } from "./attempt-delivery";
import { getServiceRow } from "./lookups";
import { openService } from "./open-service";
import { wasTaken } from "./rules";
import type { NamedWebhookInput } from "./schema";

/** Sends a `webhook.test` now and returns what came of it: it belongs to no account, so there is nothing to repeat. */
export async function testServiceEndpoint(
  platform: PlatformContext,
  { id }: NamedWebhookInput,
): Promise<DeliveryAttempt & { taken: boolean }> {
  const allowed = authorizePlatform(platform, "platform:TestServiceEndpoint");
  const { now } = allowed;
  const row = await withPlatformRead(allowed, (tx) => getServiceRow(tx, id));
  const payload = { type: "webhook.test", timestamp: now.toISOString(), data: {} };
  const message = { eventId: newId(now.getTime()), body: JSON.stringify(payload) };
  const attempt = await attemptDelivery(openService(row, now), message, row.isPrivate);
  const taken = wasTaken(attempt);
  await withPlatformTransaction(allowed, async (tx) => {
    await tx.update(serviceEndpoints).set({ healthy: taken }).where(eq(serviceEndpoints.id, id));
    await recordPlatformAudit(tx, allowed, {
      action: "platform:TestServiceEndpoint",
      resource: row.name,
      after: { status: attempt.status },
    });
  });
  return { ...attempt, taken };
}
