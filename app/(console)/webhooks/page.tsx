import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { WebhookTable } from "@/app/_components/webhooks/webhook-table";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { mayDo } from "@/lib/authorization/authorize";
import { webhooksResource } from "@/lib/authorization/resources";
import { listWebhooks } from "@/lib/domain/webhooks/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("webhooks"), requireConsoleContext()]);
  return { title: `${t("title")} · ${account.alias}` };
}

export default async function WebhooksPage() {
  const ctx = await requireConsoleContext();
  const webhooks = await forPage(listWebhooks(ctx));
  const t = await getTranslations("webhooks");
  const create = mayDo(ctx, "espalier:CreateWebhook", webhooksResource(ctx)) ? (
    <ButtonLink href={paths.webhooks.create()} variant="primary">
      {t("create")}
    </ButtonLink>
  ) : undefined;
  return (
    <>
      <Flash />
      <PageHeader title={t("title")} lead={t("lead")} action={create} />
      {webhooks.length === 0 ? (
        <EmptyState title={t("emptyTitle")}>{t("empty")}</EmptyState>
      ) : (
        <WebhookTable webhooks={webhooks} hrefOf={(id) => paths.webhooks.one(id)} />
      )}
    </>
  );
}
