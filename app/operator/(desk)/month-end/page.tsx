import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Pager } from "@/components/tables/pager";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Sentences } from "@/components/ui/sentences";
import { Time } from "@/components/ui/time";
import { listClosingMonths } from "@/lib/domain/bills/month-end-queries";
import { MonthEndFilter } from "@/lib/domain/bills/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { ClosingTable } from "./_components/closing-table";
import { closeDuePeriodsAction } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("monthEnd");
  return { title: t("title") };
}

const shows = ["standing", "all"] as const;

export default async function MonthEndPage({ searchParams }: PageProps<"/operator/month-end">) {
  const ctx = await requireOperatorContext();
  const filter = MonthEndFilter.parse(await searchParams);
  const { rows, newer, older, closing, standing, ready, nextEndsAt } = await forPage(listClosingMonths(ctx, filter));
  const t = await getTranslations("monthEnd");
  const counts = { standing, all: closing };
  const pageOf = (cursor: string | undefined) => cursor && paths.operator.monthEnd({ show: filter.show, cursor });
  return (
    <>
      <Flash />
      <PageHeader
        title={t("title")}
        lead={t("lead")}
        action={
          ready > 0 ? (
            <PlainForm action={closeDuePeriodsAction} labels={{}}>
              <SubmitButton>{t("closeAll", { count: ready })}</SubmitButton>
            </PlainForm>
          ) : null
        }
        tabs={shows.map((show) => ({
          href: paths.operator.monthEnd(show === "all" ? { show } : {}),
          label: t(`shows.${show}`, { count: counts[show] }),
          current: show === filter.show,
        }))}
      />
      {rows.length === 0 ? (
        <EmptyState title={t(`none.${filter.show}`)}>
          <Sentences>
            {closing > 0 ? t("closing", { count: closing }) : null}
            {nextEndsAt ? t.rich("nextEnds", { at: () => <Time at={nextEndsAt} timeZone="UTC" exact /> }) : null}
          </Sentences>
        </EmptyState>
      ) : (
        <ClosingTable rows={rows} />
      )}
      <Pager newerHref={pageOf(newer)} olderHref={pageOf(older)} newerLabel={t("previous")} olderLabel={t("next")} />
    </>
  );
}
