import { eq } from "drizzle-orm";
import { webhookDeliveries } from "@/db/schema/webhooks";
import type { Context } from "@/lib/authorization/context";
import { createServiceEndpoint } from "@/lib/domain/webhooks/create-service-endpoint";
import { createWebhook } from "@/lib/domain/webhooks/create-webhook";
import { deleteServiceEndpoint } from "@/lib/domain/webhooks/delete-service-endpoint";
import { deleteWebhook } from "@/lib/domain/webhooks/delete-webhook";
import { getWebhook } from "@/lib/domain/webhooks/queries";
import { redeliverDeadWebhooks } from "@/lib/domain/webhooks/redeliver-dead-webhooks";
import { redeliverWebhook } from "@/lib/domain/webhooks/redeliver-webhook";
import { rotateServiceEndpointSecret } from "@/lib/domain/webhooks/rotate-service-endpoint-secret";
import { rotateWebhookSecret } from "@/lib/domain/webhooks/rotate-webhook-secret";
import { DeliveryFilter } from "@/lib/domain/webhooks/schema";
import { testServiceEndpoint } from "@/lib/domain/webhooks/test-service-endpoint";
import { testWebhook } from "@/lib/domain/webhooks/test-webhook";
import { updateServiceEndpoint } from "@/lib/domain/webhooks/update-service-endpoint";
import { updateWebhook } from "@/lib/domain/webhooks/update-webhook";
import { mintFence } from "@/lib/foundation/fence";
import { withTransaction } from "@/lib/foundation/transaction";
import { later } from "@/tests/support/build-context";
import { by, byRoot, fresh, host, inAccountLog, inPlatformLog, type MutationVerb } from "./prepare-verb";

const hook = { url: "https://hooks.test/in", description: "", events: ["sub_account.created" as const] };

const onWebhook = (deed: (root: Context, webhook: { id: string }) => Promise<unknown>) =>
  byRoot(async (root) => {
    const { id } = await createWebhook(root, hook);
    return () => deed(later(root, {}), { id });
  });
const service = () =>
  createServiceEndpoint(host, { ...hook, url: "http://127.0.0.1:9/", name: `svc-${fresh()}`, isPrivate: true });
const onService = async (deed: (service: { id: string }) => Promise<unknown>) => {
  const { id } = await service();
  return by("operator", () => deed({ id }));
};

/** What was sent to it, as after the tenth failed attempt. */
const giveUp = (root: Context, endpointId: string) =>
  withTransaction(mintFence(root), (tx) =>
    tx.update(webhookDeliveries).set({ state: "dead" }).where(eq(webhookDeliveries.endpointId, endpointId)),
  );

export const webhookVerbs: readonly MutationVerb[] = [
  {
    name: "createWebhook",
    writes: inAccountLog,
    prepare: () => byRoot(async (root) => () => createWebhook(root, hook)),
  },
  {
    name: "updateWebhook",
    writes: inAccountLog,
    prepare: () => onWebhook((root, { id }) => updateWebhook(root, { id, paused: true })),
  },
  {
    name: "rotateWebhookSecret",
    writes: inAccountLog,
    prepare: () => onWebhook((root, { id }) => rotateWebhookSecret(root, { id, overlapHours: 1 })),
  },
  { name: "testWebhook", writes: inAccountLog, prepare: () => onWebhook(testWebhook) },
  {
    name: "redeliverWebhook",
    writes: inAccountLog,
    prepare: () =>
      byRoot(async (root) => {
        const { id } = await createWebhook(root, hook);
        await testWebhook(root, { id });
        const [sent] = (await getWebhook(root, id, DeliveryFilter.parse({}))).deliveries.rows;
        return () => redeliverWebhook(later(root, {}), { id: String(sent?.id) });
      }),
  },
  {
    name: "redeliverDeadWebhooks",
    writes: inAccountLog,
    prepare: () =>
      byRoot(async (root) => {
        const { id } = await createWebhook(root, hook);
        await testWebhook(root, { id });
        await giveUp(root, id);
        return () => redeliverDeadWebhooks(later(root, {}), { id });
      }),
  },
  { name: "deleteWebhook", writes: inAccountLog, prepare: () => onWebhook(deleteWebhook) },
  { name: "createServiceEndpoint", writes: inPlatformLog, prepare: async () => by("operator", service) },
  {
    name: "updateServiceEndpoint",
    writes: inPlatformLog,
    prepare: () => onService(({ id }) => updateServiceEndpoint(host, { id, paused: true })),
  },
  {
    name: "rotateServiceEndpointSecret",
    writes: inPlatformLog,
    prepare: () => onService(({ id }) => rotateServiceEndpointSecret(host, { id, overlapHours: 0 })),
  },
  {
    name: "testServiceEndpoint",
    writes: inPlatformLog,
    prepare: () => onService((one) => testServiceEndpoint(host, one)),
  },
  {
    name: "deleteServiceEndpoint",
    writes: inPlatformLog,
    prepare: () => onService((one) => deleteServiceEndpoint(host, one)),
  },
];
