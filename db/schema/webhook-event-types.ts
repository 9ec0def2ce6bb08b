/** What anybody is told of; a receiver chooses. `webhook.test` comes whenever it is asked for. */
export const webhookEventTypes = [
  "sub_account.created",
  "sub_account.disabled",
  "sub_account.enabled",
  "sub_account.deleted",
  "workspace.suspended",
  "workspace.throttled",
  "workspace.resumed",
  "spend_limit.warned",
  "spend_limit.foreseen",
  "spend_limit.approved",
  "spend_limit.reached",
  "wallet.ok",
  "wallet.low",
  "wallet.exhausted",
  "wallet.suspended",
  "access_key.disabled",
] as const;
export type WebhookEventType = (typeof webhookEventTypes)[number];
