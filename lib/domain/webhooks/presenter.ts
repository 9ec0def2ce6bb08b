import "server-only";
import type { WebhookEventType } from "@/db/schema/webhook-event-types";
import type { DeliveryAttempt, serviceEndpoints, webhookDeliveries, webhookEndpoints } from "@/db/schema/webhooks";

export interface WebhookView {
  id: string;
  url: string;
  description: string;
  events: readonly WebhookEventType[];
  paused: boolean;
  /** null: nothing was sent yet. */
  healthy: boolean | null;
  /** Until when the secret before signs too. */
  formerSecretUntil: Date | null;
  createdBy: string;
  createdAt: Date;
}

export interface ServiceEndpointView extends WebhookView {
  name: string;
  isPrivate: boolean;
}

/** Field by named field: never a secret, sealed or not. */
export function presentWebhook(
  row: typeof webhookEndpoints.$inferSelect | typeof serviceEndpoints.$inferSelect,
  now: Date,
): WebhookView {
  const { id, url, description, events, paused, healthy, createdBy, createdAt } = row;
  const until = row.formerSecretUntil;
  const formerSecretUntil = until && until > now ? until : null;
  return { id, url, description, events, paused, healthy, formerSecretUntil, createdBy, createdAt };
}

export function presentServiceEndpoint(row: typeof serviceEndpoints.$inferSelect, now: Date): ServiceEndpointView {
  const { name, isPrivate } = row;
  return { ...presentWebhook(row, now), name, isPrivate };
}

export interface DeliveryView {
  accountId: string;
  accountName: string;
  id: string;
  eventId: string;
  type: string;
  state: "waiting" | "delivered" | "dead";
  attempts: number;
  log: readonly DeliveryAttempt[];
  nextAttemptAt: Date | null;
  createdAt: Date;
  /** What is sent. */
  body: string;
}

type DeliveryRow = typeof webhookDeliveries.$inferSelect & {
  type: string;
  payload: Record<string, unknown>;
  accountName: string;
};

export function presentDelivery(row: DeliveryRow): DeliveryView {
  const { accountId, accountName, id, eventId, type, state, attempts, log, nextAttemptAt, createdAt, payload } = row;
  const body = JSON.stringify(payload, null, 2);
  return { accountId, accountName, id, eventId, type, state, attempts, log, nextAttemptAt, createdAt, body };
}
