import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Flash } from "@/app/_components/flash";
import { FilterField } from "@/components/tables/filter-field";
import { FilterRow } from "@/components/tables/filter-row";
import { Pager } from "@/components/tables/pager";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { mayDo } from "@/lib/authorization/authorize";
import { subAccountResource } from "@/lib/authorization/resources";
import { listHandOvers } from "@/lib/domain/sub-accounts/hand-over-queries";
import { HandOverFilter, handOverStates } from "@/lib/domain/sub-accounts/schema";
import { forPage } from "@/lib/entrypoints/console/for-page";
import { paths } from "@/lib/entrypoints/console/paths";
import { requireConsoleContext } from "@/lib/entrypoints/console/require-context";
import { BoardTable } from "./_components/board-table";

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  const [t, { account }] = await Promise.all([getTranslations("handOver"), requireConsoleContext()]);
  return { title: `${t("board.title")} · ${account.alias}` };
}

export default async function HandOverBoardPage({ searchParams }: Props) {
  const ctx = await requireConsoleContext();
  const view = HandOverFilter.parse(await searchParams);
  const { rows, older } = await forPage(listHandOvers(ctx, view));
  const [t, subAccounts] = await Promise.all([getTranslations("handOver.board"), getTranslations("subAccounts")]);
  const kept = view.state ? { state: view.state } : {};
  const states = (["stuck", ...handOverStates] as const).map((value) => ({ value, label: t(`states.${value}`) }));
  return (
    <>
      <Flash />
      <PageHeader
        title={t("title")}
        lead={t("lead")}
        breadcrumb={[{ href: paths.subAccounts.list(), label: subAccounts("room") }]}
      />
      <FilterRow
        action={paths.subAccounts.handOverBoard()}
        clearHref={view.state ? paths.subAccounts.handOverBoard() : undefined}
      >
        <FilterField
          name="state"
          label={t("filter")}
          value={view.state}
          options={[{ value: "", label: t("any") }, ...states]}
        />
      </FilterRow>
      {rows.length > 0 ? (
        <BoardTable
          rows={rows}
          mayChange={(name) => mayDo(ctx, "ram:UpdateLoginProfile", subAccountResource(ctx, name))}
        />
      ) : (
        <EmptyState title={t("emptyTitle")}>{view.state ? t("noMatch") : t("empty")}</EmptyState>
      )}
      <Pager
        newerHref={view.cursor ? paths.subAccounts.handOverBoard(kept) : undefined}
        olderHref={older && paths.subAccounts.handOverBoard({ ...kept, cursor: older })}
      />
    </>
  );
}
