import "server-only";
import { serviceEndpoints } from "@/db/schema/webhooks";
import { recordPlatformAudit } from "@/lib/audit/record-audit";
import { authorizePlatform } from "@/lib/authorization/authorize";
import type { PlatformContext } from "@/lib/authorization/context";
import { sealForPlatform } from "@/lib/foundation/data-keys";
import { DomainError } from "@/lib/foundation/errors";
import { newId } from "@/lib/foundation/ids";
import { withPlatformTransaction } from "@/lib/foundation/transaction";
import type { IssuedWebhookSecret } from "./create-webhook";
import { newWebhookSecret, requireReachable } from "./rules";
import type { CreateServiceEndpointInput } from "./schema";

/** Where a platform service is told of the events of every account. Throws `already-exists` on the name field. */
export async function createServiceEndpoint(
  platform: PlatformContext,
  input: CreateServiceEndpointInput,
): Promise<IssuedWebhookSecret> {
  const allowed = authorizePlatform(platform, "platform:CreateServiceEndpoint");
  const { now, actor } = allowed;
  requireReachable("service-endpoint", input.url, input.isPrivate);
  const id = newId(now.getTime());
  const secret = newWebhookSecret();
  const secretSealed = sealForPlatform("webhook", id, secret);
  await withPlatformTransaction(allowed, async (tx) => {
    const made = await tx
      .insert(serviceEndpoints)
      .values({ id, ...input, secretSealed, createdBy: actor.name, createdAt: now })
      .onConflictDoNothing({ target: serviceEndpoints.name })
      .returning({ id: serviceEndpoints.id });
    if (made.length === 0) {
      throw new DomainError("already-exists", "service-endpoint", { reason: "taken", details: { field: "name" } });
    }
    await recordPlatformAudit(tx, allowed, {
      action: "platform:CreateServiceEndpoint",
      resource: input.name,
      after: { id, url: input.url, events: input.events.join(" "), isPrivate: input.isPrivate },
    });
  });
  return { id, secret };
}
