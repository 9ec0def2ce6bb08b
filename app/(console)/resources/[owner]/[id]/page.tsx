import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BooksNote } from "@/app/(console)/bills/_components/books-note";
import { CostSection } from "@/app/(console)/resources/_components/cost-section";
import { DecisionSection } from "@/app/(console)/resources/_components/decision-section";
import { EventsSection } from "@/app/(console)/resources/_components/events-section";
import { LastHourFact } from "@/app/(console)/resources/_components/last-hour-fact";
import { SilentBadge } from "@/app/(console)/resources/_components/silent-badge";
import { StateBadge } from "@/app/(console)/resources/_components/state-badge";
import { SuspensionBanner } from "@/app/(console)/resources/_components/suspension-banner";
import { wordLabels } from "@/app/(console)/resources/_components/word-labels";
import { DefinitionList } from "@/components/ui/definition-list";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import { mayDo } from "@/lib/authorization/authorize";
import { subAccountResource } from "@/lib/authorization/resources";
import { getResource } from "@/lib/domain/resources/queries";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";

interface Props {
  params: Promise<{ owner: string; id: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("resources"), requireConsoleContext()]);
  return { title: `${t("one")} · ${account.alias}` };
}

/** One thing that a platform service runs: what it is, what is decided about it, what became of it, what it costs. */
export default async function ResourcePage({ params }: Props) {
  const ctx = await requireConsoleContext();
  const { owner, id } = await params;
  const { resource, events, months, terms } = await forPage(getResource(ctx, owner, id));
  const t = await getTranslations("resources");
  const { arn, service, region, type, labels, stateSince, createdAt, reportedAt, lastHour } = resource;
  // Whoever sees amounts is told whose clock they follow, and every time beside them follows it.
  const timeZone = months ? terms.timeZone : undefined;
  const person = mayDo(ctx, "ram:GetUser", subAccountResource(ctx, owner)) ? (
    <a href={paths.subAccounts.overview(owner)} className="font-mono">
      {owner}
    </a>
  ) : (
    <span className="font-mono">{owner}</span>
  );
  return (
    <>
      <PageHeader
        title={resource.name || resource.ownId}
        subtitle={`${service} · ${type}`}
        state={
          <>
            <StateBadge standing={resource.standing} soft />
            <SilentBadge since={resource.silentSince} timeZone={timeZone} soft />
          </>
        }
        breadcrumb={[{ href: paths.resources.list(), label: t("title") }]}
      />
      <SuspensionBanner ctx={ctx} resource={resource} />
      <Section id="facts" title={t("facts")}>
        <DefinitionList
          items={[
            { term: t("state"), value: t(`standing.${resource.state}`) },
            { term: t("since"), value: <Time at={stateSince} timeZone={timeZone} /> },
            { term: t("subAccount"), value: person },
            { term: t("service"), value: service },
            { term: t("kind"), value: type },
            { term: t("region"), value: region },
            { term: t("labels"), value: wordLabels(labels) },
            { term: t("id"), value: <span className="break-all font-mono">{arn}</span>, copy: arn },
            { term: t("registered"), value: <Time at={createdAt} timeZone={timeZone} exact /> },
            { term: t("lastHeard"), value: <Time at={reportedAt} timeZone={timeZone} /> },
            ...(lastHour === null || resource.state === "retired"
              ? []
              : [{ term: t("lastHour"), value: <LastHourFact hour={lastHour} terms={terms} /> }]),
          ]}
        />
      </Section>
      {resource.state === "retired" ? null : <DecisionSection resource={resource} timeZone={timeZone} />}
      {months ? <CostSection resource={resource} months={months} terms={terms} /> : null}
      <EventsSection events={events} timeZone={timeZone} />
      {months ? <BooksNote terms={terms} /> : null}
    </>
  );
}
