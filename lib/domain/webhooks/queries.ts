import "server-only";
import { and, asc, desc, eq, getTableColumns, gt, lt, or, type SQL } from "drizzle-orm";
import * as z from "zod";
import { accounts } from "@/db/schema/accounts";
import { serviceEndpoints, webhookDeliveries, webhookEndpoints, webhookEvents } from "@/db/schema/webhooks";
import { authorize, authorizePlatform } from "@/lib/authorization/authorize";
import type { Context, PlatformContext } from "@/lib/authorization/context";
import { webhooksResource } from "@/lib/authorization/resources";
import { cutPage, type KeysetCursor, type Page, readCursor } from "@/lib/foundation/cursor";
import { DomainError } from "@/lib/foundation/errors";
import { type Tx, withPlatformRead, withReadTransaction } from "@/lib/foundation/transaction";
import { getServiceRow, ofEndpoint } from "./lookups";
import {
  type DeliveryView,
  presentDelivery,
  presentServiceEndpoint,
  presentWebhook,
  type ServiceEndpointView,
  type WebhookView,
} from "./presenter";
import { endpointsMax } from "./rules";
import type { DeliveryFilter } from "./schema";

const pageSize = 25;
const servicesMax = 200;
const isId = (text: string) => z.uuid().safeParse(text).success;

/** Where the account is told of its own events. */
export async function listWebhooks(ctx: Context): Promise<WebhookView[]> {
  const allowed = authorize(ctx, "espalier:ListWebhooks", webhooksResource(ctx));
  const rows = await withReadTransaction(allowed, (tx) =>
    tx
      .select()
      .from(webhookEndpoints)
      .where(eq(webhookEndpoints.accountId, allowed.accountId))
      .orderBy(asc(webhookEndpoints.createdAt), asc(webhookEndpoints.id))
      .limit(endpointsMax),
  );
  return rows.map((row) => presentWebhook(row, allowed.now));
}

/** Throws for whoever may not create one. */
export async function getWebhookTerms(ctx: Context): Promise<void> {
  authorize(ctx, "espalier:CreateWebhook", webhooksResource(ctx));
}

export interface WithDeliveries<T> {
  endpoint: T;
  deliveries: Page<DeliveryView>;
  /** Something was given up and waits for somebody to send it again. */
  anyDead: boolean;
}

/** One receiver with what was sent to it, newest first. Another account's and a made-up id: `not-found`. */
export async function getWebhook(
  ctx: Context,
  id: string,
  filter: DeliveryFilter,
): Promise<WithDeliveries<WebhookView>> {
  const allowed = authorize(ctx, "espalier:ListWebhooks", webhooksResource(ctx));
  const { accountId, now } = allowed;
  if (!isId(id)) throw new DomainError("not-found", "webhook");
  return withReadTransaction(allowed, async (tx) => {
    const [row] = await tx.select().from(webhookEndpoints).where(ofEndpoint(allowed, id));
    if (!row) throw new DomainError("not-found", "webhook");
    const ofThis = and(eq(webhookDeliveries.accountId, accountId), eq(webhookDeliveries.endpointId, id));
    return { endpoint: presentWebhook(row, now), ...(await readDeliveries(tx, ofThis, filter)) };
  });
}

/** Where services are told of the events of every account, by name. */
export async function listServiceEndpoints(platform: PlatformContext): Promise<ServiceEndpointView[]> {
  const allowed = authorizePlatform(platform, "platform:ListServiceEndpoints");
  const rows = await withPlatformRead(allowed, (tx) =>
    tx.select().from(serviceEndpoints).orderBy(asc(serviceEndpoints.name)).limit(servicesMax),
  );
  return rows.map((row) => presentServiceEndpoint(row, allowed.now));
}

/** One of them with what was sent to it, of whatever account. Throws `not-found`. */
export async function getServiceEndpoint(
  platform: PlatformContext,
  id: string,
  filter: DeliveryFilter,
): Promise<WithDeliveries<ServiceEndpointView>> {
  const allowed = authorizePlatform(platform, "platform:ListServiceEndpoints");
  if (!isId(id)) throw new DomainError("not-found", "service-endpoint");
  return withPlatformRead(allowed, async (tx) => {
    const endpoint = presentServiceEndpoint(await getServiceRow(tx, id), allowed.now);
    return { endpoint, ...(await readDeliveries(tx, eq(webhookDeliveries.endpointId, id), filter)) };
  });
}

async function readDeliveries(tx: Tx, ofReceiver: SQL | undefined, filter: DeliveryFilter) {
  const [deliveries, dead] = await Promise.all([
    pageOfDeliveries(tx, ofReceiver, filter),
    tx
      .select({ id: webhookDeliveries.id })
      .from(webhookDeliveries)
      .where(and(ofReceiver, eq(webhookDeliveries.state, "dead")))
      .limit(1),
  ]);
  return { deliveries, anyDead: dead.length > 0 };
}

async function pageOfDeliveries(tx: Tx, ofReceiver: SQL | undefined, { state, cursor: text }: DeliveryFilter) {
  const cursor = readCursor(text);
  const backwards = cursor?.direction === "before";
  const { createdAt, id } = webhookDeliveries;
  const found = await tx
    .select({
      ...getTableColumns(webhookDeliveries),
      type: webhookEvents.type,
      payload: webhookEvents.payload,
      accountName: accounts.name,
    })
    .from(webhookDeliveries)
    .innerJoin(
      webhookEvents,
      and(eq(webhookEvents.accountId, webhookDeliveries.accountId), eq(webhookEvents.id, webhookDeliveries.eventId)),
    )
    .innerJoin(accounts, eq(accounts.accountId, webhookDeliveries.accountId))
    .where(and(ofReceiver, state === "all" ? undefined : eq(webhookDeliveries.state, state), beyond(cursor)))
    .orderBy(...(backwards ? [createdAt, id] : [desc(createdAt), desc(id)]))
    .limit(pageSize + 1);
  const keyOf = (row: DeliveryView) => ({ value: row.createdAt.toISOString(), id: row.id });
  return cutPage(found.map(presentDelivery), pageSize, cursor, keyOf);
}

function beyond(cursor: KeysetCursor | undefined): SQL | undefined {
  const at = new Date(cursor?.value ?? "");
  if (!cursor || Number.isNaN(at.getTime()) || !isId(cursor.id)) return undefined;
  const { createdAt, id } = webhookDeliveries;
  const further = cursor.direction === "after" ? lt : gt;
  return or(further(createdAt, at), and(eq(createdAt, at), further(id, cursor.id)));
}
