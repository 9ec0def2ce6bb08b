import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DeleteSection } from "@/app/_components/webhooks/delete-section";
import { RotateSection } from "@/app/_components/webhooks/rotate-section";
import { WebhookForm } from "@/app/_components/webhooks/webhook-form";
import {
  deleteServiceEndpointAction,
  rotateServiceEndpointSecretAction,
  updateServiceEndpointAction,
} from "@/app/operator/(desk)/webhooks/actions";
import { CheckboxField } from "@/components/forms/checkbox-field";
import { PageHeader } from "@/components/ui/page-header";
import { getServiceEndpoint } from "@/lib/domain/webhooks/queries";
import { DeliveryFilter } from "@/lib/domain/webhooks/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { takeShownOnce } from "@/lib/entrypoints/console/shown-once";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("webhooks"))("changeTitle") };
}

export default async function EditServiceEndpointPage({ params }: PageProps<"/operator/webhooks/[id]/edit">) {
  const ctx = await requireOperatorContext();
  const { id } = await params;
  const { endpoint } = await forPage(getServiceEndpoint(ctx, id, DeliveryFilter.parse({})));
  const t = await getTranslations("webhooks");
  const one = paths.operator.webhooks.one(id);
  return (
    <>
      <PageHeader
        title={t("changeTitle")}
        breadcrumb={[
          { label: t("title"), href: paths.operator.webhooks.list() },
          { label: endpoint.name, href: one },
        ]}
      />
      <WebhookForm
        action={updateServiceEndpointAction}
        webhook={endpoint}
        cancelHref={one}
        labels={{ isPrivate: t("isPrivate") }}
        initial={{ isPrivate: endpoint.isPrivate ? "on" : "" }}
      >
        <CheckboxField name="isPrivate" hint={t("isPrivateHint")} />
      </WebhookForm>
      <RotateSection
        id={id}
        action={rotateServiceEndpointSecretAction}
        shown={takeShownOnce(ctx.requestId)}
        onHref={one}
      />
      <DeleteSection id={id} action={deleteServiceEndpointAction} />
    </>
  );
}
