import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { EventChanges } from "@/app/_components/event-changes";
import { EventSentence } from "@/app/_components/event-sentence";
import { DataTable } from "@/components/tables/data-table";
import { Pager } from "@/components/tables/pager";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import { listActivity } from "@/lib/domain/audit-log/queries";
import { AuditFilter } from "@/lib/domain/audit-log/schema";
import { getSubAccount } from "@/lib/domain/sub-accounts/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { DetailHeader, detailTitle } from "../_components/detail-header";

interface Props {
  params: Promise<{ name: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: await detailTitle(await requireConsoleContext(), (await params).name) };
}

/** The story of one sub-account: what it did and what was done to it, one sentence each. */
export default async function ActivityPage({ params, searchParams }: Props) {
  const ctx = await requireConsoleContext();
  const { name } = await params;
  const person = await forPage(getSubAccount(ctx, name));
  const { cursor } = AuditFilter.parse(await searchParams);
  const page = await forPage(listActivity(ctx, name, AuditFilter.parse({ cursor })));
  const t = await getTranslations("auditLog");
  const [newer, older] = [page.newer, page.older].map((to) => to && paths.subAccounts.activity(name, to));
  return (
    <>
      <DetailHeader ctx={ctx} person={person} tab="activity" />
      <Section id="story" title={t("story")} lead={t("storyLead", { name })}>
        {page.rows.length === 0 ? (
          <EmptyState title={t("emptyTitle")}>{t("emptyStory", { name })}</EmptyState>
        ) : (
          <DataTable
            caption={t("story")}
            head={
              <>
                <th scope="col">{t("when")}</th>
                <th scope="col">{t("what")}</th>
              </>
            }
          >
            {page.rows.map((event) => (
              <tr key={event.id}>
                <th scope="row">
                  <Time at={event.at} />
                </th>
                <td data-label={t("what")} className="told wrap-anywhere">
                  <EventSentence event={event} />
                  <EventChanges event={event} />
                </td>
              </tr>
            ))}
          </DataTable>
        )}
        <Pager {...(newer && { newerHref: newer })} {...(older && { olderHref: older })} />
      </Section>
    </>
  );
}
