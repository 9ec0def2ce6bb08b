import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { FilterField } from "@/components/tables/filter-field";
import { FilterRow } from "@/components/tables/filter-row";
import { Pager } from "@/components/tables/pager";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { countSubmitted, listIdentityVerifications } from "@/lib/domain/identity-verification/queries";
import { IdentityVerificationFilter } from "@/lib/domain/identity-verification/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { QueueTable } from "./_components/queue-table";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("identityVerification.queue");
  return { title: t("title") };
}

export default async function QueuePage({ searchParams }: PageProps<"/operator/identity-verifications">) {
  const ctx = await requireOperatorContext();
  const filter = IdentityVerificationFilter.parse(await searchParams);
  const { state } = filter;
  const { rows, newer, older } = await forPage(listIdentityVerifications(ctx, filter));
  const count = await forPage(countSubmitted(ctx));
  const t = await getTranslations("identityVerification");
  const at = (cursor: string | undefined) => cursor && paths.operator.queue({ state, cursor });
  const states = [
    { value: "submitted", label: t("states.submitted") },
    { value: "approved", label: t("states.approved") },
    { value: "rejected", label: t("states.rejected") },
    { value: "all", label: t("queue.all") },
  ];
  const waits = state === "submitted";
  return (
    <>
      <PageHeader title={t("queue.title")} subtitle={t("queue.waitingCount", { count })} lead={t("queue.lead")} />
      <FilterRow action={paths.operator.queue()}>
        <FilterField name="state" label={t("queue.state")} value={state} options={states} />
      </FilterRow>
      {rows.length === 0 ? (
        <EmptyState
          title={t(`queue.empty.${state}`)}
          action={
            state === "all" ? undefined : (
              <ButtonLink href={paths.operator.queue({ state: "all" })}>{t("queue.showAll")}</ButtonLink>
            )
          }
        >
          {t("queue.emptyText")}
        </EmptyState>
      ) : (
        <QueueTable rows={rows} state={state} />
      )}
      <Pager
        newerHref={at(newer)}
        olderHref={at(older)}
        newerLabel={waits ? t("queue.earlier") : undefined}
        olderLabel={waits ? t("queue.later") : undefined}
      />
    </>
  );
}
