import type { Metadata } from "next";
import Link from "next/link";
import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { DataTable } from "@/components/tables/data-table";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import { listMeters, type MeterView, type SourceView } from "@/lib/domain/usage/meter-queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("meters");
  return { title: t("title") };
}

/** What is measured, by whom, and whether it still comes in: silence is a fault too. */
export default async function MetersPage() {
  const ctx = await requireOperatorContext();
  const { meters, sources } = await forPage(listMeters(ctx));
  const t = await getTranslations("meters");
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <div className="grid gap-8">
        <Section id="meters" title={t("meters")}>
          {meters.length === 0 ? (
            <EmptyState title={t("none")}>{t("noneText")}</EmptyState>
          ) : (
            <MeterTable meters={meters} />
          )}
        </Section>
        {sources.length > 0 ? (
          <Section id="sources" title={t("sources")} lead={t("sourcesLead")}>
            <SourceTable sources={sources} />
          </Section>
        ) : null}
      </div>
    </>
  );
}

async function MeterTable({ meters }: { meters: readonly MeterView[] }) {
  const [t, format, locale] = await Promise.all([getTranslations("meters"), getFormatter(), getLocale()]);
  return (
    <DataTable
      caption={t("meters")}
      head={
        <>
          <th scope="col">{t("meter")}</th>
          <th scope="col">{t("sku")}</th>
          <th scope="col">{t("unit")}</th>
          <FlowHead />
        </>
      }
    >
      {meters.map(({ meter, prices, isUnpriced, ...flow }) => (
        <tr key={meter}>
          <th scope="row" className="break-all font-mono">
            {meter}
          </th>
          <td data-label={t("sku")}>
            {prices.map(({ code, nameEn, nameZh }) => (
              <span key={code} className="block">
                <Link href={paths.operator.price(code)} prefetch={false}>
                  {locale === "zh-CN" ? nameZh : nameEn}
                </Link>
              </span>
            ))}
            {isUnpriced ? <Badge tone="warn">{t(prices.length > 0 ? "unpriced" : "unknown")}</Badge> : null}
          </td>
          <td data-label={t("unit")}>{[...new Set(prices.map(({ consumedUnit }) => consumedUnit))].join(", ")}</td>
          <FlowCells flow={flow} format={format} />
        </tr>
      ))}
    </DataTable>
  );
}

async function SourceTable({ sources }: { sources: readonly SourceView[] }) {
  const [t, format] = await Promise.all([getTranslations("meters"), getFormatter()]);
  return (
    <DataTable
      caption={t("sources")}
      head={
        <>
          <th scope="col">{t("source")}</th>
          <FlowHead />
          <th scope="col" className="num">
            {t("lag")}
          </th>
        </>
      }
    >
      {sources.map(({ source, lagSeconds, ...flow }) => (
        <tr key={source}>
          <th scope="row" className="break-all font-mono">
            {source}
          </th>
          <FlowCells flow={flow} format={format} />
          <td data-label={t("lag")} className="num">
            {flow.events > 0 ? sayLag(format, lagSeconds) : "–"}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

type Formatter = Awaited<ReturnType<typeof getFormatter>>;

/** In the largest unit that there are two of. */
function sayLag(format: Formatter, seconds: number): string {
  const [length, unit] =
    seconds < 120 ? ([1, "second"] as const) : seconds < 7_200 ? ([60, "minute"] as const) : ([3_600, "hour"] as const);
  return format.number(Math.round(seconds / length), { style: "unit", unit, unitDisplay: "short" });
}

async function FlowHead() {
  const t = await getTranslations("meters");
  return (
    <>
      <th scope="col">{t("last")}</th>
      <th scope="col" className="num">
        {t("day")}
      </th>
      <th scope="col" className="num">
        {t("hour")}
      </th>
      <th scope="col" className="num">
        {t("waiting")}
      </th>
    </>
  );
}

interface FlowCellsProps {
  flow: Pick<MeterView, "events" | "lastHour" | "lastAt" | "waiting">;
  format: Formatter;
}

async function FlowCells({ flow: { events, lastHour, lastAt, waiting }, format }: FlowCellsProps) {
  const t = await getTranslations("meters");
  return (
    <>
      <td data-label={t("last")}>
        {lastAt ? <Time at={lastAt} /> : <span className="text-ink-2">{t("silent")}</span>}
      </td>
      <td data-label={t("day")} className="num">
        {format.number(events)}
      </td>
      <td data-label={t("hour")} className="num">
        {format.number(lastHour)}
      </td>
      <td data-label={t("waiting")} className="num">
        {waiting > 0 ? <a href={paths.operator.quarantine()}>{format.number(waiting)}</a> : "0"}
      </td>
    </>
  );
}
