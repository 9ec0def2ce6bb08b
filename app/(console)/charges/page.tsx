import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { Money } from "@/app/_components/money";
import { BooksNote } from "@/app/(console)/bills/_components/books-note";
import { sayDay, sayMonth } from "@/app/(console)/bills/_components/words";
import { FilterField } from "@/components/tables/filter-field";
import { FilterRow } from "@/components/tables/filter-row";
import { Pager } from "@/components/tables/pager";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { mayDo } from "@/lib/authorization/authorize";
import { anySubAccount } from "@/lib/authorization/resources";
import { listChargeRows } from "@/lib/domain/charges/row-queries";
import { ChargeFilter, ofNone } from "@/lib/domain/spend/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { ChargeTable } from "./_components/charge-table";
import { resourcesOf } from "./_components/resources-of";

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("finance"), requireConsoleContext()]);
  return { title: `${t("charges")} · ${account.alias}` };
}

const names = ["name", "resource", "sku", "category", "day", "settlement"] as const;

/** The priced lines behind a number: the last stop before the usage itself. */
export default async function ChargesPage({ searchParams }: Props) {
  const ctx = await requireConsoleContext();
  const filter = ChargeFilter.parse(await searchParams);
  const { rows, newer, older, terms, month, totals } = await forPage(listChargeRows(ctx, filter));
  const resources = await resourcesOf(ctx, rows);
  const [t, format] = await Promise.all([getTranslations("finance"), getFormatter()]);
  const seesAll = mayDo(ctx, "bss:DescribeSpend", anySubAccount(ctx));
  // What narrows nothing is not said: SKU and day are of one sub-account's charges.
  const narrows =
    seesAll && (filter.name === "" || filter.name === ofNone || filter.settlement)
      ? ["name", "resource", "settlement"]
      : names;
  const set = Object.fromEntries(
    names.flatMap((key) => (filter[key] && narrows.includes(key) ? [[key, filter[key]]] : [])),
  );
  const say = (key: (typeof names)[number]) => {
    if (filter[key] === ofNone) return key === "name" ? t("accountItself") : t("noSku");
    if (key === "resource") return filter.resource.split(":").at(-1) ?? "";
    if (key === "category") return filter.category && t(`categories.${filter.category}`);
    return key === "day" ? sayDay(format, filter.day) : filter[key];
  };
  const chips = names
    .filter((key) => set[key])
    .map((key) => ({
      label: t("chip", { filter: t(`filters.${key}`), value: say(key) }),
      removeHref: paths.charges.list({
        month,
        ...Object.fromEntries(Object.entries(set).filter(([one]) => one !== key)),
      }),
    }));
  const hrefOf = (cursor: string) => paths.charges.list({ month, ...set, cursor });
  const monthName = sayMonth(format, month);
  return (
    <>
      <PageHeader
        title={t("chargesOf", { month: monthName })}
        lead={seesAll ? t("chargesLead") : t("chargesLeadOwn")}
        breadcrumb={
          seesAll
            ? [
                { href: paths.bills.list(), label: t("bills") },
                { href: paths.bills.one(month), label: monthName },
              ]
            : [{ href: paths.spend(), label: t("spend") }]
        }
      />
      <FilterRow
        action={paths.charges.list()}
        chips={chips}
        clearHref={chips.length > 0 ? paths.charges.list({ month }) : undefined}
        keep={{ settlement: filter.settlement, resource: filter.resource, category: set.category ?? "" }}
      >
        <FilterField name="month" label={t("filters.month")} value={month} />
        {seesAll ? <FilterField name="name" label={t("filters.name")} value={filter.name} /> : null}
        <FilterField name="sku" label={t("filters.sku")} value={set.sku ?? ""} />
        <FilterField name="day" label={t("filters.day")} value={set.day ?? ""} placeholder={t("dayHint")} />
      </FilterRow>
      <div role="status" className="result-count flex flex-wrap gap-x-6">
        <span>{t("chargeCount", { count: format.number(totals.charges), exact: Number(totals.charges) })}</span>
        <span>
          {t("totalOfFilter")}{" "}
          <strong className="font-semibold text-ink">
            <Money amount={totals.cost} terms={terms} />
          </strong>
        </span>
      </div>
      {rows.length === 0 ? (
        <EmptyState title={t("noCharges")}>{t("noChargesText")}</EmptyState>
      ) : (
        <ChargeTable rows={rows} terms={terms} seesAll={seesAll} resources={resources} />
      )}
      <Pager {...(newer && { newerHref: hrefOf(newer) })} {...(older && { olderHref: hrefOf(older) })} />
      <BooksNote terms={terms} />
    </>
  );
}
