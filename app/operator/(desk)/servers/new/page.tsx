import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ServerForm } from "@/app/_components/servers/server-form";
import { registerPlatformServerAction } from "@/app/operator/(desk)/servers/actions";
import { Field } from "@/components/forms/field";
import { PageHeader } from "@/components/ui/page-header";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("servers");
  return { title: t("registerTitle") };
}

export default async function RegisterPlatformServerPage() {
  await requireOperatorContext();
  const t = await getTranslations("servers");
  return (
    <>
      <PageHeader
        title={t("registerTitle")}
        lead={t("registerLead")}
        breadcrumb={[{ label: t("title"), href: paths.operator.servers() }]}
      />
      <ServerForm
        action={registerPlatformServerAction}
        cancelHref={paths.operator.servers()}
        labels={{ accountName: t("account") }}
      >
        <Field name="accountName" hint={t("accountHint")} required mono maxLength={64} autoComplete="off" />
      </ServerForm>
    </>
  );
}
