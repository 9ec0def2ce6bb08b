import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { FilterField } from "@/components/tables/filter-field";
import { FilterRow } from "@/components/tables/filter-row";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/section";
import { listApprovals } from "@/lib/domain/approvals/queries";
import { goodwillAlone } from "@/lib/domain/approvals/rules";
import { ApprovalFilter } from "@/lib/domain/approvals/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireOperatorContext } from "@/lib/entrypoints/console/require-context";
import { writeMicros } from "@/lib/foundation/money";
import { ApprovalTable } from "./_components/approval-table";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("approvals");
  return { title: t("title") };
}

export default async function ApprovalsPage({ searchParams }: PageProps<"/operator/approvals">) {
  const ctx = await requireOperatorContext();
  const filter = ApprovalFilter.parse(await searchParams);
  const { open, over } = await forPage(listApprovals(ctx, filter));
  const t = await getTranslations("approvals");
  return (
    <>
      <PageHeader title={t("title")} lead={t("lead", { threshold: writeMicros(goodwillAlone(), 0) })} />
      <Flash />
      <FilterRow action={paths.operator.approvals()} {...(filter.account && { clearHref: paths.operator.approvals() })}>
        <FilterField name="account" label={t("account")} value={filter.account} />
      </FilterRow>
      <Section id="open" title={t("open")}>
        {open.length === 0 ? (
          <EmptyState title={t("noneOpen")}>{t("noneOpenText")}</EmptyState>
        ) : (
          <ApprovalTable caption={t("open")} rows={open} />
        )}
      </Section>
      {over.length === 0 ? null : (
        <Section id="over" title={t("over")}>
          <ApprovalTable caption={t("over")} rows={over} />
        </Section>
      )}
    </>
  );
}
