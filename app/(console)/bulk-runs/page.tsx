import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/tables/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { listBulkRuns } from "@/lib/domain/bulk-runs/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("bulkRuns"), requireConsoleContext()]);
  return { title: `${t("room")} · ${account.alias}` };
}

export default async function BulkRunsPage() {
  const ctx = await requireConsoleContext();
  const runs = await forPage(listBulkRuns(ctx));
  const [t, subAccounts] = await Promise.all([getTranslations("bulkRuns"), getTranslations("subAccounts")]);
  const label = { state: t("state"), rows: t("rows"), by: t("orderedBy"), at: t("made") };
  return (
    <>
      <PageHeader
        title={t("room")}
        lead={t("lead")}
        breadcrumb={[{ href: paths.subAccounts.list(), label: subAccounts("room") }]}
      />
      {runs.length === 0 ? (
        <EmptyState title={t("noneTitle")}>{t("none")}</EmptyState>
      ) : (
        <DataTable
          caption={t("room")}
          head={
            <>
              <th scope="col">{t("what")}</th>
              <th scope="col">{label.state}</th>
              <th scope="col" className="num">
                {label.rows}
              </th>
              <th scope="col">{label.by}</th>
              <th scope="col">{label.at}</th>
            </>
          }
        >
          {runs.map((run) => (
            <tr key={run.id}>
              <th scope="row">
                <a href={paths.bulkRuns.run(run.id)}>{t(`kinds.${run.kind}`, { count: run.planned })}</a>
              </th>
              <td data-label={label.state}>{t(`states.${run.state}`)}</td>
              <td data-label={label.rows} className="num">
                {run.total}
              </td>
              <td data-label={label.by}>{run.orderedBy}</td>
              <td data-label={label.at}>
                <Time at={run.createdAt} />
              </td>
            </tr>
          ))}
        </DataTable>
      )}
    </>
  );
}
