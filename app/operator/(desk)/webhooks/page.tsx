import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { WebhookTable } from "@/app/_components/webhooks/webhook-table";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { listServiceEndpoints } from "@/lib/domain/webhooks/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("webhooks"))("title") };
}

export default async function ServiceEndpointsPage() {
  const endpoints = await forPage(listServiceEndpoints(await requireOperatorContext()));
  const t = await getTranslations("webhooks");
  const create = (
    <ButtonLink href={paths.operator.webhooks.create()} variant="primary">
      {t("create")}
    </ButtonLink>
  );
  return (
    <>
      <Flash />
      <PageHeader title={t("title")} lead={t("leadOperator")} action={create} />
      {endpoints.length === 0 ? (
        <EmptyState title={t("emptyTitle")}>{t("emptyOperator")}</EmptyState>
      ) : (
        <WebhookTable webhooks={endpoints} hrefOf={(id) => paths.operator.webhooks.one(id)} />
      )}
    </>
  );
}
