import { ids } from "./access-ids";
import type { ActionRow } from "./action-matrix";
import type { World } from "./build-world";
import { notOperator, notRoot } from "./refused-players";

const wish = { url: "https://smuggled.test/in", description: "", events: "wallet.suspended" };
/** Another account's root user has webhooks of its own, and knows of no other. */
const notTheirs = [...notRoot, "another account's root user" as const];
const own = ({ webhooks }: World) => `/webhooks/${webhooks.own}`;
const ownId = ({ webhooks }: World) => ({ id: webhooks.own });
const service = ({ webhooks }: World) => `/operator/webhooks/${webhooks.service}`;
const serviceId = ({ webhooks }: World) => ({ id: webhooks.service });
const editOf = (page: (world: World) => string) => (world: World) => `${page(world)}/edit`;

/** Of a webhook of account A and of a service's, in the order in which the right person can do them. */
export const webhookActions: Record<string, ActionRow> = {
  createWebhookAction: { page: () => "/webhooks/new", form: () => wish, wrong: notRoot, right: "the root user" },
  updateWebhookAction: {
    page: editOf(own),
    form: (world) => ({ ...wish, ...ownId(world) }),
    wrong: notTheirs,
    right: "the root user",
  },
  pauseWebhookAction: {
    page: own,
    form: (world) => ({ ...ownId(world), paused: "on" }),
    wrong: notTheirs,
    right: "the root user",
  },
  testWebhookAction: { page: own, form: ownId, wrong: notTheirs, right: "the root user" },
  rotateWebhookSecretAction: {
    page: editOf(own),
    form: (world) => ({ ...ownId(world), overlapHours: "1" }),
    wrong: notTheirs,
    right: "the root user",
  },
  redeliverWebhookAction: {
    page: own,
    form: ({ webhooks }) => ({ id: ids.madeUp, endpointId: webhooks.own }),
    wrong: notTheirs,
  },
  redeliverDeadAction: { page: own, form: ownId, wrong: notTheirs, right: "the root user" },
  deleteWebhookAction: { page: editOf(own), form: ownId, wrong: notTheirs, right: "the root user" },
  createServiceEndpointAction: {
    page: () => "/operator/webhooks/new",
    form: ({ alias }) => ({ ...wish, name: `${alias}-2`, isPrivate: "on" }),
    wrong: notOperator,
    right: "an operator",
  },
  updateServiceEndpointAction: {
    page: editOf(service),
    form: (world) => ({ ...wish, ...serviceId(world) }),
    wrong: notOperator,
    right: "an operator",
  },
  pauseServiceEndpointAction: {
    page: service,
    form: (world) => ({ ...serviceId(world), paused: "on" }),
    wrong: notOperator,
    right: "an operator",
  },
  testServiceEndpointAction: { page: service, form: serviceId, wrong: notOperator, right: "an operator" },
  rotateServiceEndpointSecretAction: {
    page: editOf(service),
    form: (world) => ({ ...serviceId(world), overlapHours: "0" }),
    wrong: notOperator,
    right: "an operator",
  },
  redeliverToServiceAction: {
    page: service,
    form: ({ webhooks }) => ({ accountId: ids.madeUp, id: ids.madeUp, endpointId: webhooks.service }),
    wrong: notOperator,
  },
  redeliverDeadToServiceAction: { page: service, form: serviceId, wrong: notOperator, right: "an operator" },
  deleteServiceEndpointAction: { page: editOf(service), form: serviceId, wrong: notOperator, right: "an operator" },
};
