import type { Metadata } from "next";
import { forbidden } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { DeleteSection } from "@/app/_components/webhooks/delete-section";
import { RotateSection } from "@/app/_components/webhooks/rotate-section";
import { WebhookForm } from "@/app/_components/webhooks/webhook-form";
import { deleteWebhookAction, rotateWebhookSecretAction, updateWebhookAction } from "@/app/(console)/webhooks/actions";
import { PageHeader } from "@/components/ui/page-header";
import { mayDo } from "@/lib/authorization/authorize";
import { webhooksResource } from "@/lib/authorization/resources";
import { getWebhook } from "@/lib/domain/webhooks/queries";
import { DeliveryFilter } from "@/lib/domain/webhooks/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { takeShownOnce } from "@/lib/entrypoints/console/shown-once";

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("webhooks"), requireConsoleContext()]);
  return { title: `${t("changeTitle")} · ${account.alias}` };
}

export default async function EditWebhookPage({ params }: PageProps<"/webhooks/[id]/edit">) {
  const ctx = await requireConsoleContext();
  const { id } = await params;
  const { endpoint } = await forPage(getWebhook(ctx, id, DeliveryFilter.parse({})));
  const t = await getTranslations("webhooks");
  const may = (action: Parameters<typeof mayDo>[1]) => mayDo(ctx, action, webhooksResource(ctx));
  const [mayUpdate, mayRotate, mayDelete] = [
    may("espalier:UpdateWebhook"),
    may("espalier:RotateWebhookSecret"),
    may("espalier:DeleteWebhook"),
  ];
  if (!mayUpdate && !mayRotate && !mayDelete) forbidden();
  const one = paths.webhooks.one(id);
  return (
    <>
      <PageHeader
        title={t("changeTitle")}
        breadcrumb={[
          { label: t("title"), href: paths.webhooks.list() },
          { label: endpoint.description || new URL(endpoint.url).host, href: one },
        ]}
      />
      {mayUpdate ? <WebhookForm action={updateWebhookAction} webhook={endpoint} cancelHref={one} /> : null}
      {mayRotate ? (
        <RotateSection id={id} action={rotateWebhookSecretAction} shown={takeShownOnce(ctx.requestId)} onHref={one} />
      ) : null}
      {mayDelete ? <DeleteSection id={id} action={deleteWebhookAction} /> : null}
    </>
  );
}
