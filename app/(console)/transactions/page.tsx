import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BooksNote } from "@/app/(console)/bills/_components/books-note";
import { FilterField } from "@/components/tables/filter-field";
import { FilterRow } from "@/components/tables/filter-row";
import { Pager } from "@/components/tables/pager";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { listTransactions } from "@/lib/domain/transactions/queries";
import { TransactionFilter, transferKinds } from "@/lib/domain/transactions/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { type FilterName, filterNames, filtersOf } from "./_components/address";
import { FilterTotals } from "./_components/filter-totals";
import { TransactionTable } from "./_components/transaction-table";

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("finance"), requireConsoleContext()]);
  return { title: `${t("transactions")} · ${account.alias}` };
}

const rare = ["month", "min", "max", "reference"] as const;

/** Every movement of the account's money at any depth; the totals are of the filter, never of the page. */
export default async function TransactionsPage({ searchParams }: Props) {
  const ctx = await requireConsoleContext();
  const filter = TransactionFilter.parse(await searchParams);
  const { rows, newer, older, terms, totals } = await forPage(listTransactions(ctx, filter));
  const t = await getTranslations("finance");
  const set = filtersOf(filter);
  const without = (gone: FilterName) => Object.fromEntries(Object.entries(set).filter(([name]) => name !== gone));
  const chips = filterNames.flatMap((name) =>
    set[name]
      ? [
          {
            label: t("chip", {
              filter: t(`filters.${name}`),
              value: name === "kind" && filter.kind ? t(`kinds.${filter.kind}`) : (set[name] ?? ""),
            }),
            removeHref: paths.transactions(without(name)),
          },
        ]
      : [],
  );
  const hrefOf = (cursor: string) => paths.transactions({ ...set, cursor });
  return (
    <>
      <PageHeader title={t("transactions")} lead={t("transactionsLead")} />
      <FilterRow
        action={paths.transactions()}
        chips={chips}
        {...(chips.length > 0 && { clearHref: paths.transactions() })}
      >
        <FilterField name="name" label={t("filters.name")} value={filter.name} />
        <FilterField
          name="kind"
          label={t("filters.kind")}
          value={filter.kind}
          options={[
            { value: "", label: t("anyKind") },
            ...transferKinds.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) })),
          ]}
        />
        <FilterField name="from" label={t("filters.from")} value={filter.from} placeholder={t("fromHint")} />
        <FilterField name="until" label={t("filters.until")} value={filter.until} placeholder={t("untilHint")} />
        <details open={rare.some((name) => set[name])} className="basis-full">
          <summary className="btn-link">{t("moreFilters")}</summary>
          <div className="filter-row mt-2">
            {rare.map((name) => (
              <FilterField key={name} name={name} label={t(`filters.${name}`)} value={set[name] ?? ""} />
            ))}
          </div>
        </details>
      </FilterRow>
      <FilterTotals totals={totals} terms={terms} exactHref={paths.transactions({ ...set, exact: "1" })} />
      {rows.length === 0 ? (
        <EmptyState title={t("noTransactions")}>{t("noTransactionsText")}</EmptyState>
      ) : (
        <TransactionTable rows={rows} terms={terms} />
      )}
      <Pager {...(newer && { newerHref: hrefOf(newer) })} {...(older && { olderHref: hrefOf(older) })} />
      <BooksNote terms={terms} />
    </>
  );
}
