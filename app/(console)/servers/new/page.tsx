import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ServerForm } from "@/app/_components/servers/server-form";
import { registerServerAction } from "@/app/(console)/servers/actions";
import { PageHeader } from "@/components/ui/page-header";
import { getServerTerms } from "@/lib/domain/servers/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("servers"), requireConsoleContext()]);
  return { title: `${t("registerTitle")} · ${account.alias}` };
}

export default async function RegisterServerPage() {
  const ctx = await requireConsoleContext();
  await forPage(getServerTerms(ctx));
  const t = await getTranslations("servers");
  return (
    <>
      <PageHeader
        title={t("registerTitle")}
        lead={t("registerLead")}
        breadcrumb={[{ label: t("title"), href: paths.servers.list() }]}
      />
      <ServerForm action={registerServerAction} cancelHref={paths.servers.list()} />
    </>
  );
}
