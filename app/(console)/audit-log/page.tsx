import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/tables/data-table";
import { FilterField } from "@/components/tables/filter-field";
import { FilterRow } from "@/components/tables/filter-row";
import { Pager } from "@/components/tables/pager";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { mayDo } from "@/lib/authorization/authorize";
import { anySubAccount } from "@/lib/authorization/resources";
import { listAuditEvents } from "@/lib/domain/audit-log/queries";
import { AuditFilter } from "@/lib/domain/audit-log/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { EventRow } from "./_components/event-row";

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("auditLog"), requireConsoleContext()]);
  return { title: `${t("title")} · ${account.alias}` };
}

export default async function AuditLogPage({ searchParams }: Props) {
  const ctx = await requireConsoleContext();
  const view = AuditFilter.parse(await searchParams);
  const page = await forPage(listAuditEvents(ctx, view));
  const t = await getTranslations("auditLog");
  const seesAll = mayDo(ctx, "espalier:ListAuditEvents", anySubAccount(ctx));
  const { name, until } = view;
  const filters = { ...(name && { name }), ...(until && { until }) };
  const [newer, older] = [page.newer, page.older].map((cursor) => cursor && paths.auditLog({ ...filters, cursor }));
  return (
    <>
      <PageHeader title={t("title")} lead={seesAll ? t("lead") : t("leadOwn")} />
      <FilterRow
        action={paths.auditLog()}
        {...((name || until) && { clearHref: paths.auditLog() })}
        chips={[
          ...(name ? [{ label: t("chipName", { name }), removeHref: paths.auditLog(until ? { until } : {}) }] : []),
          ...(until ? [{ label: t("chipUntil", { until }), removeHref: paths.auditLog(name ? { name } : {}) }] : []),
        ]}
      >
        {seesAll ? <FilterField name="name" label={t("name")} value={name} placeholder={t("name")} /> : null}
        <FilterField name="until" label={t("until")} value={until} placeholder={t("untilHint")} />
      </FilterRow>
      {page.rows.length === 0 ? (
        <EmptyState title={t("emptyTitle")}>{t("empty")}</EmptyState>
      ) : (
        <DataTable
          caption={t("title")}
          head={
            <>
              <th scope="col">{t("when")}</th>
              <th scope="col">{t("what")}</th>
              <th scope="col">{t("from")}</th>
              <th scope="col">{t("request")}</th>
            </>
          }
        >
          {page.rows.map((event) => (
            <tr key={event.id}>
              <th scope="row">
                <Time at={event.at} />
              </th>
              <EventRow event={event} />
            </tr>
          ))}
        </DataTable>
      )}
      <Pager {...(newer && { newerHref: newer })} {...(older && { olderHref: older })} />
    </>
  );
}
