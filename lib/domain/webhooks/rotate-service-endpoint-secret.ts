import "server-only";
import { eq } from "drizzle-orm";
import { serviceEndpoints } from "@/db/schema/webhooks";
import { recordPlatformAudit } from "@/lib/audit/record-audit";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { sealForPlatform } from "@/lib/foundation/data-keys";
import { withPlatformTransaction } from "@/lib/foundation/transaction";
import type { IssuedWebhookSecret } from "./create-webhook";
import { lockServiceEndpoint } from "./lookups";
import { formerSecretOf, newWebhookSecret } from "./rules";
import type { RotateWebhookInput } from "./schema";

/** A new secret of a service's receiver, with the one before beside it for a while. Throws `not-found`. */
export async function rotateServiceEndpointSecret(
  platform: PlatformContext,
  { id, overlapHours }: RotateWebhookInput,
): Promise<IssuedWebhookSecret> {
  const allowed = authorizePlatform(platform, "platform:RotateServiceEndpointSecret");
  const secret = newWebhookSecret();
  await withPlatformTransaction(allowed, async (tx) => {
    const before = await lockServiceEndpoint(tx, id);
    const change = {
      secretSealed: sealForPlatform("webhook", id, secret),
      ...formerSecretOf(before, overlapHours, allowed.now),
    };
    await tx.update(serviceEndpoints).set(change).where(eq(serviceEndpoints.id, id));
    await recordPlatformAudit(tx, allowed, {
      action: "platform:RotateServiceEndpointSecret",
      resource: before.name,
      after: { overlapHours },
    });
  });
  return { id, secret };
}
