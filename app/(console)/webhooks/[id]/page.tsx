import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { WebhookActs } from "@/app/_components/webhooks/acts";
import { DeliveriesSection } from "@/app/_components/webhooks/deliveries-section";
import { RedeliverAllForm, RedeliverForm } from "@/app/_components/webhooks/redeliver-form";
import { VerifySection } from "@/app/_components/webhooks/verify-section";
import { WebhookFacts } from "@/app/_components/webhooks/webhook-facts";
import {
  pauseWebhookAction,
  redeliverDeadAction,
  redeliverWebhookAction,
  testWebhookAction,
} from "@/app/(console)/webhooks/actions";
import { PageHeader } from "@/components/ui/page-header";
import { mayDo } from "@/lib/authorization/authorize";
import { webhooksResource } from "@/lib/authorization/resources";
import { getWebhook } from "@/lib/domain/webhooks/queries";
import { DeliveryFilter } from "@/lib/domain/webhooks/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("webhooks"), requireConsoleContext()]);
  return { title: `${t("webhook")} · ${t("title")} · ${account.alias}` };
}

export default async function WebhookPage({ params, searchParams }: PageProps<"/webhooks/[id]">) {
  const ctx = await requireConsoleContext();
  const [{ id }, filter] = [await params, DeliveryFilter.parse(await searchParams)];
  const { endpoint, deliveries, anyDead } = await forPage(getWebhook(ctx, id, filter));
  const t = await getTranslations("webhooks");
  const may = (action: Parameters<typeof mayDo>[1]) => mayDo(ctx, action, webhooksResource(ctx));
  const mayChange = ["espalier:UpdateWebhook", "espalier:RotateWebhookSecret", "espalier:DeleteWebhook"] as const;
  return (
    <>
      <Flash />
      <PageHeader
        title={endpoint.description || new URL(endpoint.url).host}
        breadcrumb={[{ label: t("title"), href: paths.webhooks.list() }]}
      />
      <WebhookFacts webhook={endpoint} />
      <WebhookActs
        webhook={endpoint}
        test={may("espalier:TestWebhook") ? testWebhookAction : undefined}
        pause={may("espalier:UpdateWebhook") ? pauseWebhookAction : undefined}
        editHref={mayChange.some(may) ? paths.webhooks.edit(id) : undefined}
      />
      <DeliveriesSection
        deliveries={deliveries}
        filter={filter}
        address={(view) => paths.webhooks.one(id, view)}
        again={
          may("espalier:RedeliverWebhook")
            ? (one) => <RedeliverForm action={redeliverWebhookAction} fields={{ id: one.id, endpointId: id }} />
            : undefined
        }
        allAgain={
          anyDead && may("espalier:RedeliverDeadWebhooks") ? (
            <RedeliverAllForm action={redeliverDeadAction} id={id} />
          ) : undefined
        }
      />
      <VerifySection />
    </>
  );
}
