import type { Metadata } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getMessages, getTranslations } from "next-intl/server";
import { DownloadForm } from "@/app/(plain)/hand-over/[name]/_components/download-form";
import { Leave } from "@/app/(plain)/hand-over/[name]/_components/leave";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { PlainLayout } from "@/components/layout/plain-layout";
import { Banner } from "@/components/ui/banner";
import { PageHeader } from "@/components/ui/page-header";
import { Secret } from "@/components/ui/secret";
import { getServiceKey } from "@/lib/domain/service-keys/queries";
import { revealServiceKey } from "@/lib/domain/service-keys/reveal-service-key";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { showServiceKeyAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("serviceKeys"))("issuedTitle") };
}

/** A GET shows what waits; the answer to the POST that claimed it shows the key, once (ux.md 3.3). */
export default async function IssuedServiceKeyPage({ params }: PageProps<"/operator/issued-service-key/[id]">) {
  const ctx = await requireOperatorContext();
  const key = await forPage(getServiceKey(ctx, (await params).id));
  const token = key.reveal === "claimed" ? await forPage(revealServiceKey(ctx, { id: key.id })) : undefined;
  const [t, { common, errors, handOver }] = await Promise.all([getTranslations("serviceKeys"), getMessages()]);
  const services = paths.operator.services();
  return (
    <PlainLayout exits={[{ href: services, label: t("toServices") }]}>
      <NextIntlClientProvider messages={{ common, errors, handOver }}>
        <PageHeader title={t("issuedTitle")} subtitle={key.name} />
        {token !== undefined ? (
          <div className="grid max-w-160 gap-6">
            <Banner tone="warn" title={t("shownTitle")} role="status">
              {t("shown")}
            </Banner>
            <Secret label={t("key")} value={token} />
            <Leave doneHref={services} />
          </div>
        ) : key.reveal === "waiting" ? (
          <section aria-labelledby="waits" className="panel grid max-w-160 gap-4">
            <h2 id="waits" className="text-section">
              {t("waitsTitle")}
            </h2>
            <p className="reading">{t("waits")}</p>
            <div className="flex flex-wrap gap-2">
              <PlainForm action={showServiceKeyAction} labels={{}}>
                <input type="hidden" name="id" value={key.id} />
                <SubmitButton>{t("showIt")}</SubmitButton>
              </PlainForm>
              <DownloadForm action={paths.operator.issuedServiceFile(key.id)} label={t("downloadCsv")} />
            </div>
          </section>
        ) : (
          <Banner tone="warn" title={t("goneTitle")}>
            {t("gone")}
          </Banner>
        )}
      </NextIntlClientProvider>
    </PlainLayout>
  );
}
