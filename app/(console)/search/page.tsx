import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { FilterField } from "@/components/tables/filter-field";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import type { FoundKind } from "@/lib/domain/search/presenter";
import { search } from "@/lib/domain/search/queries";
import { SearchInput } from "@/lib/domain/search/schema";
import { findPages } from "@/lib/entrypoints/console/find-pages";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { foundHref } from "./_components/found-href";
import { FoundList } from "./_components/found-list";

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("search"), requireConsoleContext()]);
  return { title: `${t("title")} · ${account.alias}` };
}

/** Lists that answer the same question about one kind, without an end. */
const lists: Partial<Record<FoundKind, (q: string) => string>> = {
  "sub-account": (q) => paths.subAccounts.list({ q }),
  resource: (q) => paths.resources.list({ q }),
};

/** One thing that the text names whole is opened at once; anything else is chosen from. */
export default async function SearchPage({ searchParams }: Props) {
  const ctx = await requireConsoleContext();
  const { q } = SearchInput.parse(await searchParams);
  const found = await forPage(search(ctx, q));
  const pages = findPages(ctx, q);
  const [only] = found;
  if (only?.isExact && found.length === 1 && pages.length === 0) redirect(foundHref(only));
  const [t, shell] = await Promise.all([getTranslations("search"), getTranslations("shell")]);
  const count = found.length + pages.length;
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead")} />
      <search aria-label={t("field")} className="filters">
        <form action={paths.search()} className="filter-row">
          <FilterField name="q" label={t("field")} value={q} maxLength={320} />
          <button type="submit" className="btn btn-primary">
            {t("go")}
          </button>
        </form>
      </search>
      {q === "" ? <EmptyState title={t("begin")}>{t("beginText")}</EmptyState> : null}
      {q !== "" && count === 0 ? <EmptyState title={t("noneTitle", { text: q })}>{t("noneText")}</EmptyState> : null}
      {count > 0 ? (
        <p role="status" className="text-ink-2">
          {t("found", { count })}
        </p>
      ) : null}
      {pages.length > 0 ? (
        <Section id="pages" title={t("pages")}>
          <ul className="grid max-w-200 gap-2">
            {pages.map(({ href, label }) => (
              <li key={href}>
                <Link href={href} prefetch={false}>
                  {shell(label)}
                </Link>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {[...Map.groupBy(found, ({ kind }) => kind)].map(([kind, some]) => (
        <FoundList key={kind} kind={kind} found={some} allHref={lists[kind]?.(q)} />
      ))}
    </>
  );
}
