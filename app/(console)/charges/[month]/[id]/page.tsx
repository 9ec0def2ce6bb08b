import type { Metadata } from "next";
import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { Money } from "@/app/_components/money";
import { BooksNote } from "@/app/(console)/bills/_components/books-note";
import { sayMonth, sayWords } from "@/app/(console)/bills/_components/words";
import { Reckoning } from "@/app/(console)/charges/_components/reckoning";
import { resourcesOf } from "@/app/(console)/charges/_components/resources-of";
import { UsageTable } from "@/app/(console)/charges/_components/usage-table";
import { DefinitionList } from "@/components/ui/definition-list";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import { mayDo } from "@/lib/authorization/authorize";
import { anySubAccount } from "@/lib/authorization/resources";
import { getCharge } from "@/lib/domain/charges/explain-queries";
import { ofNone } from "@/lib/domain/spend/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";

interface Props {
  params: Promise<{ month: string; id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [t, { account }, { id }] = await Promise.all([getTranslations("finance"), requireConsoleContext(), params]);
  return { title: `${t("charge", { id })} · ${account.alias}` };
}

/** One charge, worked out before one's eyes: price, tier, quantity, remainder, and the usage that was reported. */
export default async function ChargePage({ params }: Props) {
  const ctx = await requireConsoleContext();
  const charge = await forPage(getCharge(ctx, await params));
  const found = (await resourcesOf(ctx, [charge])).get(charge.resource ?? "");
  const [t, format, locale] = await Promise.all([getTranslations("finance"), getFormatter(), getLocale()]);
  const seesAll = mayDo(ctx, "bss:DescribeSpend", anySubAccount(ctx));
  const { month, id, terms, subAccountName, sku, service, resource, startAt, endAt, category } = charge;
  const { settlementNo, ratedAt, reversal, note, correction, cost, usage, moreUsage, events } = charge;
  const name = subAccountName || ofNone;
  const time = (at: Date) => <Time at={at} exact timeZone={terms.timeZone} />;
  const monthName = sayMonth(format, month);
  const list = paths.charges.list({ month, ...(seesAll && { name }) });
  return (
    <>
      <PageHeader
        title={t("charge", { id })}
        lead={
          <>
            {subAccountName || t("accountItself")} · {sku ? sayWords(sku, locale, "") : t(`categories.${category}`)} ·{" "}
            <Money amount={cost} terms={terms} />
          </>
        }
        breadcrumb={[{ href: list, label: t("chargesOf", { month: monthName }) }]}
      />
      <Section id="what" title={t("whatWasUsed")}>
        <DefinitionList
          items={[
            { term: t("sides.service"), value: service && sayWords(service, locale, "") },
            { term: t("sides.sku"), value: sku && `${sayWords(sku, locale, "")} (${charge.skuCode})` },
            {
              term: t("resource"),
              value: resource && (
                <span className="break-all font-mono">
                  {found ? <a href={paths.resources.one(found.owner, found.id)}>{resource}</a> : resource}
                </span>
              ),
            },
            { term: t("usedFrom"), value: time(startAt) },
            { term: t("usedTo"), value: time(endAt) },
            {
              term: t("bill"),
              value: <a href={paths.bills.one(month, subAccountName)}>{monthName}</a>,
            },
            ...(correction ? [{ term: t("correction"), value: t("correctionNote") }] : []),
            ...(note ? [{ term: t("reason"), value: note }] : []),
            ...(reversal
              ? [
                  {
                    term: t("reversed"),
                    value: (
                      <a href={paths.charges.one(reversal.month, reversal.id)}>{t("charge", { id: reversal.id })}</a>
                    ),
                  },
                ]
              : []),
            { term: t("ratedAt"), value: time(ratedAt) },
            {
              term: t("filters.settlement"),
              value: seesAll ? (
                <a href={paths.charges.list({ month, name, settlement: settlementNo })}>{settlementNo}</a>
              ) : (
                settlementNo
              ),
            },
          ]}
        />
      </Section>
      <Section
        id="reckoning"
        title={t("reckoning")}
        lead={charge.unitPrice === null ? t("notMetered") : t("reckoningLead")}
      >
        <Reckoning charge={charge} />
      </Section>
      {events === null ? null : (
        <Section id="usage" title={t("usageBehind")} lead={t("usageBehindLead", { count: events })}>
          {usage.length === 0 ? (
            <p className="text-ink-2">{t("usageGone")}</p>
          ) : (
            <UsageTable usage={usage} more={moreUsage} timeZone={terms.timeZone} />
          )}
        </Section>
      )}
      <BooksNote terms={terms} />
    </>
  );
}
