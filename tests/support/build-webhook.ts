import type { Context, PlatformContext } from "@/lib/authorization/context";
import { createServiceEndpoint } from "@/lib/domain/webhooks/create-service-endpoint";
import { createWebhook, type IssuedWebhookSecret } from "@/lib/domain/webhooks/create-webhook";
import { CreateServiceEndpointInput, CreateWebhookInput } from "@/lib/domain/webhooks/schema";
import { testWebhook } from "@/lib/domain/webhooks/test-webhook";
import { later } from "./build-context";

/** What hardly ever happens: nothing is sent but what a test asks for. */
const rare = ["wallet.suspended"];

/** An account's webhook; `tested` has a delivery in its log. */
export async function buildWebhook(
  root: Context,
  { url = "https://hooks.invalid/in", events = rare, tested = false } = {},
): Promise<IssuedWebhookSecret> {
  const issued = await createWebhook(later(root, {}), CreateWebhookInput.parse({ url, events }));
  if (tested) await testWebhook(later(root, {}), { id: issued.id });
  return issued;
}

export function buildServiceEndpoint(
  platform: PlatformContext,
  { name, url = "https://service.invalid/in", events = rare }: { name: string; url?: string; events?: string[] },
): Promise<IssuedWebhookSecret> {
  return createServiceEndpoint(platform, CreateServiceEndpointInput.parse({ name, url, events, isPrivate: true }));
}
