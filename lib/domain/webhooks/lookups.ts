import "server-only";
import { and, count, eq } from "drizzle-orm";
import { serviceEndpoints, webhookDeliveries, webhookEndpoints } from "@/db/schema/webhooks";
import type { Allowed } from "@/lib/authorization/authorize";
import { DomainError } from "@/lib/foundation/errors";
import type { Tx } from "@/lib/foundation/transaction";

export const ofEndpoint = ({ accountId }: Allowed, id: string) =>
  and(eq(webhookEndpoints.accountId, accountId), eq(webhookEndpoints.id, id));

/** Held until the transaction ends. Another account's and a made-up id: `not-found`. */
export async function lockWebhook(tx: Tx, allowed: Allowed, id: string) {
  const [row] = await tx.select().from(webhookEndpoints).where(ofEndpoint(allowed, id)).for("update");
  if (!row) throw new DomainError("not-found", "webhook");
  return row;
}

export async function countWebhooks(tx: Tx, { accountId }: Allowed): Promise<number> {
  const [row] = await tx
    .select({ found: count() })
    .from(webhookEndpoints)
    .where(eq(webhookEndpoints.accountId, accountId));
  return row?.found ?? 0;
}

export async function lockServiceEndpoint(tx: Tx, id: string) {
  const [row] = await tx.select().from(serviceEndpoints).where(eq(serviceEndpoints.id, id)).for("update");
  if (!row) throw new DomainError("not-found", "service-endpoint");
  return row;
}

export async function lockDelivery(tx: Tx, { accountId }: Allowed, id: string) {
  const [row] = await tx
    .select()
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.accountId, accountId), eq(webhookDeliveries.id, id)))
    .for("update");
  if (!row) throw new DomainError("not-found", "webhook");
  return row;
}

export async function getServiceRow(tx: Tx, id: string) {
  const [row] = await tx.select().from(serviceEndpoints).where(eq(serviceEndpoints.id, id));
  if (!row) throw new DomainError("not-found", "service-endpoint");
  return row;
}
