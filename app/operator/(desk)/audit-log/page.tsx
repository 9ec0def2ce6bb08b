import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DeviceName } from "@/app/_components/device-name";
import { EventChanges } from "@/app/_components/event-changes";
import { EventSentence } from "@/app/_components/event-sentence";
import { ExportForm } from "@/app/_components/export-form";
import { Flash } from "@/app/_components/flash";
import { DataTable } from "@/components/tables/data-table";
import { FilterField } from "@/components/tables/filter-field";
import { FilterRow } from "@/components/tables/filter-row";
import { Pager } from "@/components/tables/pager";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { listOperatorAuditEvents } from "@/lib/domain/audit-log/queries";
import { auditResultFilters, OperatorAuditFilter } from "@/lib/domain/audit-log/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  await requireOperatorContext();
  return { title: (await getTranslations("auditLog"))("title") };
}

const texts = ["action", "actor", "target", "ip", "request", "from", "until"] as const;
const names = ["of", "account", "result", ...texts] as const;

export default async function OperatorAuditLogPage({ searchParams }: Props) {
  const platform = await requireOperatorContext();
  const view = OperatorAuditFilter.parse(await searchParams);
  const page = await forPage(listOperatorAuditEvents(platform, view));
  const t = await getTranslations("auditLog");
  const set = Object.fromEntries(names.flatMap((name) => (view[name] ? [[name, view[name]]] : [])));
  const isNarrowed = Object.keys(set).length > 1;
  const [newer, older] = [page.newer, page.older].map(
    (cursor) => cursor && paths.operator.auditLog({ ...set, cursor }),
  );
  const logs = (["platform", "accounts"] as const).map((of) => ({
    href: paths.operator.auditLog({ of }),
    label: t(`logs.${of}`),
    current: view.of === of,
  }));
  return (
    <>
      <Flash />
      <PageHeader
        title={t("title")}
        lead={t("leadOperator")}
        tabs={logs}
        more={<ExportForm action={paths.operator.auditLogExport()} asked={set} />}
      />
      <FilterRow
        action={paths.operator.auditLog()}
        keep={{ of: view.of }}
        {...(isNarrowed && { clearHref: paths.operator.auditLog({ of: view.of }) })}
      >
        {view.of === "accounts" ? <FilterField name="account" label={t("account")} value={view.account} /> : null}
        <FilterField
          name="result"
          label={t("filters.result")}
          value={view.result}
          options={auditResultFilters.map((value) => ({ value, label: t(`resultFilters.${value || "any"}`) }))}
        />
        {texts.map((name) => (
          <FilterField key={name} name={name} label={t(`filters.${name}`)} value={view[name]} />
        ))}
      </FilterRow>
      {page.rows.length === 0 ? (
        <EmptyState title={t("emptyTitle")}>{t("empty")}</EmptyState>
      ) : (
        <DataTable
          caption={t(`logs.${view.of}`)}
          head={
            <>
              <th scope="col">{t("when")}</th>
              {view.of === "accounts" ? <th scope="col">{t("account")}</th> : null}
              <th scope="col">{t("what")}</th>
              <th scope="col">{t("from")}</th>
              <th scope="col">{t("filters.request")}</th>
            </>
          }
        >
          {page.rows.map((event) => (
            <tr key={event.id}>
              <th scope="row">
                <Time at={event.at} />
              </th>
              {view.of === "accounts" ? <td data-label={t("account")}>{event.accountName}</td> : null}
              <td data-label={t("what")} className="told wrap-anywhere">
                <EventSentence event={event} />
                <EventChanges event={event} />
              </td>
              <td data-label={t("from")} className="break-all">
                {event.ip}
                {event.userAgent ? (
                  <span className="block text-ink-3">
                    <DeviceName device={event.userAgent} />
                  </span>
                ) : null}
              </td>
              <td data-label={t("filters.request")} className="break-all font-mono text-caption">
                {event.requestId}
              </td>
            </tr>
          ))}
        </DataTable>
      )}
      <Pager {...(newer && { newerHref: newer })} {...(older && { olderHref: older })} />
    </>
  );
}
