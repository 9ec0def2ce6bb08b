import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ActorName } from "@/app/_components/actor-name";
import { Flash } from "@/app/_components/flash";
import { EstimatedAmount } from "@/app/operator/(desk)/quarantine/_components/estimated-amount";
import { PlainForm } from "@/components/forms/plain-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { TextareaField } from "@/components/forms/textarea-field";
import { Badge } from "@/components/ui/badge";
import { Banner } from "@/components/ui/banner";
import { DefinitionList } from "@/components/ui/definition-list";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { Time } from "@/components/ui/time";
import { estimateEach } from "@/lib/domain/usage/estimate-queries";
import { getQuarantined } from "@/lib/domain/usage/queries";
import { ReplayQuarantinedInput } from "@/lib/domain/usage/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { dismissQuarantinedAction, replayQuarantinedAction } from "./actions";

type Props = { params: Promise<{ accountId: string; id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("quarantine");
  return { title: t("eventTitle") };
}

export default async function QuarantinedPage({ params }: Props) {
  const ctx = await requireOperatorContext();
  const address = ReplayQuarantinedInput.safeParse(await params);
  if (!address.success) notFound();
  const row = await forPage(getQuarantined(ctx, address.data));
  const estimate = row.resolution ? undefined : (await forPage(estimateEach(ctx, [row.id]))).get(row.id);
  const t = await getTranslations("quarantine");
  const target = (
    <>
      <input type="hidden" name="accountId" value={row.accountId} />
      <input type="hidden" name="id" value={row.id} />
    </>
  );
  return (
    <>
      <Flash />
      <PageHeader
        title={row.eventId || t("eventTitle")}
        breadcrumb={[{ href: paths.operator.quarantine(), label: t("title") }]}
        state={
          <Badge tone={row.resolution ? "quiet" : "warn"} soft>
            {row.resolution ? t(`resolutions.${row.resolution}`) : t(`reasons.${row.reason}`)}
          </Badge>
        }
      />
      <div className="grid gap-8 max-w-200">
        <Banner tone="info">{t(`ways.${row.reason}`)}</Banner>
        <DefinitionList
          items={[
            {
              term: t("account"),
              value: (
                <Link href={paths.operator.account(row.accountId)} prefetch={false}>
                  {row.accountName}
                </Link>
              ),
            },
            { term: t("subAccount"), value: row.subAccountName },
            { term: t("meter"), value: row.meter },
            { term: t("value"), value: row.value },
            { term: t("estimate"), value: row.resolution ? null : <EstimatedAmount estimate={estimate} /> },
            { term: t("source"), value: row.source },
            { term: t("seen"), value: <Time at={row.firstSeenAt} exact /> },
            { term: t("timesSeen"), value: String(row.timesSeen) },
            { term: t("triedAt"), value: row.triedAt && <Time at={row.triedAt} exact /> },
            { term: t("resolvedBy"), value: row.resolvedBy ? <ActorName name={row.resolvedBy} /> : null },
            { term: t("resolutionReason"), value: row.resolution === "dismissed" ? row.resolutionReason : null },
          ]}
        />
        <Section id="event" title={t("asTold")}>
          <EventText label={t("asTold")} event={row.event} />
        </Section>
        {row.standing ? (
          <Section id="standing" title={t("standing")} lead={t("standingLead")}>
            <EventText label={t("standing")} event={row.standing} />
          </Section>
        ) : null}
        {row.resolution === null ? (
          <>
            {row.reason === "conflict" ? null : (
              <Section id="replay" title={t("replay")} lead={t("replayLead")}>
                <PlainForm action={replayQuarantinedAction} labels={{}} id="replay-form">
                  {target}
                  <div className="form-actions">
                    <SubmitButton>{t("replay")}</SubmitButton>
                  </div>
                </PlainForm>
              </Section>
            )}
            <Section id="dismiss" title={t("dismiss")} lead={t("dismissLead")}>
              <PlainForm action={dismissQuarantinedAction} labels={{ reason: t("why") }} id="dismiss-form">
                {target}
                <TextareaField name="reason" rows={2} maxLength={500} required />
                <div className="form-actions">
                  <SubmitButton variant="danger">{t("dismiss")}</SubmitButton>
                </div>
              </PlainForm>
            </Section>
          </>
        ) : null}
      </div>
    </>
  );
}

function EventText({ label, event }: { label: string; event: Record<string, unknown> }) {
  return (
    <section aria-label={label} className="overflow-x-auto">
      <pre className="font-mono text-caption whitespace-pre-wrap break-all">{JSON.stringify(event, null, 2)}</pre>
    </section>
  );
}
