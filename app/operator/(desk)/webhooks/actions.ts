"use server";

import { createServiceEndpoint } from "@/lib/domain/webhooks/create-service-endpoint";
import { deleteServiceEndpoint } from "@/lib/domain/webhooks/delete-service-endpoint";
import { redeliverDeadToService } from "@/lib/domain/webhooks/redeliver-dead-webhooks";
import { redeliverToService } from "@/lib/domain/webhooks/redeliver-webhook";
import { rotateServiceEndpointSecret } from "@/lib/domain/webhooks/rotate-service-endpoint-secret";
import {
  CreateServiceEndpointInput,
  NamedWebhookInput,
  PauseWebhookInput,
  RedeliverToServiceForm,
  RotateWebhookInput,
  UpdateServiceEndpointInput,
} from "@/lib/domain/webhooks/schema";
import { testServiceEndpoint } from "@/lib/domain/webhooks/test-service-endpoint";
import { updateServiceEndpoint } from "@/lib/domain/webhooks/update-service-endpoint";
import { operatorAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";
import { showOnce } from "@/lib/entrypoints/console/shown-once";

const at = paths.operator.webhooks;

/** Stays on the page: the answer to this same request shows the secret, and no other does. */
export const createServiceEndpointAction = operatorAction({
  input: CreateServiceEndpointInput,
  echo: ["name", "url", "description", "events", "isPrivate"],
  verb: createServiceEndpoint,
  after: async ({ secret }, { requestId }) => showOnce(requestId, secret),
  done: (_input, issued) => (issued ? undefined : at.list()),
});

export const updateServiceEndpointAction = operatorAction({
  input: UpdateServiceEndpointInput,
  echo: ["url", "description", "events", "isPrivate"],
  verb: updateServiceEndpoint,
  after: () => setFlash("webhooks.flash.changed"),
  done: ({ id }) => at.one(id),
});

export const pauseServiceEndpointAction = operatorAction({
  input: PauseWebhookInput,
  verb: updateServiceEndpoint,
  after: (_done, _ctx, { paused }) => setFlash(paused ? "webhooks.flash.paused" : "webhooks.flash.resumed"),
  done: ({ id }) => at.one(id),
});

export const testServiceEndpointAction = operatorAction({
  input: NamedWebhookInput,
  verb: testServiceEndpoint,
  after: ({ status, ms, answer, taken }) =>
    status === null
      ? setFlash("webhooks.flash.testFailed", { reason: answer.slice(0, 100), ms }, "danger")
      : setFlash("webhooks.flash.testAnswered", { status, ms }, taken ? "ok" : "warn"),
  done: ({ id }) => at.one(id),
});

/** Stays on the page, like the one that creates. */
export const rotateServiceEndpointSecretAction = operatorAction({
  input: RotateWebhookInput,
  echo: ["overlapHours"],
  verb: rotateServiceEndpointSecret,
  after: async ({ secret }, { requestId }) => showOnce(requestId, secret),
  done: ({ id }, issued) => (issued ? undefined : at.one(id)),
});

export const deleteServiceEndpointAction = operatorAction({
  input: NamedWebhookInput,
  verb: deleteServiceEndpoint,
  after: () => setFlash("webhooks.flash.deleted"),
  done: () => at.list(),
});

export const redeliverToServiceAction = operatorAction({
  input: RedeliverToServiceForm,
  verb: redeliverToService,
  after: () => setFlash("webhooks.flash.again"),
  done: ({ endpointId }) => at.one(endpointId),
});

export const redeliverDeadToServiceAction = operatorAction({
  input: NamedWebhookInput,
  verb: redeliverDeadToService,
  after: (count) => setFlash("webhooks.flash.allAgain", { count }),
  done: ({ id }) => at.one(id),
});
