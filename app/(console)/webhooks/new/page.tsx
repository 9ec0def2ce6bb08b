import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SecretShown } from "@/app/_components/webhooks/secret-shown";
import { VerifySection } from "@/app/_components/webhooks/verify-section";
import { WebhookForm } from "@/app/_components/webhooks/webhook-form";
import { createWebhookAction } from "@/app/(console)/webhooks/actions";
import { PageHeader } from "@/components/ui/page-header";
import { getWebhookTerms } from "@/lib/domain/webhooks/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { takeShownOnce } from "@/lib/entrypoints/console/shown-once";

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("webhooks"), requireConsoleContext()]);
  return { title: `${t("createTitle")} · ${account.alias}` };
}

export default async function NewWebhookPage() {
  const ctx = await requireConsoleContext();
  await forPage(getWebhookTerms(ctx));
  const t = await getTranslations("webhooks");
  const shown = takeShownOnce(ctx.requestId);
  const list = paths.webhooks.list();
  return (
    <>
      <PageHeader
        title={t("createTitle")}
        lead={shown ? undefined : t("createLead")}
        breadcrumb={[{ label: t("title"), href: list }]}
      />
      {shown ? (
        <>
          <SecretShown secret={shown} onHref={list} />
          <VerifySection />
        </>
      ) : (
        <WebhookForm action={createWebhookAction} cancelHref={list} />
      )}
    </>
  );
}
