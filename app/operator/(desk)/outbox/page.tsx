import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import * as z from "zod";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Time } from "@/components/ui/time";
import { listOutbox } from "@/lib/domain/notifications/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { env } from "@/lib/foundation/env";

const Query = z.object({ cursor: z.string().max(1024).optional().catch(undefined) });

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("outbox");
  return { title: t("title") };
}

export default async function OutboxPage({ searchParams }: PageProps<"/operator/outbox">) {
  const ctx = await requireOperatorContext();
  const { cursor } = Query.parse(await searchParams);
  const { demo } = env();
  const page = await forPage(listOutbox(ctx, { cursor, withContent: demo }));
  const t = await getTranslations("outbox");
  const href = (to: string | undefined) => (to ? `${paths.operator.outbox()}?cursor=${to}` : undefined);
  const [newer, older] = [href(page.newer), href(page.older)];
  return (
    <>
      <PageHeader title={t("title")} lead={demo ? t("leadDemo") : t("lead")} />
      {page.rows.length === 0 ? (
        <EmptyState title={t("emptyTitle")}>{t("empty")}</EmptyState>
      ) : (
        <>
          <DataTable
            caption={t("title")}
            head={
              <>
                <th scope="col">{t("recipient")}</th>
                <th scope="col">{t("message")}</th>
                <th scope="col">{t("state")}</th>
                <th scope="col">{t("created")}</th>
              </>
            }
          >
            {page.rows.map((row) => (
              <tr key={row.id}>
                <th scope="row">
                  {row.recipient}
                  <br />
                  <span className="text-ink-3">{t(`channels.${row.channel}`)}</span>
                </th>
                <td data-label={t("message")}>
                  {row.content ? (
                    <details>
                      <summary>{row.content.subject || t(`kinds.${row.kind}`)}</summary>
                      <pre className="whitespace-pre-wrap font-mono">{row.content.text}</pre>
                    </details>
                  ) : (
                    t(`kinds.${row.kind}`)
                  )}
                </td>
                <td data-label={t("state")}>
                  {t(`states.${row.state}`)}
                  {row.lastError ? ` (${row.lastError})` : ""}
                </td>
                <td data-label={t("created")}>
                  <Time at={row.createdAt} />
                </td>
              </tr>
            ))}
          </DataTable>
          <Pager {...(newer ? { newerHref: newer } : {})} {...(older ? { olderHref: older } : {})} />
        </>
      )}
    </>
  );
}
