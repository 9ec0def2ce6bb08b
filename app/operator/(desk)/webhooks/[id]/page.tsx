import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { WebhookActs } from "@/app/_components/webhooks/acts";
import { DeliveriesSection } from "@/app/_components/webhooks/deliveries-section";
import { RedeliverAllForm, RedeliverForm } from "@/app/_components/webhooks/redeliver-form";
import { VerifySection } from "@/app/_components/webhooks/verify-section";
import { WebhookFacts } from "@/app/_components/webhooks/webhook-facts";
import {
  pauseServiceEndpointAction,
  redeliverDeadToServiceAction,
  redeliverToServiceAction,
  testServiceEndpointAction,
} from "@/app/operator/(desk)/webhooks/actions";
import { PageHeader } from "@/components/ui/page-header";
import { getServiceEndpoint } from "@/lib/domain/webhooks/queries";
import { DeliveryFilter } from "@/lib/domain/webhooks/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("webhooks"))("webhook") };
}

export default async function ServiceEndpointPage({ params, searchParams }: PageProps<"/operator/webhooks/[id]">) {
  const ctx = await requireOperatorContext();
  const [{ id }, filter] = [await params, DeliveryFilter.parse(await searchParams)];
  const { endpoint, deliveries, anyDead } = await forPage(getServiceEndpoint(ctx, id, filter));
  const t = await getTranslations("webhooks");
  const at = paths.operator.webhooks;
  return (
    <>
      <Flash />
      <PageHeader
        title={endpoint.name}
        lead={endpoint.description}
        breadcrumb={[{ label: t("title"), href: at.list() }]}
      />
      <WebhookFacts webhook={endpoint} />
      <WebhookActs
        webhook={endpoint}
        test={testServiceEndpointAction}
        pause={pauseServiceEndpointAction}
        editHref={at.edit(id)}
      />
      <DeliveriesSection
        deliveries={deliveries}
        filter={filter}
        address={(view) => at.one(id, view)}
        withAccount
        again={(one) => (
          <RedeliverForm
            action={redeliverToServiceAction}
            fields={{ accountId: one.accountId, id: one.id, endpointId: id }}
          />
        )}
        allAgain={anyDead ? <RedeliverAllForm action={redeliverDeadToServiceAction} id={id} /> : undefined}
      />
      <VerifySection />
    </>
  );
}
