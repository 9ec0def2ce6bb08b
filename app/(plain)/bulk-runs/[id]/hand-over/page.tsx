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
import { PrintButton } from "@/components/ui/print-button";
import { readHandedOver } from "@/lib/domain/bulk-runs/hand-over-bulk-run";
import { getBulkRun } from "@/lib/domain/bulk-runs/queries";
import { openReveal } from "@/lib/domain/sessions/open-reveal";
import { findReveal } from "@/lib/domain/sessions/reveal-queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { handOverOfMany } from "@/lib/entrypoints/console/hand-over";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { Sheet } from "./_components/sheet";
import { showClaimLinksAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("bulkRuns"), requireConsoleContext()]);
  return { title: `${t("handOver")} · ${account.alias}` };
}

/** A GET makes nothing; the answer to the POST shows the links it made, once (ux.md 3.3). */
export default async function BulkHandOverPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await requireConsoleContext();
  const { run } = await forPage(getBulkRun(ctx, (await params).id));
  const key = { purpose: "claim-links", subject: run.id } as const;
  const { state } = await forPage(findReveal(ctx, key));
  const text = state === "claimed" ? await forPage(openReveal(ctx, key)) : undefined;
  const [t, { common, errors, handOver }] = await Promise.all([getTranslations("bulkRuns"), getMessages()]);
  const back = paths.bulkRuns.run(run.id);
  return (
    <PlainLayout
      exits={[
        { href: back, label: t("run") },
        { href: paths.subAccounts.handOverBoard(), label: t("board") },
      ]}
    >
      <NextIntlClientProvider messages={{ common, errors, handOver }}>
        <div className="print:hidden">
          <PageHeader title={t("handOver")} lead={t("handOverLead")} />
        </div>
        {text === undefined ? (
          <section className="panel grid max-w-160 gap-4">
            <p className="reading">{t("handOverExplain")}</p>
            <div className="flex flex-wrap gap-2">
              <PlainForm action={showClaimLinksAction} labels={{}}>
                <input type="hidden" name="id" value={run.id} />
                <SubmitButton>{t("showLinks")}</SubmitButton>
              </PlainForm>
              <DownloadForm action={paths.bulkRuns.handOverFile(run.id)} />
            </div>
          </section>
        ) : (
          <div className="grid gap-8">
            <div className="grid gap-4 print:hidden">
              <Banner tone="warn" title={t("linksShownTitle")} role="status">
                {t("linksShown")}
              </Banner>
              <div>
                <PrintButton />
              </div>
            </div>
            <Sheet handOvers={handOverOfMany(ctx, readHandedOver(text))} />
            <Leave doneHref={back} />
          </div>
        )}
      </NextIntlClientProvider>
    </PlainLayout>
  );
}
