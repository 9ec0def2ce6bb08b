import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DeviceName } from "@/app/_components/device-name";
import { EventChanges } from "@/app/_components/event-changes";
import { EventSentence } from "@/app/_components/event-sentence";
import { ExportForm } from "@/app/_components/export-form";
import { Flash } from "@/app/_components/flash";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { mayDo } from "@/lib/authorization/authorize";
import { auditLogResource } from "@/lib/authorization/resources";
import { listAuditEvents } from "@/lib/domain/audit-log/queries";
import { AuditFilter } from "@/lib/domain/audit-log/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";

import { filtersOf, LogFilters } from "./_components/log-filters";

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
  const seesAll = mayDo(ctx, "espalier:ListAuditEvents", auditLogResource(ctx));
  const [newer, older] = [page.newer, page.older].map(
    (cursor) => cursor && paths.auditLog({ ...filtersOf(view), cursor }),
  );
  return (
    <>
      <Flash />
      <PageHeader
        title={t("title")}
        lead={seesAll ? t("lead") : t("leadOwn")}
        more={<ExportForm action={paths.auditLogExport()} asked={filtersOf(view)} />}
      />
      <LogFilters view={view} seesAll={seesAll} />
      {page.rows.length === 0 ? (
        <EmptyState title={t("emptyTitle")}>{t("empty")}</EmptyState>
      ) : (
        <DataTable
          caption={t("title")}
          head={
            <>
              <th scope="col">{t("when")}</th>
              <th scope="col">{t("what")}</th>
              <th scope="col" className="min-w-40">
                {t("from")}
              </th>
            </>
          }
        >
          {page.rows.map((event) => (
            <tr key={event.id}>
              <th scope="row">
                <Time at={event.at} />
              </th>
              <td data-label={t("what")} className="told wrap-anywhere">
                <EventSentence event={event} href={paths.auditEvent(event.id)} />
                <EventChanges event={event} />
              </td>
              <td data-label={t("from")} className="wrap-anywhere">
                <div>
                  {event.ip}
                  {event.userAgent ? (
                    <span className="block text-ink-3">
                      <DeviceName device={event.userAgent} />
                    </span>
                  ) : null}
                </div>
              </td>
            </tr>
          ))}
        </DataTable>
      )}
      <Pager {...(newer && { newerHref: newer })} {...(older && { olderHref: older })} />
    </>
  );
}
