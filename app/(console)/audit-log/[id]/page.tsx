import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { DeviceName } from "@/app/_components/device-name";
import { EventSentence } from "@/app/_components/event-sentence";
import { useAuditWords } from "@/app/_components/use-audit-words";
import { DataTable } from "@/components/tables/data-table";
import { DefinitionList } from "@/components/ui/definition-list";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import type { AuditEventView } from "@/lib/domain/audit-log/presenter";
import { getAuditEvent } from "@/lib/domain/audit-log/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("auditLog"), requireConsoleContext()]);
  return { title: `${t("event")} · ${t("title")} · ${account.alias}` };
}

export default async function AuditEventPage({ params }: Props) {
  const ctx = await requireConsoleContext();
  const event = await forPage(getAuditEvent(ctx, (await params).id));
  const t = await getTranslations("auditLog");
  const { at, action, resource, result, code, ip, userAgent, requestId } = event;
  const mono = (text: string) => <span className="break-all font-mono">{text}</span>;
  const exact = (text: string | null) => ({ value: text && mono(text), copy: text || undefined });
  return (
    <>
      <PageHeader
        title={t("event")}
        lead={<EventSentence event={event} />}
        breadcrumb={[{ href: paths.auditLog(), label: t("title") }]}
      />
      <Section id="facts" title={t("facts")}>
        <DefinitionList
          items={[
            { term: t("when"), value: <Time at={at} exact timeZone="UTC" /> },
            { term: t("who"), value: <Actor event={event} /> },
            { term: t("kind"), value: <Actor event={event} kind /> },
            { term: t("filters.action"), value: mono(action) },
            { term: t("filters.target"), value: <span className="wrap-anywhere">{resource}</span> },
            {
              term: t("filters.result"),
              value: result === "allowed" ? t("allowed") : t(`results.${result}`, { code }),
            },
            { term: t("filters.ip"), value: ip },
            { term: t("device"), value: userAgent ? <DeviceName device={userAgent} /> : "" },
            { term: t("filters.session"), ...exact(event.sessionId) },
            { term: t("accessKey"), ...exact(event.accessKeyId) },
            { term: t("filters.request"), ...exact(requestId) },
            { term: t("eventId"), ...exact(event.id) },
          ]}
        />
      </Section>
      <Changes event={event} />
    </>
  );
}

function Actor({ event, kind = false }: { event: AuditEventView; kind?: boolean }) {
  const words = useAuditWords();
  return kind ? words.kind(event.actorType) : words.who(event);
}

function Changes({ event: { before, after } }: { event: AuditEventView }) {
  const t = useTranslations("auditLog");
  const words = useAuditWords();
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  if (names.length === 0) return null;
  return (
    <Section id="changes" title={t("changes")}>
      <DataTable
        caption={t("changes")}
        head={
          <>
            <th scope="col">{t("field")}</th>
            <th scope="col">{t("before")}</th>
            <th scope="col">{t("after")}</th>
          </>
        }
      >
        {names.map((name) => (
          <tr key={name}>
            <th scope="row">{words.field(name)}</th>
            <td data-label={t("before")} className="wrap-anywhere">
              {words.value(name, before?.[name])}
            </td>
            <td data-label={t("after")} className="wrap-anywhere">
              {words.value(name, after?.[name])}
            </td>
          </tr>
        ))}
      </DataTable>
    </Section>
  );
}
