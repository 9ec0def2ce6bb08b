"use server";

import { createWebhook } from "@/lib/domain/webhooks/create-webhook";
import { deleteWebhook } from "@/lib/domain/webhooks/delete-webhook";
import { redeliverDeadWebhooks } from "@/lib/domain/webhooks/redeliver-dead-webhooks";
import { redeliverWebhook } from "@/lib/domain/webhooks/redeliver-webhook";
import { rotateWebhookSecret } from "@/lib/domain/webhooks/rotate-webhook-secret";
import {
  CreateWebhookInput,
  NamedWebhookInput,
  PauseWebhookInput,
  RedeliverForm,
  RotateWebhookInput,
  UpdateWebhookInput,
} from "@/lib/domain/webhooks/schema";
import { testWebhook } from "@/lib/domain/webhooks/test-webhook";
import { updateWebhook } from "@/lib/domain/webhooks/update-webhook";
import { consoleAction } from "@/lib/entrypoints/console/console-action";
import { setFlash } from "@/lib/entrypoints/console/flash";
import { paths } from "@/lib/entrypoints/console/paths";
import { showOnce } from "@/lib/entrypoints/console/shown-once";

/** Stays on the page: the answer to this same request shows the secret, and no other does. */
export const createWebhookAction = consoleAction({
  input: CreateWebhookInput,
  echo: ["url", "description", "events"],
  verb: createWebhook,
  after: async ({ secret }, { requestId }) => showOnce(requestId, secret),
  done: (_input, issued) => (issued ? undefined : paths.webhooks.list()),
});

export const updateWebhookAction = consoleAction({
  input: UpdateWebhookInput,
  echo: ["url", "description", "events"],
  verb: updateWebhook,
  after: () => setFlash("webhooks.flash.changed"),
  done: ({ id }) => paths.webhooks.one(id),
});

export const pauseWebhookAction = consoleAction({
  input: PauseWebhookInput,
  verb: updateWebhook,
  after: (_done, _ctx, { paused }) => setFlash(paused ? "webhooks.flash.paused" : "webhooks.flash.resumed"),
  done: ({ id }) => paths.webhooks.one(id),
});

export const testWebhookAction = consoleAction({
  input: NamedWebhookInput,
  verb: testWebhook,
  after: () => setFlash("webhooks.flash.tested"),
  done: ({ id }) => paths.webhooks.one(id),
});

/** Stays on the page, like the one that creates. */
export const rotateWebhookSecretAction = consoleAction({
  input: RotateWebhookInput,
  echo: ["overlapHours"],
  verb: rotateWebhookSecret,
  after: async ({ secret }, { requestId }) => showOnce(requestId, secret),
  done: ({ id }, issued) => (issued ? undefined : paths.webhooks.one(id)),
});

export const deleteWebhookAction = consoleAction({
  input: NamedWebhookInput,
  verb: deleteWebhook,
  after: () => setFlash("webhooks.flash.deleted"),
  done: () => paths.webhooks.list(),
});

export const redeliverWebhookAction = consoleAction({
  input: RedeliverForm,
  verb: redeliverWebhook,
  after: () => setFlash("webhooks.flash.again"),
  done: ({ endpointId }) => paths.webhooks.one(endpointId),
});

export const redeliverDeadAction = consoleAction({
  input: NamedWebhookInput,
  verb: redeliverDeadWebhooks,
  after: (count) => setFlash("webhooks.flash.allAgain", { count }),
  done: ({ id }) => paths.webhooks.one(id),
});
