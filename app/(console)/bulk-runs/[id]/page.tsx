import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Pager } from "@/components/tables/pager";
import { ButtonLink } from "@/components/ui/button-link";
import { PageHeader } from "@/components/ui/page-header";
import { getBulkRun } from "@/lib/domain/bulk-runs/queries";
import { BulkRunView, rowsShown } from "@/lib/domain/bulk-runs/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { Finished } from "./_components/finished";
import { Progress } from "./_components/progress";
import { RowTable } from "./_components/row-table";
import { StartForm } from "./_components/start-form";
import { toldOf } from "./told-of";

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("bulkRuns"), requireConsoleContext()]);
  return { title: `${t("run")} · ${t("room")} · ${account.alias}` };
}

/** One address from draft to result: it survives a reload, a sign-out, and whoever else looks. */
export default async function BulkRunPage({ params, searchParams }: Props) {
  const ctx = await requireConsoleContext();
  const { id } = await params;
  const { from } = BulkRunView.parse(await searchParams);
  const detail = await forPage(getBulkRun(ctx, id, from));
  const { run, counts, rows } = detail;
  const [t, told] = await Promise.all([getTranslations("bulkRuns"), toldOf(run)]);
  return (
    <>
      <PageHeader
        title={t(`kinds.${run.kind}`, { count: run.planned })}
        lead={t(`leads.${run.state}`)}
        breadcrumb={[{ href: paths.bulkRuns.list(), label: t("room") }]}
        facts={[
          t("willDo", { count: run.planned }),
          ...(run.total > run.planned ? [t("wontDo", { count: run.total - run.planned })] : []),
          ...(told ? [told] : []),
          t("by", { who: run.orderedBy }),
        ]}
        {...(run.state !== "draft" && {
          more: (
            <ButtonLink href={paths.bulkRuns.result(run.id)} download>
              {t("download")}
            </ButtonLink>
          ),
        })}
      />
      {run.state === "draft" ? <StartForm ctx={ctx} run={run} /> : null}
      {run.state === "running" ? <Progress run={run} counts={counts} /> : null}
      {run.state === "done" || run.state === "cancelled" ? <Finished ctx={ctx} run={run} counts={counts} /> : null}
      <RowTable run={run} rows={rows} />
      <Pager
        newerHref={from > 0 ? paths.bulkRuns.run(run.id, Math.max(0, from - rowsShown)) : undefined}
        olderHref={from + rowsShown < run.total ? paths.bulkRuns.run(run.id, from + rowsShown) : undefined}
        newerLabel={t("previous")}
        olderLabel={t("next")}
      />
    </>
  );
}
