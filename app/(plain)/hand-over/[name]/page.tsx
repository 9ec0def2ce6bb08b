import type { Metadata } from "next";
import { NextIntlClientProvider } from "next-intl";
import { getMessages, getTranslations } from "next-intl/server";
import { PlainLayout } from "@/components/layout/plain-layout";
import { PageHeader } from "@/components/ui/page-header";
import { openReveal } from "@/lib/domain/sessions/open-reveal";
import { getSubAccount } from "@/lib/domain/sub-accounts/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { findHandOver, handOverOf, kitOf } from "@/lib/entrypoints/console/hand-over";
import { navigationOf } from "@/lib/entrypoints/console/navigation";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { Gone } from "./_components/gone";
import { Shown } from "./_components/shown";
import { Waiting } from "./_components/waiting";

interface Props {
  params: Promise<{ name: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  // Not the row's: what metadata refuses, Next answers with an empty page where there is no script.
  const { name } = await params;
  const [t, { account }] = await Promise.all([getTranslations("handOver"), requireConsoleContext()]);
  return { title: `${name} · ${t("room")} · ${account.alias}` };
}

/** A GET shows what waits; the answer to the POST that claimed it shows the password or the link, once (ux.md 3.3). */
export default async function HandOverPage({ params }: Props) {
  const ctx = await requireConsoleContext();
  const person = await forPage(getSubAccount(ctx, (await params).name));
  const reveal = await forPage(findHandOver(ctx, person.name));
  const { key } = reveal;
  const text = reveal.state === "claimed" ? await forPage(openReveal(ctx, key)) : undefined;
  const [t, { common, errors, handOver }] = await Promise.all([getTranslations("handOver"), getMessages()]);
  const { maySeeSubAccounts } = navigationOf(ctx);
  const overview = paths.subAccounts.overview(person.name);
  return (
    <PlainLayout
      exits={[
        { href: overview, label: t("toOverview") },
        maySeeSubAccounts
          ? { href: paths.subAccounts.list(), label: t("toList") }
          : { href: paths.home(), label: t("toHome") },
      ]}
    >
      <NextIntlClientProvider messages={{ common, errors, handOver }}>
        <div className="print:hidden">
          <PageHeader
            title={t("title", { name: person.name })}
            subtitle={person.displayName === person.name ? undefined : person.displayName}
          />
        </div>
        {text !== undefined ? (
          <Shown handOver={handOverOf(ctx, person, kitOf(key, text))} person={person} doneHref={overview} />
        ) : reveal.state === "waiting" ? (
          <Waiting ctx={ctx} name={person.name} what={key.purpose} until={reveal.until} />
        ) : (
          <Gone
            ctx={ctx}
            person={person}
            what={key.purpose}
            state={reveal.state === "claimed" ? "given" : reveal.state}
          />
        )}
      </NextIntlClientProvider>
    </PlainLayout>
  );
}
