import "server-only";
import { and, eq } from "drizzle-orm";
import { webhookDeliveries } from "@/db/schema/webhooks";
import { recordAudit } from "@/lib/audit/record-audit";
import { type Allowed, authorize, authorizePlatform } from "@/lib/authorization/authorize";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { enterAccount } from "@/lib/authorization/enter-account";
import { webhooksResource } from "@/lib/authorization/resources";
import { getAccount } from "@/lib/domain/accounts/queries";
import { type Tx, withPlatformRead, withTransaction } from "@/lib/foundation/transaction";
import { getServiceRow, lockWebhook } from "./lookups";
import type { NamedWebhookInput } from "./schema";

/** Sends all again that one receiver of the account never took, each with its own event id. Returns how many. */
export async function redeliverDeadWebhooks(ctx: Context, { id }: NamedWebhookInput): Promise<number> {
  const allowed = authorize(ctx, "espalier:RedeliverDeadWebhooks", webhooksResource(ctx));
  return withTransaction(allowed, async (tx) => {
    await lockWebhook(tx, allowed, id);
    return sendAgain(tx, allowed, { id, of: id, toService: false });
  });
}

/** The same of a service's, account by account. */
export async function redeliverDeadToService(platform: PlatformContext, { id }: NamedWebhookInput): Promise<number> {
  const looking = authorizePlatform(platform, "platform:ListServiceEndpoints");
  const { name, owners } = await withPlatformRead(looking, async (tx) => ({
    name: (await getServiceRow(tx, id)).name,
    owners: await tx
      .selectDistinct({ accountId: webhookDeliveries.accountId })
      .from(webhookDeliveries)
      .where(and(eq(webhookDeliveries.endpointId, id), eq(webhookDeliveries.state, "dead"))),
  }));
  let sent = 0;
  for (const { accountId } of owners) {
    const ctx = enterAccount(platform, await getAccount(platform, accountId));
    const allowed = authorize(ctx, "espalier:RedeliverDeadWebhooks", webhooksResource(ctx));
    sent += await withTransaction(allowed, (tx) => sendAgain(tx, allowed, { id, of: name, toService: true }));
  }
  return sent;
}

async function sendAgain(
  tx: Tx,
  allowed: Allowed,
  { id, of, toService }: { id: string; of: string; toService: boolean },
): Promise<number> {
  const { accountId, now } = allowed;
  const again = await tx
    .update(webhookDeliveries)
    .set({ state: "waiting", attempts: 0, nextAttemptAt: now })
    .where(
      and(
        eq(webhookDeliveries.accountId, accountId),
        eq(webhookDeliveries.endpointId, id),
        eq(webhookDeliveries.toService, toService),
        eq(webhookDeliveries.state, "dead"),
      ),
    )
    .returning({ id: webhookDeliveries.id });
  if (again.length > 0) {
    const after = { deliveries: again.length };
    await recordAudit(tx, allowed, { action: "espalier:RedeliverDeadWebhooks", resource: of, after });
  }
  return again.length;
}
