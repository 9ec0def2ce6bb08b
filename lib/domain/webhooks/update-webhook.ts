import "server-only";
import { webhookEndpoints } from "@/db/schema/webhooks";
import { recordAudit } from "@/lib/audit/record-audit";
import { authorize } from "@/lib/authorization/authorize";
import type { Context } from "@/lib/authorization/context";
import { webhooksResource } from "@/lib/authorization/resources";
import { env } from "@/lib/foundation/env";
import { withTransaction } from "@/lib/foundation/transaction";
import { lockWebhook, ofEndpoint } from "./lookups";
import { requireReachable } from "./rules";
import type { PauseWebhookInput, UpdateWebhookInput } from "./schema";

type Change = Omit<UpdateWebhookInput, "id"> | { paused: boolean };

/** Changes where it leads and what is told, or pauses it: what happens meanwhile is not told later. */
export async function updateWebhook(
  ctx: Context,
  { id, ...change }: UpdateWebhookInput | PauseWebhookInput,
): Promise<void> {
  const allowed = authorize(ctx, "espalier:UpdateWebhook", webhooksResource(ctx));
  if ("url" in change) requireReachable("webhook", change.url, env().webhooksReachPrivate);
  await withTransaction(allowed, async (tx) => {
    const before = await lockWebhook(tx, allowed, id);
    await tx.update(webhookEndpoints).set(change).where(ofEndpoint(allowed, id));
    await recordAudit(tx, allowed, {
      action: "espalier:UpdateWebhook",
      resource: id,
      before: factsOf(change, before),
      after: factsOf(change, change),
    });
  });
}

function factsOf(change: Change, of: Change | typeof webhookEndpoints.$inferSelect) {
  if ("url" in change && "url" in of) return { url: of.url, events: of.events.join(" ") };
  return "paused" in of ? { paused: of.paused } : {};
}
