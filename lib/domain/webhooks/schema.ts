import * as z from "zod";
import { type WebhookEventType, webhookEventTypes } from "@/db/schema/webhook-event-types";
import { boundedText } from "@/lib/foundation/text-schema";

/** What a service has to obey: each carries an order of a workspace. */
export const orderEvents = [
  "sub_account.disabled",
  "sub_account.enabled",
  "sub_account.deleted",
  "workspace.suspended",
  "workspace.throttled",
  "workspace.resumed",
] as const satisfies readonly WebhookEventType[];
export type OrderEvent = (typeof orderEvents)[number];

/** What can be chosen. */
export const eventTypes = webhookEventTypes;

const id = z.uuid("invalid");
const urlMax = 2_048;

/** Checked for its form here; where it leads is decided when it is called, each time. */
const url = z
  .string("required")
  .trim()
  .min(1, "required")
  .max(urlMax, "tooLong")
  .refine((text) => {
    if (!/^https?:\/\/[\x21-\x7e]+$/i.test(text) || !URL.canParse(text)) return false;
    const { username, password, hash } = new URL(text);
    return username === "" && password === "" && hash === "";
  }, "webhookUrl");

const events = z.preprocess(
  (value) => (value === undefined ? [] : [value].flat()),
  z
    .array(z.enum(webhookEventTypes, "chooseOne"))
    .min(1, "required")
    .transform((list) => [...new Set(list)]),
);

export const CreateWebhookInput = z.strictObject({
  url,
  description: boundedText(100, { min: 0 }).default(""),
  events,
});
export type CreateWebhookInput = z.output<typeof CreateWebhookInput>;

export const UpdateWebhookInput = CreateWebhookInput.extend({ id });
export type UpdateWebhookInput = z.output<typeof UpdateWebhookInput>;

export const PauseWebhookInput = z.strictObject({ id, paused: z.enum(["on", "off"]).transform((on) => on === "on") });
export type PauseWebhookInput = z.output<typeof PauseWebhookInput>;

export const NamedWebhookInput = z.strictObject({ id });
export type NamedWebhookInput = z.output<typeof NamedWebhookInput>;

/** How long the secret before still signs beside the new one. */
export const overlapChoices = ["0", "1", "24", "72"] as const;

export const RotateWebhookInput = z.strictObject({
  id,
  overlapHours: z.enum(overlapChoices, "chooseOne").transform(Number),
});
export type RotateWebhookInput = z.output<typeof RotateWebhookInput>;

const name = z
  .string("required")
  .trim()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/, "serviceKeyName");
const isPrivate = z.preprocess((value) => value === "on" || value === true, z.boolean());

export const CreateServiceEndpointInput = CreateWebhookInput.extend({ name, isPrivate });
export type CreateServiceEndpointInput = z.output<typeof CreateServiceEndpointInput>;

export const UpdateServiceEndpointInput = CreateServiceEndpointInput.omit({ name: true }).extend({ id });
export type UpdateServiceEndpointInput = z.output<typeof UpdateServiceEndpointInput>;

export const RedeliverInput = z.strictObject({ id });
export type RedeliverInput = z.output<typeof RedeliverInput>;

export const RedeliverToServiceInput = z.strictObject({ accountId: z.uuid("invalid"), id });
export type RedeliverToServiceInput = z.output<typeof RedeliverToServiceInput>;

/** A page's forms say of which receiver too, so that they lead back to it. */
const ofEndpoint = { endpointId: id };
export const RedeliverForm = RedeliverInput.extend(ofEndpoint);
export const RedeliverToServiceForm = RedeliverToServiceInput.extend(ofEndpoint);

export const deliveryViews = ["all", "waiting", "delivered", "dead"] as const;

/** Deliveries of one receiver: every field falls back. */
export const DeliveryFilter = z.object({
  state: z.enum(deliveryViews).catch("all"),
  cursor: z.string().max(1024).optional().catch(undefined),
});
export type DeliveryFilter = z.output<typeof DeliveryFilter>;
