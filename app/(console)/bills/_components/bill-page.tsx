import { X } from "lucide-react";
import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { Money } from "@/app/_components/money";
import { Pager } from "@/components/tables/pager";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { PrintButton } from "@/components/ui/print-button";
import { Section } from "@/components/ui/section";
import { Sentences } from "@/components/ui/sentences";
import type { Changes } from "@/lib/domain/spend/change-queries";
import type { ChangePart } from "@/lib/domain/spend/change-rules";
import type { BillLine } from "@/lib/domain/spend/presenter";
import type { Bill, BillLines as Lines } from "@/lib/domain/spend/queries";
import { type BillFilter, billSides, ofNone } from "@/lib/domain/spend/schema";
import { paths } from "@/lib/entrypoints/console/paths";
import { BillLines } from "./bill-lines";
import { BillStatus } from "./bill-status";
import { BooksNote } from "./books-note";
import { Change } from "./change";
import { ChangeView } from "./change-view";
import { DailyChart } from "./daily-chart";
import { DownloadMenu } from "./document-form";
import { Figure } from "./figure";
import { InvoicedFigure, InvoicedSection } from "./invoiced";
import { RestatedFigure } from "./restated-figure";
import { sayDay, sayMonth } from "./words";

interface Props {
  bill: Bill;
  /** One side of it, or what changed. */
  lines: Lines | undefined;
  changes: Changes | undefined;
  filter: BillFilter;
  part: ChangePart | undefined;
  breadcrumb: { href: string; label: string }[];
  mayExport: boolean;
  /** The movements behind what was not covered, for who may see them. */
  uncoveredHref?: string;
}

const narrowing = ["service", "sku", "category", "day"] as const;
type View = Partial<Record<"by" | (typeof narrowing)[number] | "cursor", string>>;

/** A month of the account or of one sub-account: what, when, compared with the month before; every number opens. */
export async function BillPage({ bill, lines, changes, filter, part, breadcrumb, mayExport, uncoveredHref }: Props) {
  const [t, format, locale] = await Promise.all([getTranslations("finance"), getFormatter(), getLocale()]);
  const { month, name, terms, status, total, before, beforeSoFar, isRunning, charges, usedUntil, daily } = bill;
  const { statement, restated, invoiced, invoicingMode } = bill;
  const set: View = Object.fromEntries(narrowing.flatMap((key) => (filter[key] ? [[key, filter[key]]] : [])));
  const address = (view: View) =>
    paths.bills.one(month, name, Object.fromEntries(Object.entries(view).filter(([, value]) => value)));
  const chargesOf = (view: Record<string, string>) => paths.charges.list({ month, ...(name && { name }), ...view });
  const sides = [...billSides.filter((side) => !name || side !== "sub-account"), "change" as const];
  const current = changes ? "change" : filter.by;
  const chips = narrowing.flatMap((key) =>
    filter[key]
      ? [
          {
            key,
            label: t(`chips.${key}`, { value: sayFilter(key) }),
          },
        ]
      : [],
  );
  function sayFilter(key: (typeof narrowing)[number]) {
    if (key === "day") return sayDay(format, filter.day);
    if (key === "category") return filter.category && t(`categories.${filter.category}`);
    return filter[key] === ofNone ? t("noSku") : filter[key];
  }
  const { sku: ofSku, category, day: ofDay } = filter;
  const narrow = { ...(ofSku && { sku: ofSku }), ...(category && { category }), ...(ofDay && { day: ofDay }) };
  const subAccountHref = (line: BillLine) =>
    line.key
      ? paths.bills.one(month, line.key, set.sku || set.day || set.service || set.category ? { ...set, by: "sku" } : {})
      : paths.charges.list({ month, name: ofNone });
  const hrefOf = (line: BillLine): string => {
    if (filter.by === "sub-account") return subAccountHref(line);
    if (filter.by === "service") return address({ ...set, by: "sku", service: line.key || ofNone });
    if (filter.by === "category") return address({ ...set, by: "sku", category: line.key });
    if (filter.by === "sku") {
      const sku = line.key || ofNone;
      return name ? chargesOf({ ...narrow, sku }) : address({ ...set, by: "sub-account", sku });
    }
    return name ? chargesOf({ ...narrow, day: line.key }) : address({ ...set, by: "sub-account", day: line.key });
  };
  const [newer, older] = [lines?.newer, lines?.older].map(
    (cursor) => cursor && address({ ...set, by: filter.by, cursor }),
  );
  const monthName = sayMonth(format, month);
  return (
    <>
      <PageHeader
        title={name ? t("billOf", { name, month: monthName }) : t("billTitle", { month: monthName })}
        state={<BillStatus status={status} soft />}
        breadcrumb={breadcrumb}
        lead={t(`statusLead.${isRunning ? "running" : status}`)}
        more={
          <>
            {mayExport ? <DownloadMenu month={month} name={name} /> : null}
            <PrintButton />
          </>
        }
      />
      <dl className="mb-8 flex flex-wrap gap-x-12 gap-y-4">
        <Figure
          large
          term={isRunning ? t("soFar") : t("total")}
          value={<Money amount={total} terms={terms} />}
          note={
            <a href={`${address({ by: "change" })}#lines`}>
              <Change now={total} before={isRunning ? beforeSoFar : before} terms={terms} />
            </a>
          }
        />
        <Figure
          term={isRunning ? t("beforeSameDay") : t("monthBefore")}
          value={<Money amount={isRunning ? beforeSoFar : before} terms={terms} />}
          note={
            isRunning ? (
              <Sentences>
                {t("wholeMonth")}
                <Money amount={before} terms={terms} />
              </Sentences>
            ) : undefined
          }
        />
        {invoiced ? <InvoicedFigure invoiced={invoiced} status={status} terms={terms} /> : null}
        {statement ? (
          <Figure term={t("usedBefore")} value={<Money amount={statement.usedBefore} terms={terms} />} />
        ) : null}
        {statement && statement.uncovered > 0n ? (
          <Figure
            term={t("uncovered")}
            href={uncoveredHref}
            value={<Money amount={statement.uncovered} terms={terms} />}
            note={t("uncoveredNote")}
          />
        ) : null}
        {restated ? <RestatedFigure restated={restated} name={name} terms={terms} /> : null}
        <Figure term={t("charges")} href={chargesOf({})} value={new Intl.NumberFormat(locale).format(charges)} />
      </dl>
      <Section id="days" title={name ? t("byDayOf") : t("byDay")}>
        <DailyChart
          daily={daily}
          terms={terms}
          label={t("chart.label")}
          hrefOfDay={(day) => (name ? chargesOf({ day }) : address({ by: "sub-account", day }))}
          hrefOfSeries={(key) => (name ? address({ by: "sku", service: key }) : paths.bills.one(month, key))}
        />
      </Section>
      <Section id="lines" title={t("whatItIsMadeOf")}>
        <nav aria-label={t("sidesLabel")} className="tabs mb-4">
          {sides.map((side) => (
            <a
              key={side}
              href={`${address({ ...set, by: side })}#lines`}
              aria-current={side === current ? "page" : undefined}
            >
              {t(`sides.${side}`)}
            </a>
          ))}
        </nav>
        {chips.length > 0 ? (
          <ul aria-label={t("onlyThese")} className="chips mb-4">
            {chips.map(({ key, label }) => (
              <li key={key}>
                <a href={`${address({ ...set, by: current, [key]: "" })}#lines`} className="chip">
                  {label}
                  <X aria-hidden="true" className="icon" />
                  <span className="sr-only">{t("removeFilter")}</span>
                </a>
              </li>
            ))}
          </ul>
        ) : null}
        {changes ? (
          <ChangeView {...{ changes, month, name, terms, filter, part, mayExport }} />
        ) : !lines || lines.rows.length === 0 ? (
          <EmptyState title={t("noLines")}>{t("noLinesText")}</EmptyState>
        ) : (
          <BillLines
            lines={lines}
            filter={filter}
            terms={terms}
            caption={t("whatItIsMadeOf")}
            hrefOf={hrefOf}
            chargesHref={
              !name && filter.by === "sub-account"
                ? (line) => paths.charges.list({ month, name: line.key || ofNone, ...narrow })
                : undefined
            }
          />
        )}
        <Pager
          {...(newer && { newerHref: newer, newerLabel: t("dearer") })}
          {...(older && { olderHref: older, olderLabel: t("cheaper") })}
        />
      </Section>
      {invoiced ? <InvoicedSection invoiced={invoiced} mode={invoicingMode} terms={terms} /> : null}
      <BooksNote terms={terms} usedUntil={usedUntil} invoicingMode={invoicingMode} />
    </>
  );
}
