import type { Metadata } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getFormatter, getMessages, getTranslations } from "next-intl/server";
import { DownloadForm } from "@/app/(plain)/hand-over/[name]/_components/download-form";
import { Leave } from "@/app/(plain)/hand-over/[name]/_components/leave";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { PlainLayout } from "@/components/layout/plain-layout";
import { Banner } from "@/components/ui/banner";
import { ButtonLink } from "@/components/ui/button-link";
import { CopyButton } from "@/components/ui/copy-button";
import { PageHeader } from "@/components/ui/page-header";
import { Secret } from "@/components/ui/secret";
import { getAccessKey } from "@/lib/domain/access-keys/queries";
import { writeKeyFile } from "@/lib/domain/access-keys/write-key-file";
import { openReveal } from "@/lib/domain/sessions/open-reveal";
import { findReveal } from "@/lib/domain/sessions/reveal-queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { showSecretAction } from "./actions";

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, { account }, { id }] = await Promise.all([getTranslations("accessKeys"), requireConsoleContext(), params]);
  return { title: `${t("issuedTitle")} · ${id} · ${account.alias}` };
}

/** A GET shows what waits; the answer to the POST that claimed it shows the secret, once (ux.md 3.3). */
export default async function IssuedAccessKeyPage({ params }: Props) {
  const ctx = await requireConsoleContext();
  const { key } = await forPage(getAccessKey(ctx, (await params).id));
  const ofKey = { purpose: "access-key-secret", subject: key.id } as const;
  const reveal = await forPage(findReveal(ctx, ofKey));
  const secret = reveal.state === "claimed" ? await forPage(openReveal(ctx, ofKey)) : undefined;
  const [t, format, { common, errors, handOver }] = await Promise.all([
    getTranslations("accessKeys"),
    getFormatter(),
    getMessages(),
  ]);
  const one = paths.accessKeys.one(key.id);
  const file = (name: "csv" | "env") => `${paths.accessKeys.issuedFile(key.id)}?format=${name}`;
  return (
    <PlainLayout
      exits={[
        { href: one, label: t("toKey") },
        { href: paths.accessKeys.list(), label: t("room") },
      ]}
    >
      <NextIntlClientProvider messages={{ common, errors, handOver }}>
        <PageHeader title={t("issuedTitle")} subtitle={key.ownerName ?? t("rootUser")} />
        {secret !== undefined ? (
          <div className="grid max-w-160 gap-6">
            <Banner tone="warn" title={t("shownTitle")} role="status">
              {t("shown")}
            </Banner>
            <Secret label="AccessKey ID" value={key.id} />
            <Secret label="AccessKey Secret" value={secret} />
            <span className="flex flex-wrap gap-2">
              <CopyButton text={`AccessKey ID: ${key.id}\nAccessKey Secret: ${secret}`} what={t("both")}>
                {t("copyBoth")}
              </CopyButton>
              <CopyButton text={writeKeyFile("env", { id: key.id, secret }).text} what=".env">
                {t("copyEnv")}
              </CopyButton>
            </span>
            <Leave doneHref={one} />
          </div>
        ) : reveal.state === "waiting" ? (
          <section aria-labelledby="waits" className="panel grid max-w-160 gap-4">
            <h2 id="waits" className="text-section">
              {t("waitsTitle")}
            </h2>
            <p className="reading">
              {t.rich("waits", {
                id: key.id,
                until: format.dateTime(reveal.until, {
                  hour: "2-digit",
                  minute: "2-digit",
                  hourCycle: "h23",
                  timeZoneName: "short",
                }),
                code: (text) => <span className="break-all font-mono">{text}</span>,
              })}
            </p>
            <div className="flex flex-wrap gap-2">
              <PlainForm action={showSecretAction} labels={{}}>
                <input type="hidden" name="id" value={key.id} />
                <SubmitButton>{t("showIt")}</SubmitButton>
              </PlainForm>
              <DownloadForm action={file("csv")} label={t("downloadCsv")} />
              <DownloadForm action={file("env")} label={t("downloadEnv")} />
            </div>
          </section>
        ) : (
          <div className="grid max-w-160 gap-6">
            <Banner tone={reveal.state === "expired" ? "warn" : "info"} title={t("goneTitle")}>
              {t(reveal.state === "expired" ? "unseen" : "gone")}
            </Banner>
            <div className="form-actions">
              {reveal.state === "expired" ? (
                <ButtonLink href={paths.accessKeys.create(key.ownerName ?? undefined)} variant="primary">
                  {t("create")}
                </ButtonLink>
              ) : (
                <ButtonLink href={paths.accessKeys.rotate(key.id)} variant="primary">
                  {t("rotate")}
                </ButtonLink>
              )}
              <ButtonLink href={one}>{t("toKey")}</ButtonLink>
            </div>
          </div>
        )}
      </NextIntlClientProvider>
    </PlainLayout>
  );
}
