import type { Context } from "@/lib/authorization/context";
import * as resources from "@/lib/domain/resources/queries";
import { ResourceFilter } from "@/lib/domain/resources/schema";
import { createWebhook } from "@/lib/domain/webhooks/create-webhook";
import * as webhooks from "@/lib/domain/webhooks/queries";
import { DeliveryFilter } from "@/lib/domain/webhooks/schema";
import { testWebhook } from "@/lib/domain/webhooks/test-webhook";
import * as workspaces from "@/lib/domain/workspaces/queries";
import { arnOf, buildService, report } from "@/tests/support/build-resource";
import { asSubAccount } from "@/tests/support/build-sub-account";

/** A resource of the sub-account, and a webhook of the account with something sent to it. */
export async function fillWorkspace(root: Context, subAccount: string): Promise<void> {
  await report(buildService(), arnOf(root, "one"), { subAccount });
  const { id } = await createWebhook(root, { url: "https://a.test", description: "", events: ["wallet.low"] });
  await testWebhook(root, { id });
}

/** The queries of resources and webhooks, as a person of the account asks them. */
export const workspaceQueries: Record<string, (ctx: Context, name: string) => Promise<unknown>> = {
  listResources: (ctx, name) => resources.listResources(ctx, ResourceFilter.parse({ owner: name })),
  countWaiting: (ctx, name) => resources.countWaiting(ctx, name),
  getResource: async (ctx, name) => {
    const { rows } = await resources.listResources(ctx, ResourceFilter.parse({}));
    return resources.getResource(ctx, name, rows[0]?.id ?? "");
  },
  findResources: async (ctx) => [...(await resources.findResources(ctx, [arnOf(ctx, "one")]))],
  getWorkspace: async (ctx, name) =>
    workspaces.getWorkspace(ctx.actor.type === "sub-account" ? ctx : await asSubAccount(ctx, name)),
  getSpendOf: (ctx, name) => workspaces.getSpendOf(ctx, name),
  getWebhookTerms: (ctx) => webhooks.getWebhookTerms(ctx),
  listWebhooks: (ctx) => webhooks.listWebhooks(ctx),
  getWebhook: async (ctx) => {
    const [webhook] = await webhooks.listWebhooks(ctx);
    return webhooks.getWebhook(ctx, webhook?.id ?? "", DeliveryFilter.parse({}));
  },
};

export const workspaceRooms: readonly object[] = [resources, workspaces, webhooks];
